"""Short forms: correcting at once by the mailed link, saying that something is wrong."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from laplateforme.core.idempotency import KeyedForm
from laplateforme.core.text import clean_text
from laplateforme.core.versions import VersionedForm
from laplateforme.offers.forms.offer import OfferEditForm
from laplateforme.offers.models import Offer

SHORT = (
    "capacity",
    "waitlist_weeks",
    "summary",
    "fee",
    "price_from",
    "price_to",
    "fee_note",
    "contact_phone",
)


class CorrectionForm(VersionedForm):
    """What changes most often, for whoever opens the mailed link."""

    capacity = OfferEditForm.base_fields["capacity"]
    waitlist_weeks = OfferEditForm.base_fields["waitlist_weeks"]
    summary = OfferEditForm.base_fields["summary"]
    fee = OfferEditForm.base_fields["fee"]
    price_from = OfferEditForm.base_fields["price_from"]
    price_to = OfferEditForm.base_fields["price_to"]
    fee_note = OfferEditForm.base_fields["fee_note"]
    contact_phone = OfferEditForm.base_fields["contact_phone"]

    def values(self, offer: Offer) -> dict[str, Any]:
        """What the action takes; a question left without answer keeps what was saved."""
        values = {name: self.cleaned_data[name] for name in SHORT}
        return {**values, "capacity": values["capacity"] or offer.capacity, "fee": values["fee"] or offer.fee}


class ErrorReportForm(KeyedForm):
    """A visitor saw something wrong. `website` is a trap: people do not see it, robots fill it in."""

    message = forms.CharField(
        label=_("What is wrong?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("A telephone number, a date, a price, a closed door: one sentence is enough."),
        error_messages={"required": _("Say in one sentence what is wrong.")},
    )
    reply_to = forms.EmailField(
        label=_("Your e-mail address, if you wish an answer"),
        required=False,
        help_text=_("Only the organization reads it. We do not keep it."),
        error_messages={"invalid": _("This address is not complete: name@example.org.")},
    )
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def clean_message(self) -> str:
        text = clean_text(self.cleaned_data["message"])
        if not text:
            raise forms.ValidationError(self.fields["message"].error_messages["required"])
        return text

    @property
    def is_trapped(self) -> bool:
        return bool(self.cleaned_data.get("website"))
