"""Words of this room."""

from enum import nonmember

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

OWN_PAGE = "projects.own-page"  # what a link to the person’s page is signed for


class Standing(TextChoices):
    """How a project stands at its stage: on its way, or one of the side states that are real too."""

    ACTIVE = "active", _("under way")
    PAUSED = "paused", _("paused")
    LOST_CONTACT = "lost_contact", _("contact lost")
    ENDED = "ended", _("ended")

    OPEN = nonmember(("active", "paused", "lost_contact"))


class Bundle(TextChoices):
    """What may be shared, chosen one by one."""

    CONTACT = "contact", _("contact details")
    PROJECT = "project", _("the project: what it is, where it stands, its needs")
    DOCUMENTS = "documents", _("documents")


class Channel(TextChoices):
    """How somebody agreed. A spoken agreement has to be confirmed; one asked by link begins when it is given."""

    SCREEN = "screen", _("on this screen")
    LINK = "link", _("by a link sent to the person")
    SPOKEN = "spoken", _("spoken, to be confirmed")
    PAPER = "paper", _("on paper")


class Closing(TextChoices):
    """Why an agreement no longer counts."""

    WITHDRAWN = "withdrawn", _("withdrawn by the person")
    REFUSED = "refused", _("refused by the person")
    REPLACED = "replaced", _("replaced by a newer agreement")
    EXPIRED = "expired", _("come to its end")
    NOT_TAKEN = "not_taken", _("over with its hand-over, which came to nothing")
    LAPSED = "lapsed", _("spoken and never confirmed")
    ERASED = "erased", _("the person erased everything")
    MERGED = "merged", _("two files of the same person were joined: the stricter agreement stays")
    LEFT = "left", _("the organization left the network")


class Light(TextChoices):
    """What an agreement is worth at a moment: the one table that every reader is judged by."""

    OPEN = "open", _("agreed")
    MASKED = "masked", _("spoken, waits for the person to confirm")
    ASKED = "asked", _("asked, waits for the person")
    DARK = "dark", _("gives nothing to read")
