"""What this room adds to the pages of the room of projects: the sheet, the person's own page, what they download."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from laplateforme.core.dates import hour_in_words, in_words
from laplateforme.offers.models import Offer
from laplateforme.offers.queries.words import State
from laplateforme.projects.models import Holder, Project
from laplateforme.projects.models.desks import desks_of
from laplateforme.projects.queries.parts import Part
from laplateforme.referrals.enums import DateAnswer, MessageKind, Outcome, ReferralStatus
from laplateforme.referrals.models import Referral, ReferralMessage
from laplateforme.referrals.queries.dates import may_answer
from laplateforme.referrals.queries.pages import RELATED, due_of, of_project, row_of, state_of

_S = ReferralStatus
ASKED_OF_PEOPLE = (Outcome.HELPED, Outcome.PARTLY_HELPED, Outcome.NO_HELP_AVAILABLE, Outcome.NOT_REACHABLE)


@dataclass(frozen=True)
class OwnLine:
    """One hand-over as the person reads it: what was asked of whom, and what is expected from whom by when."""

    referral: Referral
    title: str
    state: State
    expected: str
    words: str
    next_offer: Offer | None
    is_dead_end: bool
    receiver_says: str
    person_says: str
    may_say: bool
    date: ReferralMessage | None  # to answer, or to answer otherwise


def sheet_part(project: Project, user: Any, at: datetime) -> Part | None:
    """On the sheet of whoever keeps the file: to whom it was handed on, and the way to pass the relay."""
    mine = desks_of(user).filter(network=project.network_id, organization=project.organization_id)
    if not mine.exists():
        return None
    rows = [row_of(one, is_receiver=False) for one in of_project(project)]
    return Part("referrals/_on_sheet.html", {"project": project, "rows": rows}, place=1)


def own_part(holder: Holder, token: str, at: datetime) -> Part | None:
    """On the person's page; nothing as long as nothing was handed on."""
    rows = Referral.objects.filter(project__holders=holder).exclude(
        status__in=[_S.ENTERED_IN_ERROR, _S.CANCELLED, _S.REROUTED]
    )
    found = list(rows.select_related(*RELATED).order_by("-asked_at"))
    if not found:
        return None
    dates: dict[Any, ReferralMessage] = {}
    said = ReferralMessage.objects.filter(referral__in=[one.pk for one in found], kind=MessageKind.DATE)
    for one in said.order_by("said_at"):
        dates[one.referral_id] = one
    lines = [_own_line(one, dates.get(one.pk), at) for one in found]
    outcomes = [(outcome.value, outcome.label) for outcome in ASKED_OF_PEOPLE]
    return Part("referrals/_on_own_page.html", {"lines": lines, "token": token, "outcomes": outcomes}, place=1)


def _own_line(referral: Referral, date: ReferralMessage | None, at: datetime) -> OwnLine:
    ended = referral.status in (_S.DECLINED, _S.EXPIRED)
    over = referral.status in (_S.CLOSED, _S.DECLINED, _S.EXPIRED)
    return OwnLine(
        referral=referral,
        title=referral.receiver.called,
        state=_state_for_the_person(referral),
        expected=_expected(referral, date),
        words=referral.answer_words,
        next_offer=referral.next_offer if ended else None,
        is_dead_end=ended and referral.next_offer is None,
        receiver_says=_label(referral.outcome_receiver),
        person_says=_label(referral.outcome_person),
        may_say=over and referral.status == _S.CLOSED and not referral.outcome_person,
        date=date if may_answer(referral, date, at) else None,
    )


def _state_for_the_person(referral: Referral) -> State:
    """As the two sides read it, except where it would speak of the person to themselves."""
    if referral.status == _S.CONSENT_PENDING:
        return State("wait", _("Waits for your agreement"), "clock")
    return state_of(referral)


def _label(code: str) -> str:
    return str(Outcome(code).label) if code else ""


def _expected(referral: Referral, date: ReferralMessage | None) -> str:
    """What is expected from whom by when."""
    receiver, sender = referral.receiver.called, referral.sender.called
    due = due_of(referral)
    if referral.status == _S.CONSENT_PENDING:
        return _("Your agreement is expected, above. Nothing leaves before.")
    if referral.status in (_S.SENT, _S.SEEN) and due is not None:
        return _("%(name)s answers by %(day)s. Without an answer, we look elsewhere.") % {
            "name": receiver, "day": in_words(due),
        }  # fmt: skip
    if referral.status == _S.ON_HOLD:
        return _("%(receiver)s asked a question. %(sender)s replies.") % {"receiver": receiver, "sender": sender}
    if date is not None and date.starts_at is not None and referral.status in (_S.ACCEPTED, _S.IN_PROGRESS):
        words = {
            "": _("%(name)s proposes to meet you on %(day)s, %(hour)s."),
            DateAnswer.SUITS.value: _("You meet %(name)s on %(day)s, %(hour)s."),
            DateAnswer.DECLINED.value: _("%(day)s, %(hour)s does not suit: %(name)s proposes another date."),
        }[date.answer]
        return words % {
            "name": receiver, "day": in_words(date.starts_at), "hour": hour_in_words(date.starts_at),
        }  # fmt: skip
    if referral.status in (_S.ACCEPTED, _S.IN_PROGRESS):
        return _("%(name)s has said yes and contacts you.") % {"name": receiver}
    return ""


def data_of(project: Project) -> dict[str, Any]:
    """What the person downloads."""
    messages: dict[Any, list[dict[str, Any]]] = {}
    for one in ReferralMessage.objects.filter(referral__project=project).order_by("said_at"):
        messages.setdefault(one.referral_id, []).append(
            {"at": one.said_at.isoformat(), "kind": one.kind, "text": one.text,
             "date": one.starts_at.isoformat() if one.starts_at else None, "answer": one.answer}
        )  # fmt: skip
    return {
        "hand_overs": [
            {
                "reference": one.reference,
                "from": one.sender.name,
                "to": one.receiver.name,
                "need": str(one.need.get_theme_display()),
                "why": one.why,
                "asked_at": one.asked_at.isoformat(),
                "status": str(one.get_status_display()),
                "refusal": str(one.get_refusal_display()) if one.refusal else "",
                "answer": one.answer_words,
                "outcome_said_by_them": _label(one.outcome_receiver),
                "outcome_said_by_you": _label(one.outcome_person),
                "messages": messages.get(one.pk, []),
            }
            for one in of_project(project)
        ]
    }
