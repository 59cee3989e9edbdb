"""Words of this room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from laplateforme.vocabulary.enums import (
    Audience,
    HolderType,
    LegalForm,
    OpenTo,
    Reach,
    Reception,
    Setting,
    Stage,
    SupportFunction,
    Theme,
)


class OfferStatus(TextChoices):
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", pgettext_lazy("offer", "published")
    ARCHIVED = "archived", _("archived")


ALLOWED_MOVES = {
    OfferStatus.DRAFT: {OfferStatus.PUBLISHED, OfferStatus.ARCHIVED},
    OfferStatus.PUBLISHED: {OfferStatus.DRAFT, OfferStatus.ARCHIVED},
    OfferStatus.ARCHIVED: {OfferStatus.DRAFT},
}

RECHECK_RHYTHMS = (1, 3, 6, 12)
STALE_AFTER_RHYTHMS = 2
DAYS_A_MONTH = 30.44

# Fields that hold lists of codes, and the words each may hold.
CODED_LISTS: dict[str, type[TextChoices]] = {
    "functions": SupportFunction,
    "stages": Stage,
    "themes": Theme,
    "audiences": Audience,
    "holder_types": HolderType,
    "legal_forms": LegalForm,
    "receptions": Reception,
    "settings": Setting,
    "reach": Reach,
    "open_to": OpenTo,
}
# What members may write; everything else is set by a deed of its own.
EDITABLE_FIELDS = (
    "name",
    "summary",
    "description",
    "audience_words",
    *CODED_LISTS,
    "lay_words",
    "selection",
    "form",
    "duration_note",
    "fee",
    "fee_note",
    "price_from",
    "price_to",
    "conditions",
    "documents_to_bring",
    "how_to_ask",
    "contact_phone",
    "contact_email",
    "contact_link",
    "coverage",
    "commune",
    "address",
    "capacity",
    "waitlist_weeks",
    "recheck_months",
    "units_count",
    "included_services",
    "max_stay_months",
    "source",
    "external_id",
)


class ChangeReason(TextChoices):
    """Why a line of the history was written, when it was not a plain edit."""

    CONFIRMED = "confirmed", _("nothing has changed")
    BY_LINK = "by link", _("by the link sent by mail")
    CAPACITY = "capacity", _("places")
    DATES = "dates", _("dates")
    PRICES = "prices", _("price by month of stay")
    STATUS = "status", _("publication")
