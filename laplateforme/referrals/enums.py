"""Words of this room: the life of a hand-over is a table."""

from enum import nonmember

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

ANSWER = "referrals.answer"  # what a link to a hand-over is signed for
CAPACITY = "referrals.capacity"  # what a link to a question about capacity is signed for


class ReferralStatus(TextChoices):
    """Where a hand-over stands. OPEN ones wait for somebody; one at most for a project, a need and a receiver."""

    CONSENT_PENDING = "consent_pending", _("waits for the person to agree")
    SENT = "sent", pgettext_lazy("referral", "sent")
    SEEN = "seen", _("seen")
    ON_HOLD = "on_hold", _("on hold")
    ACCEPTED = "accepted", pgettext_lazy("referral", "accepted")
    IN_PROGRESS = "in_progress", _("under way")
    CLOSED = "closed", _("closed")
    DECLINED = "declined", _("declined")
    CANCELLED = "cancelled", pgettext_lazy("referral", "cancelled")
    EXPIRED = "expired", _("expired without an answer")
    REROUTED = "rerouted", _("passed to another organization")
    ENTERED_IN_ERROR = "entered_in_error", _("sent by mistake")

    UNANSWERED = nonmember(("sent", "seen", "on_hold"))
    TO_NOTHING = nonmember(("declined", "cancelled", "expired", "rerouted", "entered_in_error"))
    OPEN = nonmember(("consent_pending", "sent", "seen", "on_hold", "accepted", "in_progress"))


UNDER_WAY = (ReferralStatus.ACCEPTED, ReferralStatus.IN_PROGRESS)
_S = ReferralStatus
_GONE = {_S.CANCELLED, _S.REROUTED}
ALLOWED_MOVES: dict[ReferralStatus, set[ReferralStatus]] = {
    _S.CONSENT_PENDING: {_S.SENT, _S.EXPIRED, *_GONE},
    _S.SENT: {_S.SEEN, _S.ON_HOLD, _S.ACCEPTED, _S.DECLINED, _S.EXPIRED, _S.ENTERED_IN_ERROR, *_GONE},
    _S.SEEN: {_S.ON_HOLD, _S.ACCEPTED, _S.DECLINED, _S.EXPIRED, *_GONE},
    _S.ON_HOLD: {_S.ACCEPTED, _S.DECLINED, _S.EXPIRED, *_GONE},
    _S.ACCEPTED: {_S.IN_PROGRESS, _S.CLOSED, *_GONE},
    _S.IN_PROGRESS: {_S.CLOSED, *_GONE},
    _S.CLOSED: set(),
    _S.DECLINED: set(),
    _S.CANCELLED: set(),
    _S.EXPIRED: set(),
    _S.REROUTED: set(),
    _S.ENTERED_IN_ERROR: set(),
}


class RefusalReason(TextChoices):
    """Why not, in words that the person reads too."""

    FULL = "full", _("no place for the moment")
    WRONG_STAGE = "wrong_stage", _("too early or too late for what we do")
    WRONG_FUNCTION = "wrong_function", _("this is not what we do")
    OUTSIDE_TERRITORY = "outside_territory", _("outside our territory")
    CONDITIONS = "conditions", _("our conditions are not met")
    ASSESSMENT = "assessment", _("something has to be looked at first")
    NOT_REACHABLE = "not_reachable", _("the person could not be reached")
    DID_NOT_COME = "did_not_come", _("the person did not come")
    UNAVAILABLE_JOB = "unavailable_job", _("the person has found a job")
    UNAVAILABLE_TRAINING = "unavailable_training", _("the person is in training")
    MOBILITY = "mobility", _("too far to travel")
    NOT_INTERESTED = "not_interested", _("the person prefers something else")
    OTHER_OBSTACLE = "other_obstacle", _("something else has to be solved first")
    DUPLICATE = "duplicate", _("already supported by us")
    OTHER = "other", _("another reason")


class Outcome(TextChoices):
    """What came of it, said by the receiver and by the person, apart."""

    HELPED = "helped", _("helped")
    PARTLY_HELPED = "partly_helped", _("partly helped")
    NO_HELP_AVAILABLE = "no_help_available", _("no help was available")
    NOT_REACHABLE = "not_reachable", _("could not be reached")
    HOLDER_WITHDREW = "holder_withdrew", _("the person gave up this way")
    REORIENTED = "reoriented", _("passed to somebody else")
    UNKNOWN = "unknown", _("not known")


class EventKind(TextChoices):
    """A dated fact about a hand-over."""

    MOVED = "moved", _("moved")
    REMINDED = "reminded", _("reminded")
    WARNED = "warned", _("both sides were warned")
    OUTCOME_RECEIVER = "outcome_receiver", _("outcome said by the receiver")
    OUTCOME_PERSON = "outcome_person", _("outcome said by the person")
    ASKED = "asked", _("a question was asked")
    REPLIED = "replied", _("a question was answered")
    DATED = "dated", _("a date was proposed")
    REOWNED = "reowned", _("followed by somebody else")
    DATE_SUITS = "date_suits", _("the date suits")
    DATE_DECLINED = "date_declined", _("the date does not suit")
    PROPOSED = "proposed", _("somebody else was proposed")
    GAP = "gap", _("nobody today")


class MessageKind(TextChoices):
    """What the two organizations say to each other about a hand-over."""

    QUESTION = "question", _("question")
    REPLY = "reply", _("reply")
    DATE = "date", _("date proposed")


class DateAnswer(TextChoices):
    """What the person, or whoever sent them, says of a proposed date."""

    SUITS = "suits", _("the date suits")
    DECLINED = "declined", _("the date does not suit")
