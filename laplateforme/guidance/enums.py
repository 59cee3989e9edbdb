"""Words of this room."""

from enum import nonmember

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RequestStatus(TextChoices):
    """The life of a request for contact."""

    NEW = "new", _("received")
    ROUTED = "routed", _("passed to an organization")
    ANSWERED = "answered", _("answered")
    CLOSED = "closed", _("closed without an answer")

    OPEN = nonmember(("new", "routed"))


ALLOWED_MOVES = {
    RequestStatus.NEW: {RequestStatus.ROUTED, RequestStatus.ANSWERED, RequestStatus.CLOSED},
    RequestStatus.ROUTED: {RequestStatus.ROUTED, RequestStatus.ANSWERED, RequestStatus.CLOSED},
    RequestStatus.ANSWERED: set(),
    RequestStatus.CLOSED: set(),
}


class Means(TextChoices):
    PHONE = "phone", _("telephone")
    EMAIL = "email", _("e-mail")
