"""The daily deed: reminders, a warning to both sides, an end with a gap. Never the same step twice."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from laplateforme.core.dates import add_working_days
from laplateforme.network.models import Network
from laplateforme.projects.models import Project
from laplateforme.referrals import emails
from laplateforme.referrals.actions.answer import propose_next
from laplateforme.referrals.actions.moves import locked, move, note_fact
from laplateforme.referrals.actions.sending import send_waiting
from laplateforme.referrals.enums import EventKind, ReferralStatus
from laplateforme.referrals.models import Referral, ReferralMessage
from laplateforme.referrals.queries.letters import letters_of
from laplateforme.referrals.tasks import tell_now


@dataclass(frozen=True)
class Tended:
    """How many of each."""

    sent: int
    reminded: int
    warned: int
    expired: int
    told: int = 0
    people_asked: int = 0
    letters: int = 0


def steps_due(sent_at: datetime, at: datetime) -> int:
    """How many of the three steps (two reminders, a warning) are due."""
    moments = [
        add_working_days(sent_at, settings.LP_REFERRAL_FIRST_REMINDER_WORKING_DAYS),
        sent_at + timedelta(days=settings.LP_REFERRAL_SECOND_REMINDER_DAYS),
        sent_at + timedelta(days=settings.LP_REFERRAL_WARNING_DAYS),
    ]
    return sum(moment <= at for moment in moments)


def tend_referrals(*, at: datetime) -> Tended:
    """Sends what the person agreed to, reminds, warns, ends. Each hand-over is its own transaction."""
    since = at
    sent = send_waiting(at=at)
    counts = {"reminded": 0, "warned": 0, "expired": 0}
    for pk in Referral.objects.unanswered().order_by("sent_at").values_list("pk", flat=True):
        with transaction.atomic():
            if done := _tend(locked(Referral(pk=pk)), at):
                counts[done] += 1
    late = at - timedelta(minutes=5)  # whose message was lost with its worker
    told = sum(tell_now(pk) for pk in _keys(Referral.objects.unanswered().filter(told_at=None, sent_at__lte=late)))
    return Tended(sent, **counts, told=told, people_asked=_ask_people(at), letters=_write_letters(at, since=since))


def _keys(rows: "object") -> list[UUID]:
    return list(rows.values_list("pk", flat=True))  # type: ignore[attr-defined]


def _ask_people(at: datetime) -> int:
    """Some days after the end, the people of the project say what came of it: asked once."""
    before = at - timedelta(days=settings.LP_REFERRAL_ASK_PERSON_DAYS)
    over = Referral.objects.filter(
        status=ReferralStatus.CLOSED, closed_at__lte=before, person_asked_at=None, outcome_person=""
    )
    count = 0
    for pk in _keys(over):
        with transaction.atomic():
            referral = locked(Referral(pk=pk))
            Referral.objects.filter(pk=pk).update(person_asked_at=at)
            count += emails.queue_outcome_asked(referral)
    return count


def _write_letters(at: datetime, *, since: datetime) -> int:
    """One letter for each reader of each network with what was reminded, warned of or ended since `since`."""
    count = 0
    for network in Network.objects.all():
        for to, lines in letters_of(network, since=since).items():
            emails.queue_digest(network, to, lines, at)
            count += 1
    return count


def _tend(referral: Referral, at: datetime) -> str:
    if referral.status not in ReferralStatus.UNANSWERED or referral.sent_at is None:
        return ""
    if referral.sent_at + timedelta(days=settings.LP_REFERRAL_EXPIRY_DAYS) <= at:
        referral.closed_at = at
        move(referral, to=ReferralStatus.EXPIRED, by=None, at=at, organization=None)
        propose_next(referral, at)
        emails.queue_expired(referral)
        return "expired"
    due = steps_due(referral.sent_at, at)
    if due <= referral.reminders:
        return ""
    referral.reminders = due
    referral.version += 1
    referral.save(update_fields=["reminders", "version", "updated_at"])
    kind = EventKind.WARNED if due == 3 else EventKind.REMINDED
    note_fact(referral, kind, at=at, after=str(due))
    return "warned" if due == 3 else "reminded"


def forget_words(project: Project) -> None:
    """A project is made anonymous: the facts stay, the words go."""
    rows = Referral.objects.filter(project=project)
    ReferralMessage.objects.filter(referral__in=rows).delete()
    rows.update(why="", answer_words="")
