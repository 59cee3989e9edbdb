"""What waits for somebody about hand-overs, for "À faire": no name, one button a line."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from laplateforme.core.dates import add_working_days, in_words
from laplateforme.network.models import Network
from laplateforme.offers.queries.words import State
from laplateforme.projects.models.desks import bodies_of
from laplateforme.referrals.enums import ReferralStatus
from laplateforme.referrals.models import CapacityQuestion, Referral
from laplateforme.referrals.queries.pages import due_of
from laplateforme.vocabulary.enums import Theme

LATE, WEEK, INFORMATION = "late", "week", "information"
MOST = 20
LONG = timedelta(days=60)  # under way for so long: how does it go?
_S = ReferralStatus
# Lists read what their words need: an organization and an offer hold long texts.
SHOWN = (
    *("status", "sent_at", "answered_at", "closed_at", "project_id", "refusal", "need__theme", "next_offer__name"),
    *(f"{side}__{name}" for side in ("sender", "receiver") for name in ("name", "short_name")),
)


@dataclass(frozen=True)
class Waiting:
    """One line."""

    urgency: str
    title: str
    url: str
    text: str
    status: State
    action_label: str
    action_url: str = ""
    is_post: bool = False


def waiting_for(user: Any, network: Network, at: datetime) -> list[Waiting]:
    """Six queries at most, one for whoever keeps no file."""
    mine = bodies_of(user, network)
    if not mine:
        return []
    rows = (
        Referral.objects.filter(network=network).select_related("sender", "receiver", "need", "next_offer").only(*SHOWN)
    )
    return [
        *(_to_answer(one, at) for one in rows.filter(receiver__in=mine, status__in=[_S.SENT, _S.SEEN])
          .order_by("sent_at")[:MOST]),
        *(_to_reply(one) for one in rows.filter(sender__in=mine, status=_S.ON_HOLD).order_by("sent_at")[:MOST]),
        *(_to_pass_on(one) for one in _without_follower(rows, mine, at)[:MOST]),
        *(_to_close(one) for one in rows.filter(receiver__in=mine, status__in=[_S.ACCEPTED, _S.IN_PROGRESS],
          answered_at__lte=at - LONG).order_by("answered_at")[:MOST]),
        *(_capacity(one) for one in CapacityQuestion.objects.open()
          .filter(network=network, offer__organization__in=mine).select_related("offer", "asker")
          .order_by("asked_at")[:MOST]),
        *(_accepted(one) for one in rows.filter(sender__in=mine, status=_S.ACCEPTED,
          answered_at__gt=at - timedelta(days=7)).order_by("-answered_at")[:MOST]),
    ]  # fmt: skip


def _without_follower(rows: Any, mine: list[Any], at: datetime) -> Any:
    """Refused or ended lately, and nobody has been asked since for the same need."""
    lately = rows.filter(
        sender__in=mine, status__in=[_S.DECLINED, _S.EXPIRED], closed_at__gt=at - LONG, need__met_at__isnull=True
    )
    return lately.exclude(need__in=Referral.objects.open().filter(sender__in=mine).values("need")).order_by("closed_at")


def _need(referral: Referral) -> str:
    return str(Theme(referral.need.theme).label)


def _to_answer(referral: Referral, at: datetime) -> Waiting:
    assert referral.sent_at is not None
    late = add_working_days(referral.sent_at, 5) < at
    due = due_of(referral)
    words = _("Waits since %(day)s") if late else _("Received on %(day)s")
    state = State("no" if late else "wait", words % {"day": in_words(referral.sent_at)}, "" if late else "clock")
    return Waiting(
        LATE if late else WEEK,
        _("A hand-over from %(sender)s: %(need)s") % {"sender": referral.sender.called, "need": _need(referral)},
        referral.get_absolute_url(),
        _("%(reference)s. Without an answer it ends on %(day)s.")
        % {"reference": referral.reference, "day": in_words(due) if due else ""},
        state,
        _("Answer"),
    )


def _to_reply(referral: Referral) -> Waiting:
    return Waiting(
        WEEK,
        _("%(receiver)s asks a question: %(need)s") % {"receiver": referral.receiver.called, "need": _need(referral)},
        referral.get_absolute_url(),
        _("%(reference)s waits for your reply.") % {"reference": referral.reference},
        State("wait", _("A question"), "speech"),
        _("Reply"),
    )


def _to_pass_on(referral: Referral) -> Waiting:
    words = {"receiver": referral.receiver.called, "need": _need(referral)}
    title = (
        _("%(receiver)s cannot: %(need)s")
        if referral.status == _S.DECLINED
        else _("No answer from %(receiver)s: %(need)s")
    )
    start = reverse("referrals:relay", args=[referral.project_id])
    address = f"{start}?besoin={referral.need.theme}&suite={referral.pk}"
    if referral.next_offer is not None:
        text = _("Another possibility: “%(offer)s”.") % {"offer": referral.next_offer.name}
        label = _("Pass the relay")
    else:
        text, label = _("Nobody answers this need today. Tell the person, and look together."), _("See")
        address = referral.get_absolute_url()
    state = State("no", str(referral.get_refusal_display()).capitalize() or _("No answer"), "cross")
    return Waiting(WEEK, title % words, referral.get_absolute_url(), text, state, label, address)


def _to_close(referral: Referral) -> Waiting:
    title = _("How does it go? %(sender)s, %(need)s") % {"sender": referral.sender.called, "need": _need(referral)}
    day = in_words(referral.answered_at) if referral.answered_at else ""
    text = _("%(reference)s. Say what came of it, the person reads it.") % {"reference": referral.reference}
    state = State("info", _("Accepted on %(day)s") % {"day": day}, "half")
    return Waiting(INFORMATION, title, referral.get_absolute_url(), text, state, _("Say"))


def _capacity(question: CapacityQuestion) -> Waiting:
    words = {"asker": question.asker.called, "offer": question.offer.name}
    return Waiting(
        WEEK,
        _("Have you a place? “%(offer)s”") % words,
        reverse("referrals:capacity", args=[question.pk]),
        _("%(asker)s asks, without a word about a person.") % words,
        State("wait", in_words(question.asked_at), "speech"),
        _("Answer"),
    )


def _accepted(referral: Referral) -> Waiting:
    words = {"receiver": referral.receiver.called, "need": _need(referral)}
    day = in_words(referral.answered_at) if referral.answered_at else ""
    return Waiting(
        INFORMATION, _("%(receiver)s says yes: %(need)s") % words, referral.get_absolute_url(), referral.reference,
        State("ok", day), _("See"),
    )  # fmt: skip
