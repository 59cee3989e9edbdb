"""The receiver answers; the sender replies; both say what came of it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from laplateforme.core.fields import MomentField
from laplateforme.core.idempotency import KeyedForm
from laplateforme.projects.forms.person import CleanText
from laplateforme.referrals.enums import Outcome, RefusalReason
from laplateforme.vocabulary.enums import Capacity


class AcceptForm(KeyedForm):
    """Yes, with a date or a word if there is one."""

    starts_at = MomentField(label=_("A date to meet"), required=False)
    words = CleanText(label=_("A word for the person"), max_length=300, required=False)


class DeclineForm(KeyedForm):
    """No, and why, in words that the person reads."""

    reason = forms.ChoiceField(
        label=_("Why"), choices=RefusalReason.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason: the person reads it, and it helps to look elsewhere.")},
    )  # fmt: skip
    words = CleanText(label=_("A word for the person"), max_length=300, required=False)


class WordsForm(KeyedForm):
    """A question or a reply."""

    text = CleanText(
        label=_("Your words"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The other organization and the person read them."),
        error_messages={"required": _("Write a few words.")},
    )  # fmt: skip


class DateForm(KeyedForm):
    """A meeting."""

    starts_at = MomentField(
        label=_("A date to meet"),
        error_messages={
            "required": _("Write the day and the hour."),
            "invalid": _("Write the day and the hour: 08/12/2026 14:30."),
        },
    )
    text = CleanText(label=_("A word for the person"), max_length=300, required=False)


class CloseForm(KeyedForm):
    """What came of it, said by the receiver."""

    outcome = forms.ChoiceField(
        label=_("What came of it"), choices=Outcome.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Say what came of it.")},
    )  # fmt: skip


class CapacityForm(KeyedForm):
    """Is there room?"""

    capacity = forms.ChoiceField(
        label=_("Could you take somebody in the next weeks?"), choices=Capacity.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose an answer.")},
    )  # fmt: skip
    weeks = forms.IntegerField(
        label=_("If there is a waiting list: about how many weeks"), required=False, min_value=1, max_value=104
    )

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("capacity") != Capacity.WAITLIST:
            cleaned["weeks"] = None
        return cleaned
