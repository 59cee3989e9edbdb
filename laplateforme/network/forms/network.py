"""What a network says of itself, who is on duty, the common text."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.utils.translation import gettext_lazy as _

from laplateforme.core.idempotency import KeyedForm
from laplateforme.core.versions import VersionedForm
from laplateforme.network.forms.fields import CleanTextField, LogoField, RemoveLogoField, logo_change
from laplateforme.network.models import Network, Organization
from laplateforme.network.models.accent import is_readable, nearest_readable

HOST = RegexValidator(
    r"^(?=.{4,120}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}$",
    _("Write a host name without https:// nor slash, for example reseau.example."),
)
COLOR = RegexValidator(r"^#[0-9A-Fa-f]{6}$", _("Write the colour as # and six signs, for example #1B6B78."))
# A day that somebody meant: the calendar of a computer ends in 9999, and what comes after it cannot be written.
OUR_CENTURY = (
    MinValueValidator(date(2000, 1, 1), _("Check the year of this day.")),
    MaxValueValidator(date(2100, 1, 1), _("Check the year of this day.")),
)


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class SettingsForm(VersionedForm):
    """Texts, telephone, colour and doors of a network."""

    name = CleanTextField(label=_("Name of the network"), max_length=120)
    claim = CleanTextField(label=_("What you say in a few words"), max_length=160, required=False)
    welcome_title = CleanTextField(label=_("Title of the first page"), max_length=160, required=False)
    welcome_text = CleanTextField(
        label=_("Text of the first page"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    phone = CleanTextField(label=_("Telephone"), max_length=30, required=False)
    email = forms.EmailField(label=_("E-mail address"), required=False)
    promised_days = forms.IntegerField(
        label=_("You promise to answer within (working days)"), min_value=1, max_value=30
    )
    lead_organization = forms.ModelChoiceField(
        Organization.objects.none(), label=_("Lead organization"), required=False, to_field_name="slug"
    )
    accent = forms.CharField(
        label=_("Accent colour"), required=False, max_length=7, validators=[COLOR],
        help_text=_("# and six signs. It must stay readable: we compute the contrast."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    logo = LogoField()
    remove_logo = RemoveLogoField()
    host = forms.CharField(
        label=_("Own host name"), required=False, max_length=120, validators=[HOST],
        help_text=_("Once your address leads to this server. Leave empty otherwise."),
    )  # fmt: skip
    legal_notice = CleanTextField(
        label=_("Legal notice"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    exposure_published = forms.BooleanField(
        label=_("Everybody may read the page on fair exposure"), required=False,
        help_text=_("It shows how often each organization was proposed."),
    )  # fmt: skip
    is_published = forms.BooleanField(label=_("The network is open to the public"), required=False)

    def __init__(self, *args: Any, network: Network, organizations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.network = network
        self.fields["lead_organization"].queryset = organizations  # type: ignore[attr-defined]
        if not network.logo:
            del self.fields["remove_logo"]

    def clean_host(self) -> str:
        host = str(self.cleaned_data["host"])
        if host and Network.objects.filter(host=host).exclude(pk=self.network.pk).exists():
            raise ValidationError(_("Another network has this host name."))
        return host

    def clean_accent(self) -> str:
        color = str(self.cleaned_data["accent"]).upper()
        if color and not is_readable(color):
            raise ValidationError(
                _("Words in the colour %(color)s would be hard to read. The nearest that is accepted: %(nearest)s."),
                params={"color": color, "nearest": nearest_readable(color)},
            )
        return color

    def changes(self) -> dict[str, Any]:
        """What `edit_network` takes."""
        cleaned = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        change = logo_change(cleaned)
        return {**cleaned, **change}


class DutyForm(KeyedForm, VersionedForm):
    """Who answers, when, from which organization."""

    name = CleanTextField(
        label=_("Name"), max_length=120, help_text=_("Everybody will read it: ask the person for agreement first.")
    )
    organization = forms.ModelChoiceField(Organization.objects.none(), label=_("Organization"), to_field_name="slug")
    phone = CleanTextField(label=_("Telephone"), max_length=30, required=False)
    hours = CleanTextField(label=_("Hours"), max_length=160, help_text=_("Example: Monday to Friday, 9 to 12"))
    starts_date = forms.DateField(label=_("From"), widget=DayInput, validators=OUR_CENTURY)
    last_date = forms.DateField(
        label=_("Until"),
        widget=DayInput,
        validators=OUR_CENTURY,
        required=False,
        help_text=_("Last day included. Empty: until further notice."),
    )
    promised_days = forms.IntegerField(label=_("Answers within (working days)"), min_value=1, max_value=30)

    def __init__(self, *args: Any, organizations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = organizations  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("starts_date"), cleaned.get("last_date")
        if first and last and last < first:
            self.add_error("last_date", _("The last day comes before the first. Please check both."))
        return cleaned

    def turn(self) -> dict[str, Any]:
        """What `set_duty` takes."""
        cleaned = {
            name: value for name, value in self.cleaned_data.items() if name not in {"version", "idempotency_key"}
        }
        last: date | None = cleaned.pop("last_date")
        return {**cleaned, "ends_date": last + timedelta(days=1) if last else None}


class PositioningForm(KeyedForm, VersionedForm):
    """The common text, signed. `version` is the number of the text that was read."""

    text = CleanTextField(
        label=_("What your support has in common"), max_length=1200, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("A few sentences: the collective, cooperation rather than competition. 1,200 signs at most."),
    )  # fmt: skip
    signed_by = CleanTextField(
        label=_("Signed by"), max_length=120, help_text=_("Example: the organizations of the network, met in Aubagne")
    )
