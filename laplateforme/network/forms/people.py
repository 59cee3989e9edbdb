"""Who is asked to join, and how they answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from laplateforme.core.idempotency import KeyedForm
from laplateforme.network.forms.fields import CleanTextField
from laplateforme.network.models import Organization
from laplateforme.vocabulary.enums import Role


class InviteForm(KeyedForm):
    """An address, a role and, for most roles, an organization. Choices are those the inviter may give."""

    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    organization = forms.ModelChoiceField(
        Organization.objects.none(), label=_("Organization"), required=False, to_field_name="slug"
    )

    def __init__(self, *args: Any, roles: list[tuple[str, Any]], organizations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = roles  # type: ignore[attr-defined]
        self.fields["organization"].queryset = organizations  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        role = cleaned.get("role")
        if role in Role.IN_ORGANIZATION and not cleaned.get("organization") and "organization" not in self.errors:
            self.add_error("organization", _("For this role, please choose the organization."))
        return cleaned


class AcceptForm(KeyedForm):
    """The name that colleagues will see."""

    name = CleanTextField(
        label=_("Your name"), max_length=120, help_text=_("As your colleagues will read it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
