"""A commune, typed the way people type it."""

from typing import Any, NoReturn

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from laplateforme.places.enums import Closeness
from laplateforme.places.models import Commune
from laplateforme.places.queries import CommuneMatch, commune_or_none, communes_matching

MOST_CHOICES = 5
CHOSEN = "com:"  # what a radio button sends: a code that cannot be taken for a post code


class CommuneInput(forms.TextInput):
    """A text field; the script of forms, where it runs, proposes communes from `data-autocomplete-url`."""

    def format_value(self, value: Any) -> str | None:
        """A commune, or the code of one, is shown as its label."""
        commune = commune_or_none(value.removeprefix(CHOSEN)) if isinstance(value, str) and _is_code(value) else value
        shown: str | None = super().format_value(commune.label if isinstance(commune, Commune) else value)
        return shown


def _is_code(value: str) -> bool:
    """ "com:13005"; a bare "13005" that came back from a person stays a post code."""
    return value.startswith(CHOSEN)


class CommuneField(forms.CharField):
    """ "Aubagne", "13400", "Aubagne (13400)", an INSEE code, or "com:13005" → Commune.

    When the text is not enough, the error's `candidates` (at most five `CommuneMatch`) and the field's own after
    cleaning tell which communes were meant; a page may show them as radio buttons of value "com:…".
    """

    widget = CommuneInput
    default_error_messages = {
        "ambiguous": _("Several communes match “%(text)s”: %(choices)s. Please choose one."),
        "unknown": _("We do not know the commune “%(text)s”. Please check its spelling or type its post code."),
        "suggestion": _("We do not know the commune “%(text)s”. Did you mean %(choices)s?"),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 80)
        kwargs.setdefault("label", _("Commune or post code"))
        super().__init__(**kwargs)
        self.candidates: list[CommuneMatch] = []

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attributes = super().widget_attrs(widget)
        return {**attributes, "data-autocomplete-url": reverse_lazy("places:autocomplete"), "spellcheck": "false"}

    def prepare_value(self, value: Any) -> Any:
        return value.label if isinstance(value, Commune) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)

    def clean(self, value: Any) -> Commune | None:
        self.candidates = []
        text = super().clean(value)
        if not text:
            return None
        if _is_code(text):
            commune = commune_or_none(text.removeprefix(CHOSEN))
            if commune is None:
                self._refuse("unknown", text)
            return commune
        matches = communes_matching(text, MOST_CHOICES + 1)
        clear = [match for match in matches if match.closeness == Closeness.EXACT]
        if not clear:
            clear = [match for match in matches if match.closeness != Closeness.TYPO]
        if len(clear) == 1:
            return Commune.objects.with_areas().get(code=clear[0].code)
        if clear:
            self._refuse("ambiguous", text, clear)
        self._refuse("suggestion" if matches else "unknown", text, matches)

    def _refuse(self, why: str, text: str, candidates: list[CommuneMatch] | None = None) -> NoReturn:
        self.candidates = (candidates or [])[:MOST_CHOICES]
        choices = ", ".join(match.label for match in self.candidates)
        error = ValidationError(self.error_messages[why], code=why, params={"text": text, "choices": choices})
        error.candidates = self.candidates  # type: ignore[attr-defined]
        raise error
