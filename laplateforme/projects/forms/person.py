"""Who somebody is; the code that opens one's own details; everything erased."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from laplateforme.core.idempotency import KeyedForm
from laplateforme.core.phone import phone_or_none
from laplateforme.core.text import clean_text
from laplateforme.core.versions import VersionedForm
from laplateforme.places.forms import CommuneField
from laplateforme.projects.actions import PersonValues
from laplateforme.projects.models import Holder


class CleanText(forms.CharField):
    """Text without control or direction characters."""

    def clean(self, value: Any) -> str:
        return str(super().clean(clean_text(value) if isinstance(value, str) else value))


class PersonFields(forms.Form):
    """A first name and one way to reach the person."""

    first_name = CleanText(
        label=_("First name"), max_length=80, error_messages={"required": _("Write the first name.")}
    )
    last_name = CleanText(label=_("Last name"), max_length=80, required=False)
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("With it, the person sees who reads their file, without an account."),
        required=False,
        error_messages={"invalid": _("This e-mail address is not complete. Example: camille@exemple.fr")},
    )
    phone = CleanText(label=_("Telephone"), max_length=40, required=False)

    def clean_first_name(self) -> str:
        name = " ".join(self.cleaned_data["first_name"].split())
        if not any(char.isalpha() for char in name):
            raise ValidationError(_("Write the first name with letters."))
        return name

    def clean_phone(self) -> str:
        typed = self.cleaned_data["phone"]
        if not typed:
            return ""
        phone = phone_or_none(typed)
        if phone is None:
            raise ValidationError(
                _("We do not recognize this number. A French number has 10 figures. Example: 06 39 98 01 14")
            )
        return phone

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        has_errors = "email" in self.errors or "phone" in self.errors
        if not has_errors and not cleaned.get("email") and not cleaned.get("phone"):
            self.add_error("email", _("Give an e-mail address or a telephone number: one is enough."))
        return cleaned

    def person(self) -> PersonValues:
        values = self.cleaned_data
        return PersonValues(
            values["first_name"], values["last_name"], values["email"], values["phone"], values.get("commune")
        )


class HolderForm(KeyedForm, PersonFields):
    """Somebody else who carries the project."""


class EditHolderForm(VersionedForm, PersonFields):
    """Corrects who somebody is."""

    commune = CommuneField(required=False)


def holder_initial(holder: Holder) -> dict[str, Any]:
    """What the form shows first."""
    names = ("first_name", "last_name", "email", "phone", "commune", "version")
    return {name: getattr(holder, name) for name in names}


class CodeForm(forms.Form):
    """The six figures received by mail."""

    code = CleanText(
        label=_("The code that you received"), max_length=12,
        error_messages={"required": _("Type the six figures of the message.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )  # fmt: skip

    def clean_code(self) -> str:
        return "".join(char for char in self.cleaned_data["code"] if char in "0123456789")


class JoinForm(KeyedForm):
    """A tick against two people of the same name."""

    sure = forms.BooleanField(
        label=_("It is the same person: I have checked with them"),
        error_messages={"required": _("Tick the box once you have checked with the person.")},
    )


class EraseForm(KeyedForm):
    """A tick against a slip of the thumb."""

    sure = forms.BooleanField(
        label=_("I want everything about me to be erased"),
        error_messages={"required": _("Tick the box if you are sure.")},
    )
