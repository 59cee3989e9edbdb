"""Words of this room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ParticipationStatus(TextChoices):
    """How an organization takes part in a network."""

    MEMBER = "member", _("member")
    PARTNER = "partner", _("partner")
    GUEST = "guest", _("guest")
