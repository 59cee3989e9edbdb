"""Words of this room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OfferStatus(TextChoices):
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    ARCHIVED = "archived", _("archived")


ALLOWED_MOVES = {
    OfferStatus.DRAFT: {OfferStatus.PUBLISHED, OfferStatus.ARCHIVED},
    OfferStatus.PUBLISHED: {OfferStatus.DRAFT, OfferStatus.ARCHIVED},
    OfferStatus.ARCHIVED: {OfferStatus.DRAFT},
}

RECHECK_RHYTHMS = (1, 3, 6, 12)
STALE_AFTER_RHYTHMS = 2
