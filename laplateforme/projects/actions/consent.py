"""Agreements: taken, confirmed, widened, refused, withdrawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from laplateforme.accounts.models import User
from laplateforme.core import journal, tombstones
from laplateforme.core.text import clean_text
from laplateforme.network.models import Organization, Participation
from laplateforme.projects import emails
from laplateforme.projects.enums import Bundle, Channel, Closing, Light
from laplateforme.projects.models import Consent, Holder, Project
from laplateforme.projects.models.consent import ConsentQuerySet
from laplateforme.projects.queries.parts import agreement_changed
from laplateforme.projects.queries.wording import consent_words, fingerprint, text_version

AT_ONCE = (Channel.SCREEN, Channel.PAPER)


class UnableToShare(Exception):
    """`why`: oneself, elsewhere, nothing, person, address, duration."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class UnableToConfirm(Exception):
    """The agreement is closed, over, or was spoken too long ago."""


@dataclass(frozen=True)
class Given:
    """What is agreed to."""

    receiver: Organization
    bundles: Sequence[str]
    purpose: str
    channel: str
    days: int = settings.LP_CONSENT_DAYS
    with_hand_over: bool = False  # ends with it, if it comes to nothing


@transaction.atomic
def take_consent(*, holder: Holder, project: Project, given: Given, by: User | None, at: datetime) -> Consent:
    """Keeps an agreement with the very words that were read; the person gets a message with the way to their page.

    On the screen or on paper it counts at once and replaces the one before. By link it counts when the person says so.
    Spoken, the receiver sees a first name and a need until it is confirmed. A wait replaces an older wait, never an
    agreement. Raises UnableToShare.
    """
    project = Project.objects.select_for_update(of=("self",)).select_related("network", "organization").get(
        pk=project.pk
    )  # fmt: skip
    holder = Holder.objects.select_related("network", "organization").get(pk=holder.pk)
    _refuse(holder, project, given)
    until = at + timedelta(days=given.days)
    purpose = clean_text(given.purpose)[:200]
    bundles = [code for code in Bundle.values if code in given.bundles]
    words = consent_words(
        sender=project.organization, receiver=given.receiver, bundles=bundles, purpose=purpose, until=until
    )
    is_given = given.channel in AT_ONCE
    older = Consent.objects.standing().filter(holder=holder, project=project, receiver=given.receiver)
    was_apart = _replace(older if is_given else older.filter(confirmed_at__isnull=True), at)
    consent = Consent.objects.create(
        holder=holder, project=project, sender=project.organization, receiver=given.receiver, bundles=bundles,
        purpose=purpose, text=words, text_version=text_version(), text_hash=fingerprint(words), channel=given.channel,
        taken_by=by, starts_at=at, ends_at=until, lasts_days=given.days, confirmed_at=at if is_given else None,
        with_hand_over=given.with_hand_over and not was_apart,
    )  # fmt: skip
    journal.record(
        "agreement taken", at=at, actor_id=by.pk if by else None, subject=consent, network_id=project.network_id,
        channel=given.channel, receiver=str(given.receiver.pk), bundles=bundles,
    )  # fmt: skip
    if is_given:
        _known(holder, at)
        emails.queue_own_page(holder)
    else:
        emails.queue_to_confirm(consent)
    agreement_changed(consent, at)
    return consent


@transaction.atomic
def confirm_consent(*, consent: Consent, at: datetime, by: User | None = None) -> Consent:
    """The person says yes. One asked by link begins now; a spoken one keeps its date. Twice is once.

    Raises UnableToConfirm when it is closed or waited for too long.
    """
    consent = _locked(consent)
    light = consent.light(at)
    if light == Light.OPEN:
        return consent
    if light == Light.DARK:
        raise UnableToConfirm(consent.pk)
    older = Consent.objects.standing().filter(
        holder=consent.holder_id, project=consent.project_id, receiver=consent.receiver_id, confirmed_at__isnull=False
    )
    was_apart = _replace(older, at)
    consent.confirmed_at, consent.with_hand_over = at, consent.with_hand_over and not was_apart
    consent.version += 1
    consent.save(update_fields=["confirmed_at", "with_hand_over", "version", "updated_at"])
    journal.record(
        "agreement confirmed", at=at, actor_id=by.pk if by else None, subject=consent,
        network_id=consent.project.network_id,
    )  # fmt: skip
    _known(consent.holder, at)
    agreement_changed(consent, at)
    return consent


@transaction.atomic
def refuse_consent(*, consent: Consent, at: datetime) -> Consent:
    """The person says no to what was asked: nothing was read, help goes on. Twice is once."""
    consent = _locked(consent)
    if consent.closed_at is None and consent.confirmed_at is None:
        _end(consent, Closing.REFUSED, at)
        agreement_changed(consent, at)
    return consent


@transaction.atomic
def withdraw_consent(*, consent: Consent, at: datetime, by: User | None = None, words: str = "") -> Consent:
    """From the next request on the receiver finds nothing; it is asked to erase its copies. Twice is once."""
    consent = _locked(consent)
    if consent.closed_at is not None:
        return consent
    had_been_readable = consent.confirmed_at is not None or consent.channel == Channel.SPOKEN
    _end(consent, Closing.WITHDRAWN, at, by=by, words=words)
    tombstones.note(consent, at=at)
    if had_been_readable:
        emails.queue_withdrawn(consent)
    agreement_changed(consent, at)
    return consent


@transaction.atomic
def end_with_hand_over(*, project: Project, receiver: Organization, at: datetime) -> None:
    """What `receiver` was asked came to nothing: the agreements given for that end, those given apart stay."""
    rows = Consent.objects.standing().filter(project=project, receiver=receiver, with_hand_over=True)
    for consent in rows.select_related("project"):
        _end(consent, Closing.NOT_TAKEN, at)
        agreement_changed(consent, at)


@transaction.atomic
def acknowledge_erased(*, consent: Consent, by: User, at: datetime) -> Consent:
    """The receiver says that nothing is left with it; the person reads so. Twice is once."""
    consent = _locked(consent)
    if consent.closed_at is not None and consent.copies_erased_at is None:
        consent.copies_erased_at = at
        consent.version += 1
        consent.save(update_fields=["copies_erased_at", "version", "updated_at"])
        journal.record(
            "copies erased", at=at, actor_id=by.pk, subject=consent, network_id=consent.project.network_id
        )  # fmt: skip
    return consent


def _refuse(holder: Holder, project: Project, given: Given) -> None:
    if given.receiver.pk == project.organization_id:
        raise UnableToShare("oneself")
    if not Participation.objects.filter(network=project.network_id, organization=given.receiver).exists():
        raise UnableToShare("elsewhere")
    if not set(given.bundles) or not set(given.bundles) <= set(Bundle.values):
        raise UnableToShare("nothing")
    if holder.erased_at is not None or not project.holders.filter(pk=holder.pk).exists():
        raise UnableToShare("person")
    if given.channel == Channel.LINK and not holder.email:
        raise UnableToShare("address")
    if not 1 <= given.days <= settings.LP_CONSENT_DAYS:
        raise UnableToShare("duration")


def _locked(consent: Consent) -> Consent:
    """The row as it stands; the project's row first, so that two deeds about one person come one after the other."""
    Project.objects.select_for_update().get(pk=consent.project_id)
    return Consent.objects.select_related("project__network", "holder__network", "holder__organization").get(
        pk=consent.pk
    )


def _replace(rows: ConsentQuerySet, at: datetime) -> bool:
    """A newer agreement stands for these. True when something of them was given apart, and still counted."""
    was_apart = any(not one.with_hand_over and one.light(at) != Light.DARK for one in rows)
    rows.update(closed_at=at, closing=Closing.REPLACED, updated_at=at)
    return was_apart


def _end(consent: Consent, closing: Closing, at: datetime, *, by: User | None = None, words: str = "") -> None:
    consent.closed_at, consent.closing, consent.closing_words = at, closing, clean_text(words)[:200]
    consent.version += 1
    consent.save()
    journal.record(
        f"agreement {closing.value}", at=at, actor_id=by.pk if by else None, subject=consent,
        network_id=consent.project.network_id, receiver=str(consent.receiver_id),
    )  # fmt: skip


def _known(holder: Holder, at: datetime) -> None:
    """The person said something themselves: they are more than a word of mouth, and active."""
    Holder.objects.filter(pk=holder.pk).update(unconfirmed_since=None, last_activity_at=at, warned_at=None)
