"""Words of this room."""

from enum import nonmember

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OccasionKind(TextChoices):
    FAIR = "fair", _("fair")
    MEETING = "meeting", _("professional meeting")
    OPEN_DAY = "open_day", _("open day")
    LEAFLETS = "leaflets", _("leaflet round")


class OccasionStatus(TextChoices):
    """Proposed by anybody, decided by the network; one that was accepted may be called off."""

    PROPOSED = "proposed", _("proposed")
    ACCEPTED = "accepted", _("we go")
    DECLINED = "declined", _("we do not go")
    CANCELLED = "cancelled", _("called off")


class DutyStatus(TextChoices):
    """Asked is not taken: only the person says yes, and they may step back."""

    ASKED = "asked", _("asked")
    TAKEN = "taken", _("comes")
    DECLINED = "declined", _("cannot come")
    LEFT = "left", _("stepped back")
    ABSENT = "absent", _("did not come")

    STANDING = nonmember(("asked", "taken"))  # those that fill a place or may still fill it


class AmbassadorClosing(TextChoices):
    """Why a person with a project does not tell it after all."""

    WITHDRAWN = "withdrawn", _("withdrawn by the person")
    REFUSED = "refused", _("refused by the person")
    MOVED = "moved", _("the hour has changed: asked again")
    ERASED = "erased", _("the person erased everything")


class KeyState(TextChoices):
    CURRENT = "current", _("seals and opens")
    RETIRED = "retired", _("opens only")


class EnvelopeState(TextChoices):
    OPENED = "opened", _("opened: one contact")
    ASIDE = "aside", _("kept aside, sealed")


class ContactState(TextChoices):
    OPEN = "open", pgettext_lazy("contact", "to follow")
    CLOSED = "closed", pgettext_lazy("contact", "no more to do")


class GivenBy(TextChoices):
    """Who held the pen."""

    SPOKEN = "spoken", _("words read aloud at the stand")
    SCREEN = "screen", _("the person, on their own telephone")


class Spoken(TextChoices):
    """What an agreement is worth at a moment."""

    OPEN = "open", _("confirmed by the person")
    MASKED = "masked", _("spoken, to be confirmed by the person")
    LAPSED = "lapsed", _("never confirmed: nobody calls")
    ERASED = "erased", _("erased")


class HeardState(TextChoices):
    """Words that somebody said, without a name: kept by whoever noted them, read again before all read them."""

    KEPT = "kept", _("waits to be read again")
    RELEASED = "released", pgettext_lazy("words", "shown in the report")
    LEFT_OUT = "left_out", pgettext_lazy("words", "left out")
