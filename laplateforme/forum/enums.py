"""Words of this room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Readers(TextChoices):
    """Who may read what is said. `owner`: the room that holds the topic decides, and shows it on its own page."""

    PUBLIC = "public", _("anybody")
    MEMBERS = "members", _("members of the network")
    OWNER = "owner", _("those whom its own page lets in")


class PostStatus(TextChoices):
    """The life of a message."""

    UNCONFIRMED = "unconfirmed", _("waits for its author to confirm an address")
    HELD = "held", _("waits for a moderator")
    PUBLISHED = "published", _("published")
    HIDDEN = "hidden", _("hidden by a moderator")
    REFUSED = "refused", _("refused")


ALLOWED_MOVES = {
    PostStatus.UNCONFIRMED: {PostStatus.HELD, PostStatus.PUBLISHED, PostStatus.REFUSED},
    PostStatus.HELD: {PostStatus.PUBLISHED, PostStatus.REFUSED},
    PostStatus.PUBLISHED: {PostStatus.HIDDEN},
    PostStatus.HIDDEN: {PostStatus.PUBLISHED},
    PostStatus.REFUSED: set(),
}


class ReportReason(TextChoices):
    """Why a reader thinks that a message should not stay."""

    PERSON = "person", _("It names or hurts somebody")
    ADVERTISING = "advertising", _("It is advertising")
    WRONG = "wrong", _("It is wrong and may mislead")
    OTHER = "other", _("Something else")
