"""What an organization says of itself, to whom it hands on."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from stdnum.exceptions import ValidationError as NumberError
from stdnum.fr import siret

from laplateforme.core.idempotency import KeyedForm
from laplateforme.core.versions import VersionedForm
from laplateforme.network.forms.fields import (
    AreasField,
    CleanTextField,
    FunctionsField,
    LogoField,
    RemoveLogoField,
    logo_change,
)
from laplateforme.network.models import Organization
from laplateforme.places.forms import CommuneField
from laplateforme.vocabulary.enums import FunctionGroup

FIELDS = (
    "name", "short_name", "summary", "description", "functions", "commune", "address", "phone", "email", "website",
    "opening_hours", "siret", "rna", "coverage",
)  # fmt: skip


class OrganizationForm(VersionedForm):
    """Everything an organization says of itself."""

    name = CleanTextField(label=_("Name"), max_length=160)
    short_name = CleanTextField(label=_("Short name"), max_length=60, required=False)
    summary = CleanTextField(
        label=_("In one sentence"), max_length=200, required=False,
        help_text=_("What people will read first. Example: “A first welcome, twice a week, without appointment.”"),
    )  # fmt: skip
    description = CleanTextField(
        label=_("Presentation"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    functions = FunctionsField(required=False)
    commune = CommuneField(required=False)
    address = CleanTextField(label=_("Address"), max_length=200, required=False)
    phone = CleanTextField(
        label=_("Telephone"), max_length=30, required=False, widget=forms.TextInput(attrs={"autocomplete": "tel"})
    )
    email = forms.EmailField(label=_("E-mail address"), required=False)
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    opening_hours = CleanTextField(
        label=_("Opening hours"), max_length=200, required=False, help_text=_("Example: Tuesday and Thursday, 9 to 13")
    )
    coverage = AreasField(required=False)
    siret = forms.CharField(label=_("SIRET number"), max_length=20, required=False, help_text=_("14 digits"))
    rna = forms.RegexField(
        r"^[Ww]?\w{9}$", label=_("RNA number"), required=False, max_length=10, help_text=_("W and 9 signs"),
        error_messages={"invalid": _("An RNA number is W and 9 signs, for example W133012345.")},
    )  # fmt: skip
    logo = LogoField()
    remove_logo = RemoveLogoField()

    def __init__(self, *args: Any, has_logo: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_logo:
            del self.fields["remove_logo"]

    def clean_siret(self) -> str:
        value = self.cleaned_data["siret"]
        if not value:
            return ""
        try:
            return str(siret.validate(value))
        except NumberError:
            raise ValidationError(_("This SIRET number is not right. Please check its 14 digits.")) from None

    def changes(self) -> dict[str, Any]:
        """What `edit_organization` takes."""
        cleaned = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        change = logo_change(cleaned)
        return {**cleaned, **change}


class NewOrganizationForm(KeyedForm):
    """The little that is needed to begin; the organization completes it."""

    name = CleanTextField(label=_("Name"), max_length=160)
    commune = CommuneField(required=False)
    summary = CleanTextField(label=_("In one sentence"), max_length=200, required=False)
    email = forms.EmailField(
        label=_("E-mail address of the person who will complete the page"), required=False,
        help_text=_("This person receives an invitation. Leave empty to invite later."),
    )  # fmt: skip


class OrganizationFilterForm(forms.Form):
    """What a visitor looks for among the organizations."""

    q = CleanTextField(
        label=_("Name, word or commune"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    function = forms.ChoiceField(
        label=pgettext_lazy("organization", "What it does"), required=False, choices=[("", _("All"))]
    )
    place = forms.ChoiceField(label=_("Commune"), required=False, choices=[("", _("All"))])

    def __init__(self, *args: Any, communes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["function"].choices = [("", _("All")), *FunctionGroup.choices]  # type: ignore[attr-defined]
        self.fields["place"].choices = [("", _("All")), *communes]  # type: ignore[attr-defined]


class Way(TextChoices):
    GIVES = "gives", _("hands people on to")
    RECEIVES = "receives", _("receives people from")


class LinkForm(KeyedForm):
    """To whom one hands people on, or from whom one receives them; for what, and on what terms."""

    organization = forms.ModelChoiceField(
        Organization.objects.none(), label=_("This organization"), empty_label=None, to_field_name="slug"
    )
    way = forms.ChoiceField(label=_("usually"), choices=Way.choices, widget=forms.RadioSelect, initial=Way.GIVES)
    other = forms.ModelChoiceField(Organization.objects.none(), label=_("The other organization"), to_field_name="slug")
    functions = FunctionsField(label=_("For what"), required=False)
    terms = CleanTextField(
        label=_("On what terms"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Example: a call between advisers first, then a meeting of three."),
    )  # fmt: skip

    def __init__(self, *args: Any, mine: Any, all_of_network: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = mine  # type: ignore[attr-defined]
        self.fields["other"].queryset = all_of_network  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("organization") and cleaned.get("organization") == cleaned.get("other"):
            self.add_error("other", _("Please choose another organization than the first."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """What `declare_link` takes."""
        data = self.cleaned_data
        receives = data["way"] == Way.RECEIVES
        ends = (data["other"], data["organization"]) if receives else (data["organization"], data["other"])
        return {
            "from_organization": ends[0],
            "to_organization": ends[1],
            "said_by_receiver": receives,
            "functions": data["functions"],
            "terms": data["terms"],
        }
