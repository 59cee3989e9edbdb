"""Files: opened, written, moved."""

import re
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from stdnum.exceptions import ValidationError as NumberError
from stdnum.fr import siret

from laplateforme.accounts.models import User
from laplateforme.core.fields import PaperField
from laplateforme.core.idempotency import KeyedForm
from laplateforme.core.versions import VersionedForm
from laplateforme.network.models import Organization
from laplateforme.places.forms import CommuneField
from laplateforme.projects.actions import ProjectValues
from laplateforme.projects.enums import Standing
from laplateforme.projects.forms.person import CleanText, PersonFields
from laplateforme.projects.models import Project, StageInterval
from laplateforme.projects.queries.lists import keepers_of
from laplateforme.vocabulary.enums import LegalForm, Stage, Theme

RNA = re.compile(r"W[0-9A-Z]{9}")
PROJECT_FIELDS = ("name", "summary", "commune", "legal_form", "siret", "rna")


def stage_field() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Where the project stands"), choices=Stage.choices, initial=Stage.IDEA)


class NewFileForm(KeyedForm, PersonFields):
    """A person and their first need: little is asked, the rest comes with time."""

    summary = CleanText(
        label=_("The project, in the person’s words"), max_length=1000, required=False,
        help_text=_("One sentence is enough. Please name nobody else."), widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    stage = stage_field()
    theme = forms.ChoiceField(
        label=_("What is needed first"), required=False, choices=[("", _("Not known yet")), *Theme.choices]
    )
    name = CleanText(label=_("Name of the project"), max_length=120, required=False)
    commune = CommuneField(required=False)
    organization = forms.ModelChoiceField(
        Organization.objects.none(), label=_("Your organization"), empty_label=None, to_field_name="slug"
    )

    def __init__(self, *args: Any, organizations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organization"]
        field.queryset = organizations  # type: ignore[attr-defined]
        first = list(organizations[:2])
        field.initial = first[0].slug if first else None
        if len(first) == 1:
            field.widget = forms.HiddenInput()

    def project(self) -> ProjectValues:
        values = self.cleaned_data
        return ProjectValues(name=values["name"], summary=values["summary"], commune=values["commune"])


class EditProjectForm(VersionedForm):
    """What the project is; its numbers once there is a legal entity, and only then."""

    name = CleanText(label=_("Name of the project"), max_length=120, required=False)
    summary = CleanText(
        label=_("The project, in the person’s words"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip
    commune = CommuneField(required=False)
    legal_form = forms.ChoiceField(label=_("Legal form"), choices=LegalForm.choices, initial=LegalForm.NONE)
    siret = CleanText(
        label=_("SIRET number"), max_length=20, required=False, help_text=_("14 figures, once it exists.")
    )
    rna = CleanText(
        label=_("RNA number"), max_length=12, required=False, help_text=_("W and 9 signs, for an association.")
    )

    def clean_siret(self) -> str:
        value = self.cleaned_data["siret"]
        if not value:
            return ""
        try:
            return str(siret.validate(value))
        except NumberError:
            raise ValidationError(_("This SIRET number is not right. Please check its 14 digits.")) from None

    def clean_rna(self) -> str:
        value = str(self.cleaned_data["rna"]).replace(" ", "").upper()
        if value and not RNA.fullmatch(value):
            raise ValidationError(_("An RNA number is W and 9 signs, for example W133012345."))
        return value

    def values(self) -> ProjectValues:
        return ProjectValues(**{name: self.cleaned_data[name] for name in PROJECT_FIELDS})


def project_initial(project: Project) -> dict[str, Any]:
    """What the form shows first."""
    return {name: getattr(project, name) for name in (*PROJECT_FIELDS, "version")}


class NoteForm(KeyedForm):
    """One field, written in ten seconds."""

    text = CleanText(
        label=_("What was said, what comes next"), max_length=4000,
        help_text=_("Read by your organization and by the person. Nobody else."),
        error_messages={"required": _("Write a few words.")}, widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class DocumentForm(KeyedForm):
    """A paper of the project."""

    title = CleanText(label=_("Title"), max_length=160, error_messages={"required": _("Give it a title.")})
    file = PaperField(label=_("File"))


class StageForm(KeyedForm):
    """Where the project stands, since when."""

    stage = stage_field()
    standing = forms.ChoiceField(
        label=_("How is it going?"), choices=Standing.choices, initial=Standing.ACTIVE, widget=forms.RadioSelect
    )
    since = forms.DateField(
        label=_("Since"), required=False, help_text=_("Today when left empty."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    why = CleanText(label=_("Why, in a few words"), max_length=200, required=False)

    def starts_at(self, at: datetime, present: StageInterval | None) -> datetime:
        """Noon of the day said; now for today; the very next moment when the present stage began that day."""
        day: date | None = self.cleaned_data["since"]
        if day is None or day == timezone.localdate(at):
            return at
        noon = timezone.make_aware(datetime.combine(day, time(12)))
        if present is not None and timezone.localdate(present.starts_at) == day and noon <= present.starts_at:
            return present.starts_at.replace(microsecond=min(present.starts_at.microsecond + 1, 999_999))
        return noon


class LeadForm(KeyedForm):
    """Who is asked first about the project."""

    adviser = forms.ModelChoiceField(
        User.objects.none(), label=_("Who follows this project"), empty_label=_("Choose a colleague"),
        error_messages={
            "required": _("Choose a colleague."),
            "invalid_choice": _("Choose somebody who keeps files in your organization."),
        },
    )  # fmt: skip

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["adviser"]
        field.queryset = keepers_of(project).exclude(pk__in=[project.lead_adviser_id])  # type: ignore[attr-defined]
        field.help_text = ngettext(
            "Whoever follows it today still reads it for %(days)d day, and the person sees it on their page.",
            "Whoever follows it today still reads it for %(days)d days, and the person sees it on their page.",
            settings.LP_FORMER_LEAD_DAYS,
        ) % {"days": settings.LP_FORMER_LEAD_DAYS}


class MilestoneForm(KeyedForm):
    """Something that counted."""

    words = CleanText(
        label=_("In the person’s words"), max_length=200, help_text=_("For example: “We said yes, the four of us”."),
        error_messages={"required": _("Write what counted, in a few words.")},
    )  # fmt: skip
    day = forms.DateField(
        label=_("Day"), required=False, help_text=_("Today when left empty."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip


class NeedForm(KeyedForm):
    """What is needed, by theme."""

    theme = forms.ChoiceField(label=_("Theme"), choices=Theme.choices)
    words = CleanText(label=_("In a few words"), max_length=200, required=False)
