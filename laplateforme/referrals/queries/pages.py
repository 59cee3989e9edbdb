"""What the pages of hand-overs show."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from laplateforme.core.dates import hour_in_words, in_words
from laplateforme.core.models import JournalEntry
from laplateforme.network.models import Network
from laplateforme.offers.queries.words import State
from laplateforme.projects.models import Project
from laplateforme.projects.models.desks import bodies_of
from laplateforme.referrals.enums import EventKind, Outcome, ReferralStatus, RefusalReason
from laplateforme.referrals.models import Referral, ReferralEvent, ReferralMessage
from laplateforme.vocabulary.enums import Theme

HANDOVER_READ = "hand-over read"
RELATED = ("sender", "receiver", "need", "offer", "network", "project__commune", "next_offer__organization", "sent_by")
MOST = 100
SHOWN = (
    *("status", "asked_at", "sent_at", "answered_at", "outcome_receiver", "sender_id", "receiver_id", "need__theme"),
    *("offer__name", *(f"{side}__{name}" for side in ("sender", "receiver") for name in ("name", "short_name"))),
)
_S = ReferralStatus


@dataclass(frozen=True)
class Row:
    """One hand-over in a list: no name, since a list is not a file that one opens."""

    url: str
    title: str
    text: str
    state: State


@dataclass(frozen=True)
class Moment:
    """One dated fact, in words."""

    day: str
    words: str
    text: str = ""


@dataclass(frozen=True)
class Lists:
    to_answer: list[Row] = field(default_factory=list)
    received: list[Row] = field(default_factory=list)
    sent: list[Row] = field(default_factory=list)
    over: list[Row] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.to_answer or self.received or self.sent or self.over)


def due_of(referral: Referral) -> datetime | None:
    """When a hand-over without an answer ends."""
    return referral.sent_at and referral.sent_at + timedelta(days=settings.LP_REFERRAL_EXPIRY_DAYS)


def may_undo(referral: Referral, at: datetime) -> bool:
    """It has just left, and its receiver has not been told."""
    if referral.status != _S.SENT or referral.sent_at is None or referral.told_at is not None:
        return False
    return at - referral.sent_at <= timedelta(seconds=settings.LP_REFERRAL_UNDO_SECONDS)


def state_of(referral: Referral) -> State:
    """A shape and a word."""
    status = ReferralStatus(referral.status)
    due = due_of(referral)
    if status in (_S.SENT, _S.SEEN) and due is not None:
        return State("wait", _("Answer expected by %(day)s") % {"day": in_words(due)}, "clock")
    words = str(status.label)
    kinds = {
        _S.CONSENT_PENDING: ("wait", "clock"), _S.ON_HOLD: ("wait", "speech"), _S.ACCEPTED: ("ok", ""),
        _S.IN_PROGRESS: ("ok", "half"), _S.CLOSED: ("ok", "clover"), _S.DECLINED: ("no", "cross"),
        _S.EXPIRED: ("no", "hole"),
    }  # fmt: skip
    kind, shape = kinds.get(status, ("plain", ""))
    if status == _S.CLOSED and referral.outcome_receiver:
        words = str(Outcome(referral.outcome_receiver).label)
        if referral.outcome_receiver not in (Outcome.HELPED, Outcome.PARTLY_HELPED):
            kind, shape = "plain", ""
    if status == _S.ON_HOLD:
        words = str(_("a question waits"))
    return State(kind, words[:1].upper() + words[1:], shape)


def row_of(referral: Referral, *, is_receiver: bool) -> Row:
    other = referral.sender if is_receiver else referral.receiver
    title = _("From %(name)s: %(need)s") if is_receiver else _("To %(name)s: %(need)s")
    need = str(Theme(referral.need.theme).label)
    text = referral.reference if not referral.offer else f"{referral.reference}. {referral.offer.name}"
    return Row(referral.get_absolute_url(), title % {"name": other.called, "need": need}, text, state_of(referral))


def lists_of(user: Any, network: Network) -> Lists:
    """What waits for an answer of one's organization, what it has received and sent, what is over. Five queries."""
    mine = set(bodies_of(user, network))
    rows = Referral.objects.filter(network=network).select_related("sender", "receiver", "need", "offer").only(*SHOWN)
    received = _received(rows, mine)
    sent = rows.filter(sender__in=mine).exclude(status=_S.ENTERED_IN_ERROR)
    over = [_S.CLOSED, _S.DECLINED, _S.CANCELLED, _S.EXPIRED, _S.REROUTED]
    ended = rows.filter(Q(pk__in=received.values("pk")) | Q(pk__in=sent.values("pk")), status__in=over)
    return Lists(
        to_answer=_rows(received.filter(status__in=_S.UNANSWERED).order_by("sent_at"), mine),
        received=_rows(received.filter(status__in=[_S.ACCEPTED, _S.IN_PROGRESS]).order_by("-answered_at"), mine),
        sent=_rows(sent.filter(status__in=_S.OPEN).order_by("-asked_at"), mine),
        over=_rows(ended.order_by("-updated_at"), mine),
    )


def _received(rows: QuerySet[Referral], mine: set[Any]) -> QuerySet[Referral]:
    hidden = [_S.CONSENT_PENDING, _S.ENTERED_IN_ERROR]
    return rows.filter(receiver__in=mine, sent_at__isnull=False).exclude(status__in=hidden)


def _rows(rows: QuerySet[Referral], mine: set[Any]) -> list[Row]:
    return [row_of(one, is_receiver=one.receiver_id in mine) for one in rows[:MOST]]


def of_project(project: Project) -> list[Referral]:
    """Every hand-over of a project, newest first, save those sent by mistake."""
    rows = Referral.objects.filter(project=project).exclude(status=_S.ENTERED_IN_ERROR)
    return list(rows.select_related(*RELATED).order_by("-asked_at"))


def moments_of(referral: Referral) -> list[Moment]:
    """The dated facts and the words between the two sides, oldest first."""
    names = {referral.sender_id: referral.sender.called, referral.receiver_id: referral.receiver.called}
    facts = list(ReferralEvent.objects.filter(referral=referral).order_by("at", "pk"))
    said = list(ReferralMessage.objects.filter(referral=referral).order_by("said_at", "pk"))
    told: dict[str, list[ReferralMessage]] = {}
    for one in said:
        told.setdefault(one.kind, []).append(one)
    found = []
    for fact in facts:
        words, text = _fact_words(fact, names.get(fact.organization_id, ""), told)
        if words:
            found.append(Moment(in_words(fact.at), words, text))
    return found


def _fact_words(fact: ReferralEvent, name: str, told: dict[str, list[ReferralMessage]]) -> tuple[str, str]:
    """What is said of one fact; "" for what another line says already."""
    kinds = {EventKind.ASKED: "question", EventKind.REPLIED: "reply", EventKind.DATED: "date"}
    if fact.kind in kinds:
        one = told.get(kinds[EventKind(fact.kind)], [None]).pop(0) if told.get(kinds[EventKind(fact.kind)]) else None
        return _said_words(EventKind(fact.kind), name, one)
    simple = {
        EventKind.REMINDED: _("The receiver was reminded."),
        EventKind.WARNED: _("Both sides were told that it ends soon."),
        EventKind.DATE_SUITS: _("%(name)s: the date suits.") % {"name": name or _("The person themselves")},
        EventKind.DATE_DECLINED: _("%(name)s: the date does not suit.") % {"name": name or _("The person themselves")},
        EventKind.REOWNED: _("Somebody else follows it in the organization that sends."),
        EventKind.PROPOSED: _("Somebody else was proposed."),
        EventKind.GAP: _("Nobody answers this need today: it is counted, without a person."),
    }
    if fact.kind in simple:
        return simple[EventKind(fact.kind)], ""
    if fact.kind != EventKind.MOVED:
        return "", ""
    words = _move_words(ReferralStatus(fact.after)) % {"name": name}
    reason = str(RefusalReason(fact.reason).label) if fact.reason in RefusalReason.values else ""
    if fact.reason in Outcome.values and fact.after == _S.CLOSED:
        reason = str(Outcome(fact.reason).label)
    return words, reason[:1].upper() + reason[1:]


def _said_words(kind: EventKind, name: str, message: ReferralMessage | None) -> tuple[str, str]:
    text = message.text if message else ""
    if kind == EventKind.ASKED:
        return _("%(name)s asks a question.") % {"name": name}, text
    if kind == EventKind.REPLIED:
        return _("%(name)s replies.") % {"name": name}, text
    if message is None or message.starts_at is None:
        return _("%(name)s proposes a date.") % {"name": name}, text
    when = {"name": name, "day": in_words(message.starts_at), "hour": hour_in_words(message.starts_at)}
    return _("%(name)s proposes %(day)s, %(hour)s.") % when, text


def _move_words(after: ReferralStatus) -> str:
    return {
        _S.CONSENT_PENDING: _("Prepared by %(name)s; it waits for the person to agree."),
        _S.SENT: _("Sent by %(name)s."),
        _S.SEEN: _("Looked at by %(name)s."),
        _S.ON_HOLD: _("%(name)s needs to know more."),
        _S.ACCEPTED: _("%(name)s says yes."),
        _S.IN_PROGRESS: _("%(name)s has begun."),
        _S.CLOSED: _("%(name)s says that it is over."),
        _S.DECLINED: _("%(name)s cannot."),
        _S.CANCELLED: _("Taken back."),
        _S.EXPIRED: _("It ended without an answer."),
        _S.REROUTED: _("Passed to another organization."),
        _S.ENTERED_IN_ERROR: _("Taken back at once."),
    }[after]


def last_reading(referral: Referral) -> datetime | None:
    """When the receiver last opened it."""
    rows = JournalEntry.objects.filter(
        subject_kind=Referral._meta.label_lower, subject_id=str(referral.pk), verb=HANDOVER_READ
    )
    return rows.order_by("-at").values_list("at", flat=True).first()
