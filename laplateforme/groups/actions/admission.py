"""A structure asks to join; the members say; whoever is welcome receives all they need in one act."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from laplateforme.accounts.models import User
from laplateforme.core import journal
from laplateforme.core.text import clean_text
from laplateforme.groups import emails
from laplateforme.groups.actions.group import UnableToAddMember, add_member
from laplateforme.groups.enums import AdmissionMode, AdmissionStatus, Voice
from laplateforme.groups.models import Admission, AdmissionVoice, GroupMember, WorkingGroup
from laplateforme.network.models import Organization


class UnableToAsk(Exception):
    """Asked already, a member already, or the group takes nobody in."""


class UnableToDecide(Exception):
    """It is decided already, or not yet time."""


@transaction.atomic
def ask_to_join(
    *, group: WorkingGroup, user: User, at: datetime, organization: Organization | None = None, words: str = ""
) -> Admission:
    """The members are told, and have some days to answer. Raises UnableToAsk."""
    if not group.is_open or GroupMember.objects.current().filter(group=group, user=user).exists():
        raise UnableToAsk(group.pk)
    try:
        with transaction.atomic():
            admission = Admission.objects.create(
                group=group, user=user, organization=organization, words=clean_text(words), mode=group.admission,
                asked_at=at, closes_at=at + timedelta(days=group.admission_days),
            )  # fmt: skip
    except IntegrityError:
        raise UnableToAsk(group.pk) from None
    for member in GroupMember.objects.current().filter(group=group).select_related("user"):
        emails.queue_admission(admission, member)
    _record("admission asked", admission, at, user)
    return admission


@transaction.atomic
def say_about(
    *, admission: Admission, member: GroupMember, voice: str, at: datetime, reason: str = ""
) -> AdmissionVoice:
    """What a member says; said again, it replaces. Raises UnableToDecide once it is decided."""
    if _locked(admission).status != AdmissionStatus.ASKED:
        raise UnableToDecide(admission.status)
    row, _ = AdmissionVoice.objects.update_or_create(
        admission=admission, member=member, defaults={"voice": voice, "reason": clean_text(reason)}
    )
    return row


def outcome(admission: Admission, at: datetime) -> str:
    """What the voices come to: accepted, refused, or still asked. Pure arithmetic on what was said.

    Consent: nobody objects until the last day; everybody agreeing shortens it. Vote: more in favor than against on the
    last day, or as soon as everybody spoke.
    """
    voices = list(admission.voices.values_list("voice", flat=True))
    agree, object_ = voices.count(Voice.AGREE), voices.count(Voice.OBJECT)
    people = GroupMember.objects.current().filter(group=admission.group).count()
    is_over = at >= admission.closes_at or len(voices) >= people > 0
    if not is_over:
        return AdmissionStatus.ASKED
    if admission.mode == AdmissionMode.CONSENT:
        return AdmissionStatus.REFUSED if object_ else AdmissionStatus.ACCEPTED
    return AdmissionStatus.ACCEPTED if agree > object_ else AdmissionStatus.REFUSED


@transaction.atomic
def decide(*, admission: Admission, at: datetime, by: User | None) -> Admission:
    """Draws the conclusion of what was said. Raises UnableToDecide while it is too early or once it is done."""
    row = _locked(admission)
    status = outcome(row, at)
    if row.status != AdmissionStatus.ASKED or status == AdmissionStatus.ASKED:
        raise UnableToDecide(row.status)
    row.status, row.decided_at = status, at
    row.version += 1
    row.save()
    _record(f"admission {status}", row, at, by)
    if status == AdmissionStatus.ACCEPTED:
        try:
            add_member(group=row.group, user=row.user, organization=row.organization, at=at, by=by)
        except UnableToAddMember:  # came in by another door meanwhile
            return row
    else:
        emails.queue_admission_refused(row)
    return row


@transaction.atomic
def take_back_admission(*, admission: Admission, at: datetime, by: User) -> Admission:
    row = _locked(admission)
    if row.status != AdmissionStatus.ASKED:
        raise UnableToDecide(row.status)
    row.status, row.decided_at = AdmissionStatus.WITHDRAWN, at
    row.version += 1
    row.save()
    _record("admission taken back", row, at, by)
    return row


def close_admissions(*, at: datetime) -> int:
    """Decides those whose last day has come. Returns how many."""
    count = 0
    for admission in Admission.objects.filter(status=AdmissionStatus.ASKED, closes_at__lte=at):
        decide(admission=admission, at=at, by=None)
        count += 1
    return count


def _locked(admission: Admission) -> Admission:
    rows = Admission.objects.select_for_update(of=("self",)).select_related("group__network", "user", "organization")
    return rows.get(pk=admission.pk)


def _record(verb: str, admission: Admission, at: datetime, by: User | None) -> None:
    journal.record(
        verb, at=at, actor_id=by.pk if by else None, subject=admission, network_id=admission.group.network_id
    )  # fmt: skip
