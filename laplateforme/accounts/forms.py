"""What people say about themselves."""

from typing import Any

from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from laplateforme.core.versions import VersionedForm


class ProfileForm(VersionedForm):
    """The name that colleagues read, and the language of the mails."""

    name = forms.CharField(
        label=_("Your name"), max_length=120, help_text=_("As your colleagues will read it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("Language of the e-mails"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )


class PersonaForm(forms.Form):
    """Which invented person to be."""

    persona = forms.UUIDField()


NAME_OF_KEY = {"label": _("Name of this passkey"), "help_text": _("So that you know it again. Example: my telephone")}


def _name_the_key(form: forms.Form) -> None:
    """allauth leaves this field without words."""
    form.fields["name"].label, form.fields["name"].help_text = NAME_OF_KEY["label"], NAME_OF_KEY["help_text"]


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """allauth's form with our words; a passkey signs in by itself unless the person says no."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_the_key(self)
        self.fields["passwordless"].label = _("This passkey signs me in without e-mail")
        self.fields["passwordless"].help_text = _("Untick on a device that you share.")
        self.fields["passwordless"].initial = True


class EditPasskeyForm(EditWebAuthnForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_the_key(self)


class ActivateAppForm(ActivateTOTPForm):  # type: ignore[misc]
    """The six digits that the app shows."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("The 6 digits that the app shows")
