"""A portrait of a collective project, and the agreement of its people."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from laplateforme.core.idempotency import KeyedForm
from laplateforme.core.text import clean_text
from laplateforme.editorial.forms.writing import EditForm, TextForm
from laplateforme.places.forms import CommuneField

TOLD = ("team", "commune", "quote", "what_helped")
AGREED = ("agreed_by", "agreed_date")


class ToldFields(forms.Form):
    """What a portrait says besides its text."""

    team = forms.CharField(
        label=_("Who they are"),
        help_text=_("The team as it calls itself, how many they are. No name that was not agreed to."),
        max_length=160,
        required=False,
    )
    commune = CommuneField(required=False)
    quote = forms.CharField(
        label=_("Their words"), help_text=_("One sentence, as it was said."), max_length=300, required=False
    )
    what_helped = forms.CharField(
        label=_("What helped"),
        help_text=_("What made it possible: people, places, advice, money."),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_team(self) -> str:
        return clean_text(self.cleaned_data["team"])

    def clean_quote(self) -> str:
        return clean_text(self.cleaned_data["quote"])

    def clean_what_helped(self) -> str:
        return clean_text(self.cleaned_data["what_helped"])


class AgreedFields(forms.Form):
    """Who agreed, and when."""

    agreed_by = forms.CharField(
        label=_("Who agreed"),
        help_text=_("Writers alone read this. For example: the whole team, in its meeting."),
        max_length=160,
        error_messages={"required": _("Say who agreed.")},
    )
    agreed_date = forms.DateField(
        label=_("On which day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Say when they agreed."), "invalid": _("Write a day.")},
    )

    def clean_agreed_by(self) -> str:
        return clean_text(self.cleaned_data["agreed_by"])

    def clean_agreed_date(self) -> Any:
        day = self.cleaned_data["agreed_date"]
        if day and day > timezone.localdate():
            raise ValidationError(_("This day has not come yet."))
        if day and day.year < 1990:
            raise ValidationError(_("Write a day."))
        return day


class PortraitForm(AgreedFields, ToldFields, TextForm):  # type: ignore[misc]
    """A new portrait. The agreement may come later: nobody but writers reads it before."""

    field_order = ("title", "section", "standfirst", *TOLD, "text", "picture", "picture_alt", *AGREED)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in AGREED:
            self.fields[name].required = False

    def clean(self) -> dict[str, Any] | None:
        values = super().clean() or {}
        said = {name: values.get(name) for name in AGREED}
        if any(said.values()) and not all(said.values()):
            for name in AGREED:
                if not said[name] and name not in self.errors:
                    self.add_error(name, self.fields[name].error_messages["required"])
        return values


class EditPortraitForm(ToldFields, EditForm):
    """The words of a portrait again; its picture when it should be another one."""

    picture = TextForm.base_fields["picture"]
    picture_alt = TextForm.base_fields["picture_alt"]
    field_order = ("title", "standfirst", *TOLD, "text", "picture", "picture_alt")

    clean_picture = TextForm.clean_picture

    def __init__(self, *args: Any, has_picture: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_picture = has_picture
        if has_picture:
            self.fields["picture"].label = _("Another picture")

    def clean(self) -> dict[str, Any] | None:
        values = super().clean() or {}
        values["picture_alt"] = clean_text(values.get("picture_alt") or "")
        if (values.get("picture") or self.has_picture) and not values["picture_alt"]:
            self.add_error("picture_alt", _("Say what the picture shows: without that it is not taken."))
        return values


class AgreementForm(AgreedFields, KeyedForm):
    """The agreement of the people of a portrait, when they give it."""
