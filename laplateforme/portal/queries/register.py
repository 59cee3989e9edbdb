"""The register of processing, from what each model declares (core.privacy)."""

from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from laplateforme.core.privacy import Level
from laplateforme.core.retention import models_about_people


@dataclass(frozen=True)
class RegisterLine:
    """Fields of one thing that serve one purpose and are kept equally long."""

    thing: str
    fields: tuple[str, ...]
    purpose: str
    level: str
    kept: str


def kept_words(days: int | None) -> str:
    if days is None:
        return _("as long as the person takes part")
    if days >= 365:
        return ngettext("%(count)d year", "%(count)d years", days // 365) % {"count": days // 365}
    if days >= 60:
        return ngettext("%(count)d month", "%(count)d months", days // 30) % {"count": days // 30}
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


def level_words(level: Level) -> str:
    return {
        Level.PUBLIC: _("public"),
        Level.PROFESSIONAL: _("professional"),
        Level.PERSONAL: _("personal"),
        Level.SENSITIVE: _("sensitive"),
        Level.SECRET: _("secret"),
    }[level]


def processing_register() -> list[RegisterLine]:
    """One line for each thing, purpose and delay; by name of thing."""
    lines: dict[tuple[str, str, str, str], list[str]] = {}
    for model, declared in models_about_people():
        thing = str(capfirst(model._meta.verbose_name))
        for name, rule in declared.items():
            field = model._meta.get_field(name)
            key = (thing, _(rule.purpose), level_words(rule.level), kept_words(rule.days))
            lines.setdefault(key, []).append(str(getattr(field, "verbose_name", name)))
    return [
        RegisterLine(thing, tuple(fields), purpose, level, kept)
        for (thing, purpose, level, kept), fields in sorted(lines.items())
    ]
