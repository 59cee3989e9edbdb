"""An agreement: chosen with the person, read aloud, then given."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from laplateforme.core.idempotency import KeyedForm
from laplateforme.network.models import Organization
from laplateforme.projects.actions import Given
from laplateforme.projects.enums import Bundle, Channel
from laplateforme.projects.forms.person import CleanText
from laplateforme.projects.models import Holder, Project
from laplateforme.projects.queries import consent_words, receivers_for

DURATIONS = (
    (30, _("one month")),
    (90, _("three months")),
    (180, _("six months")),
    (settings.LP_CONSENT_DAYS, _("one year")),
)


class ConsentForm(KeyedForm):
    """Who reads, what, what for, until when, and how the person says yes."""

    receiver = forms.ModelChoiceField(
        Organization.objects.none(), label=_("Who will read"), to_field_name="slug",
        empty_label=_("Choose an organization"),
        error_messages={"required": _("Choose the organization that will read.")},
    )  # fmt: skip
    bundles = forms.MultipleChoiceField(
        label=_("What it will read"), widget=forms.CheckboxSelectMultiple,
        choices=Bundle.choices,
        error_messages={"required": _("Choose at least one thing to share.")},
    )  # fmt: skip
    purpose = CleanText(
        label=_("What for"), max_length=200, help_text=_("For example: find premises in Aubagne."),
        error_messages={"required": _("Say what for, in a few words.")},
    )  # fmt: skip
    days = forms.TypedChoiceField(label=_("For how long"), coerce=int, choices=DURATIONS, initial=180)
    channel = forms.ChoiceField(
        label=_("How the person says yes"), choices=Channel.choices, widget=forms.RadioSelect, initial=Channel.SCREEN
    )

    def __init__(self, *args: Any, project: Project, holder: Holder, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.project = project
        self.fields["receiver"].queryset = receivers_for(project)  # type: ignore[attr-defined]
        if not holder.email:
            self.fields["channel"].choices = [one for one in Channel.choices if one[0] != Channel.LINK]  # type: ignore[attr-defined]

    def given(self) -> Given:
        values = self.cleaned_data
        return Given(values["receiver"], values["bundles"], values["purpose"], values["channel"], values["days"])

    def words(self, at: datetime) -> str:
        """The text to read aloud, exactly as it will be kept."""
        values = self.cleaned_data
        return consent_words(
            sender=self.project.organization, receiver=values["receiver"], bundles=values["bundles"],
            purpose=values["purpose"], until=at + timedelta(days=values["days"]),
        )  # fmt: skip
