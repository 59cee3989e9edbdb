"""Groups, their people, their files."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from laplateforme.core.fields import PaperField
from laplateforme.core.idempotency import KeyedForm
from laplateforme.core.versions import VersionedForm
from laplateforme.groups.enums import AdmissionMode, ApprovalMode, DocumentKind, GroupStatus, Horizon, Voice
from laplateforme.groups.forms.fields import DayField, TextField, WordsField
from laplateforme.groups.models import WorkingGroup
from laplateforme.network.models import Network, Organization
from laplateforme.places.models import Territory

NAME = {"required": _("Give the group a name.")}


class GroupForm(KeyedForm):
    """A name, what for, objectives."""

    name = WordsField(label=_("Name of the group"), max_length=160, error_messages=NAME)
    purpose = WordsField(label=_("What it is for, in one sentence"), max_length=400, required=False)
    objectives = TextField(
        label=_("Objectives"), max_length=8000, required=False, rows=6,
        help_text=_("They are added at the end of each account of a meeting."),
    )  # fmt: skip

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if not any(char.isalnum() for char in name):
            raise ValidationError(NAME["required"])
        return name


class GroupSettingsForm(VersionedForm):
    """All that a group says of itself and how it decides."""

    name = GroupForm.base_fields["name"]
    purpose = GroupForm.base_fields["purpose"]
    objectives = GroupForm.base_fields["objectives"]
    status = forms.ChoiceField(label=_("Status"), choices=GroupStatus.choices, widget=forms.RadioSelect)
    programme = WordsField(
        label=_("Programme or mandate it belongs to"), max_length=300, required=False,
        help_text=_("Its orientation documents go among the documents of the group."),
    )  # fmt: skip
    approval = forms.ChoiceField(
        label=_("How are minutes approved?"), choices=ApprovalMode.choices, widget=forms.RadioSelect
    )
    approval_days = forms.IntegerField(label=_("Days to object to minutes"), min_value=1, max_value=90)
    admission = forms.ChoiceField(
        label=_("How do newcomers come in?"), choices=AdmissionMode.choices, widget=forms.RadioSelect
    )
    admission_days = forms.IntegerField(label=_("Days to object to a newcomer"), min_value=1, max_value=90)
    is_open = forms.BooleanField(label=_("Structures may ask to join"), required=False)
    is_public = forms.BooleanField(
        label=_("Its page is public"), required=False,
        help_text=_("Purpose, member organizations and published minutes. People are named only if they agree."),
    )  # fmt: skip
    territories = forms.ModelMultipleChoiceField(
        Territory.objects.none(), label=_("Territories"), required=False, widget=forms.CheckboxSelectMultiple
    )
    other_networks = forms.ModelMultipleChoiceField(
        Network.objects.none(), label=_("Other networks that take part"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    closed_date = DayField(label=_("The group ended on"), required=False)

    def __init__(self, *args: Any, group: WorkingGroup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        networks = Network.objects.published().order_by("name")
        self.fields["territories"].queryset = Territory.objects.filter(  # type: ignore[attr-defined]
            pk__in=networks.values("territory")
        ).order_by("name")
        self.fields["other_networks"].queryset = networks.exclude(pk=group.network_id)  # type: ignore[attr-defined]

    clean_name = GroupForm.clean_name


class AddMemberForm(KeyedForm):
    """Somebody of the network, and whether they lead."""

    person = forms.ChoiceField(label=_("Who?"), error_messages={"required": _("Choose somebody.")})
    leads = forms.BooleanField(label=_("Leads the group with us"), required=False)

    def __init__(self, *args: Any, people: list[tuple[Any, Organization | None]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(user.pk): (user, body) for user, body in people}
        words = [
            (key, f"{user.get_full_name()} ({body.called})" if body else user.get_full_name())
            for key, (user, body) in self.people.items()
        ]
        self.fields["person"].choices = [("", "—"), *words]  # type: ignore[attr-defined]


class GuestForm(KeyedForm):
    """An institution that is invited without being a member."""

    name = WordsField(label=_("Institution"), max_length=160, error_messages={"required": _("Say which one.")})
    reason = WordsField(label=_("Why it is invited"), max_length=200, required=False)


class WorkstreamForm(KeyedForm):
    title = WordsField(label=_("Title"), max_length=160, error_messages={"required": _("Give it a title.")})
    text = WordsField(label=_("In one sentence"), max_length=400, required=False)
    horizon = forms.ChoiceField(
        label=_("How long?"), choices=Horizon.choices, widget=forms.RadioSelect, initial=Horizon.SHORT
    )


class DocumentForm(KeyedForm):
    """A file, looked at by its ending and size; it is never shown inside a page."""

    title = WordsField(label=_("Title"), max_length=160, error_messages={"required": _("Give it a title.")})
    kind = forms.ChoiceField(
        label=_("Kind"), choices=DocumentKind.choices, widget=forms.RadioSelect, initial=DocumentKind.WORK
    )
    file = PaperField(label=_("File"))
    is_public = forms.BooleanField(label=_("Anybody may read it"), required=False)


class AdmissionForm(KeyedForm):
    """For which organization, and why."""

    organization = forms.ModelChoiceField(
        Organization.objects.none(), label=_("For which structure?"), to_field_name="slug",
        error_messages={"required": _("Choose a structure."), "invalid_choice": _("Choose a structure.")},
    )  # fmt: skip
    words = TextField(label=_("A word to the group"), max_length=1500, required=False, rows=4)

    def __init__(self, *args: Any, bodies: list[Organization], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organization"]
        field.queryset = Organization.objects.filter(pk__in=[body.pk for body in bodies])  # type: ignore[attr-defined]
        if len(bodies) == 1:
            field.initial = bodies[0].slug


class VoiceForm(KeyedForm):
    """What a member says to a newcomer."""

    voice = forms.ChoiceField(
        label=_("What do you say?"), choices=Voice.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose an answer.")},
    )  # fmt: skip
    reason = WordsField(label=_("Why"), max_length=400, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("voice") == Voice.OBJECT and not cleaned.get("reason"):
            self.add_error("reason", _("Say why you object: the group answers to a reason."))
        return cleaned
