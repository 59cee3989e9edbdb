"""Three short questions to whoever stood there; words read again; the same fair, the time before."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from laplateforme.core.idempotency import KeyedForm
from laplateforme.fairs.forms.occasion import LineField
from laplateforme.fairs.models import Occasion
from laplateforme.fairs.models.feedback import MOST_SIGNS
from laplateforme.fairs.queries.pages import when_words


class ShortField(LineField):
    """A few words, on two lines of screen."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 2}), required=False, **kwargs)


class ThreeForm(KeyedForm):
    """What worked, what was missing, what to change; one answer is enough."""

    worked = ShortField(label=_("What worked well?"), max_length=MOST_SIGNS)
    missing = ShortField(
        label=_("Which question had no answer?"), max_length=200,
        help_text=_("As people said it. It may join the key questions."),
    )  # fmt: skip
    change = ShortField(label=_("What would you change the next time?"), max_length=MOST_SIGNS)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.get(name) for name in ("worked", "missing", "change")):
            self.add_error("worked", _("Answer one of the three."))
        return cleaned


class WordsForm(forms.Form):
    """Words as they will be shown; they may be shortened."""

    text = LineField(
        label=_("Words as all members will read them"), max_length=MOST_SIGNS,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Leave some words, or leave them out.")},
    )  # fmt: skip


class OccasionChoice(forms.ModelChoiceField):
    """By name and day."""

    def label_from_instance(self, occasion: Any) -> str:
        return f"{occasion.title}, {when_words(occasion.starts_at, occasion.ends_at)}"


class CompareForm(forms.Form):
    """Which one was the same fair, the time before."""

    previous = OccasionChoice(
        Occasion.objects.none(), label=_("The same fair, the time before"), required=False,
        empty_label=_("None: there is nothing to compare"),
    )  # fmt: skip

    def __init__(self, *args: Any, occasion: Occasion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Occasion.objects.filter(network=occasion.network_id, starts_at__lt=occasion.starts_at).accepted()
        self.fields["previous"].queryset = rows.exclude(pk=occasion.pk).order_by(  # type: ignore[attr-defined]
            "-starts_at", "pk"
        )
