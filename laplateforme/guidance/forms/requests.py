"""Asking to be contacted, and what members do with such a request."""

from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from laplateforme.core.idempotency import KeyedForm
from laplateforme.core.phone import phone_or_none
from laplateforme.core.text import Told, clean_text
from laplateforme.guidance.enums import Means
from laplateforme.guidance.queries.directory import sentence_case
from laplateforme.network.models import Organization

SALT = "laplateforme.guidance.contact-form"
OLDEST_SECONDS = 3 * 24 * 3600


class ContactForm(KeyedForm):
    """A name and one means of contact, nothing more; a message if the person wishes."""

    name = forms.CharField(
        label=_("Your name"),
        help_text=_("As you wish to be called: a first name is enough."),
        max_length=120,
        error_messages={"required": _("Tell us how to call you.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact = forms.CharField(
        label=_("Your telephone or your e-mail address"),
        help_text=_("Only one: the one where it is easiest to reach you."),
        max_length=254,
        error_messages={"required": _("Give a telephone number or an e-mail address.")},
        widget=forms.TextInput(attrs={"autocomplete": "on", "spellcheck": "false", "autocapitalize": "off"}),
    )
    message = forms.CharField(
        label=_("Your need, in a few words"),
        help_text=_("1,000 characters at most. Please name nobody else."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    website = forms.CharField(label=_("Leave this field empty"), required=False, max_length=200)
    drawn = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)
    route = forms.CharField(widget=forms.HiddenInput, required=False, max_length=30)
    codes = forms.CharField(widget=forms.HiddenInput, required=False, max_length=500)
    offer = forms.CharField(widget=forms.HiddenInput, required=False, max_length=12)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["drawn"].initial = signing.dumps("contact", salt=SALT)
        self.fields["website"].widget.attrs.update({"tabindex": "-1", "autocomplete": "off"})

    def clean_name(self) -> str:
        name = " ".join(clean_text(self.cleaned_data["name"]).split())
        if not any(char.isalpha() for char in name):
            raise ValidationError(_("Write your name with letters."))
        return name

    def clean_message(self) -> str:
        return clean_text(self.cleaned_data["message"])

    def clean_contact(self) -> str:
        typed = clean_text(self.cleaned_data["contact"])
        if "@" in typed:
            self.cleaned_data["means"] = Means.EMAIL.value
            address = typed.replace(" ", "")
            try:
                validate_email(address)
            except ValidationError:
                raise ValidationError(
                    _("This e-mail address is not complete. Example: camille@exemple.fr"), code="email"
                ) from None
            return address
        self.cleaned_data["means"] = Means.PHONE.value
        phone = phone_or_none(typed)
        if phone is None:
            raise ValidationError(
                _("We do not recognize this number. A French number has 10 figures. Example: 06 39 98 01 14"),
                code="phone",
            )
        return phone

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        try:
            signing.loads(cleaned.get("drawn", ""), salt=SALT, max_age=OLDEST_SECONDS)
        except signing.BadSignature:
            renewed = self.data.copy()  # type: ignore[attr-defined]
            renewed["drawn"] = signing.dumps("contact", salt=SALT)
            self.data = renewed
            raise ValidationError(
                _("This page was open for too long. Your text is still here: please send it again."), code="old"
            ) from None
        return cleaned

    @property
    def is_from_a_machine(self) -> bool:
        """Somebody filled the field that nobody sees."""
        return bool(self.cleaned_data.get("website"))


class RouteForm(KeyedForm):
    """To which organization of the network."""

    organization = forms.ModelChoiceField(
        label=_("Pass the request to"),
        queryset=Organization.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose an organization."),
            "invalid_choice": _("Choose an organization of this network."),
        },
    )

    def __init__(self, *args: Any, receivers: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organization"]
        field.queryset = Organization.objects.filter(pk__in=[one.organization.pk for one in receivers])  # type: ignore[attr-defined]
        told = [(one.organization.pk, Told(one.organization.name, sentence_case(one.reason))) for one in receivers]
        field.choices = told  # type: ignore[attr-defined]


class NoteForm(KeyedForm):
    """What was answered, for the colleagues."""

    note = forms.CharField(
        label=_("Note for your colleagues"),
        help_text=_("What was said, what comes next. Erased after 90 days."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_note(self) -> str:
        return clean_text(self.cleaned_data["note"])
