"""Fields of the editing page: the territory, two columns of ticks, everyday words."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from laplateforme.core.text import clean_text, fold
from laplateforme.places.enums import EVERYWHERE
from laplateforme.places.queries import AreaChoice, area_choices_matching, labels_of, unknown_codes

MOST_AREAS = 400
IN_BRACKETS = re.compile(r"\s*\([^)]*\)\s*$")


class PairsBoundField(BoundField):
    """Ticks in two columns where there is room."""

    def css_classes(self, extra_classes: Any = None) -> str:
        return f"{super().css_classes(extra_classes)} pairs".strip()


class CodesField(forms.MultipleChoiceField):
    """Several codes of one vocabulary, ticked."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("error_messages", {"invalid_choice": _("We do not know the choice “%(value).40s”.")})
        super().__init__(**kwargs)
        self.bound_field_class = PairsBoundField


class AreasField(CodesField):
    """Areas already chosen or proposed, to tick; any official code is accepted."""

    def offer_choices(self, codes: Iterable[str]) -> None:
        """Draws a tick for each of these codes, "everywhere" first."""
        wanted = [code for code in dict.fromkeys([EVERYWHERE, *codes]) if len(code) < 20][:MOST_AREAS]
        names = labels_of(wanted)
        self.choices = [(code, _("Everywhere") if code == EVERYWHERE else names[code]) for code in wanted]

    def validate(self, value: Sequence[str]) -> None:
        if len(value) > MOST_AREAS:
            raise ValidationError(_("Choose wider areas: %(most)d at most."), params={"most": MOST_AREAS})
        wrong = [code for code in value if len(code) > 20] or unknown_codes(value)
        if wrong:
            raise ValidationError(_("We do not know the territory “%(code).40s”."), params={"code": wrong[0]})


class AreaWordsField(forms.CharField):
    """Territories typed the way people say them, separated by semicolons → a list of codes."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=300, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "data-autocomplete-url": reverse_lazy("places:areas")}

    def clean(self, value: Any) -> list[str]:  # type: ignore[override]
        text = clean_text(super().clean(value))
        codes: list[str] = []
        for part in text.split(";"):
            if part.strip():
                codes += self._codes(part.strip())
        return list(dict.fromkeys(codes))

    def _codes(self, text: str) -> Sequence[str]:
        bare = IN_BRACKETS.sub("", text)
        found = area_choices_matching(text) or area_choices_matching(bare)
        exact = [choice for choice in found if _same(choice, text)] or [one for one in found if _same(one, bare)]
        if len(exact) == 1 or len(found) == 1:
            return (exact or found)[0].codes
        if not found:
            raise ValidationError(
                _("We do not know the territory “%(text)s”. Check its spelling."), params={"text": text}
            )
        names = ", ".join(choice.label for choice in (exact or found)[:5])
        raise ValidationError(
            _("Several territories match “%(text)s”: %(names)s. Type one of them in full."),
            params={"text": text, "names": names},
        )


class WordsField(forms.CharField):
    """Everyday words separated by commas → a list."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=600, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:  # type: ignore[override]
        text = clean_text(super().clean(value))
        return [word.strip() for word in re.split(r"[,;\n]", text) if word.strip()]


def _same(choice: AreaChoice, text: str) -> bool:
    return fold(choice.label) == fold(text) or fold(IN_BRACKETS.sub("", choice.label)) == fold(text)
