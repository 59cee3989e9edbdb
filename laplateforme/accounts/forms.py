"""What people say about themselves."""

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
