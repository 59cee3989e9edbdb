"""The register of processing, from what each model declares (core.privacy)."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from laplateforme.core.privacy import Level, Personal
from laplateforme.core.retention import models_about_people

# The table in the pages of docs/ stands between these two lines.
BEGIN = "<!-- register: begin (laplateforme register --into) -->"
END = "<!-- register: end -->"


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


def kept_since(rule: Personal) -> str:
    """The delay, and the moment from which it is counted."""
    delay = kept_words(rule.days)
    if rule.days is None:
        return delay
    moment = {
        "at": _("the fact"),
        "created_at": _("it was written"),
        "ends_at": _("its end"),
        "last_activity_at": _("the last sign of life"),
        "left_at": _("the handing over"),
        "posted_at": _("it was sent"),
        "updated_at": _("the last change"),
    }[rule.since.rsplit("__", 1)[-1]]
    return _("%(delay)s after %(moment)s") % {"delay": delay, "moment": moment}


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
            key = (thing, _(rule.purpose), level_words(rule.level), kept_since(rule))
            lines.setdefault(key, []).append(str(getattr(field, "verbose_name", name)))
    return [
        RegisterLine(thing, tuple(fields), purpose, level, kept)
        for (thing, purpose, level, kept), fields in sorted(lines.items())
    ]


def register_table() -> str:
    """The register as a table of Markdown, in the language of the installation."""
    with translation.override(settings.LANGUAGE_CODE):
        head = [_("What"), _("Fields"), _("Why"), _("Level"), _("Kept")]
        rows = [[one.thing, ", ".join(one.fields), one.purpose, one.level, one.kept] for one in processing_register()]
    cells = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', '/') for cell in row)} |\n" for row in cells)


def with_register(page: str) -> str:
    """The page with the present table between its two marks. Raises ValueError where they are not there once each."""
    if (page.count(BEGIN), page.count(END)) != (1, 1):
        raise ValueError("The two marks of the register are not in this page.")
    between = re.compile(f"{re.escape(BEGIN)}.*{re.escape(END)}", re.DOTALL)
    return between.sub(lambda _found: f"{BEGIN}\n\n{register_table()}\n{END}", page)
