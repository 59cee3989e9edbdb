"""Contacts: kept, confirmed, followed, erased."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from laplateforme.accounts.models import User
from laplateforme.core import journal, tombstones
from laplateforme.core.ids import uuid_or_none
from laplateforme.core.models import OutgoingMail
from laplateforme.core.phone import phone_or_none
from laplateforme.core.text import clean_text
from laplateforme.fairs import emails
from laplateforme.fairs.enums import ContactState, GivenBy, Spoken
from laplateforme.fairs.models import Contact, Envelope, HeardWords, Occasion
from laplateforme.fairs.queries.stand_words import TEXT_VERSION, fingerprint, words_of_agreement
from laplateforme.guidance.models import KeyQuestion
from laplateforme.network.models import Organization, Participation
from laplateforme.offers.models import Offer
from laplateforme.projects.actions import PersonValues, ProjectValues, open_file, send_own_page
from laplateforme.projects.models import Project
from laplateforme.vocabulary.enums import Stage

MOST_OFFERS = 6
MOST_CORRECTIONS = 1000
NETWORK = ""  # who calls back: those who run the network


class UnableToKeepContact(Exception):
    """`why`: words (no first name), means, reader, agreement."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class UnableToConfirm(Exception):
    """The contact is erased, or was spoken too long ago."""


@dataclass(frozen=True)
class ContactValues:
    """Somebody, what they look for, who calls them back."""

    first_name: str
    email: str = ""
    phone: str = ""
    words: str = ""
    key_question: KeyQuestion | None = None
    offers: Sequence[Offer] = ()
    organization: Organization | None = None
    replaces: UUID | None = None  # the envelope that this one corrects
    edition: int = 0


def means_in(typed: str) -> tuple[str, str]:
    """The e-mail address and the telephone number in one field. Raises UnableToKeepContact("means")."""
    typed = clean_text(typed)
    if "@" in typed:
        address = typed.replace(" ", "").lower()
        try:
            validate_email(address)
        except ValidationError:
            raise UnableToKeepContact("means") from None
        return address, ""
    phone = phone_or_none(typed)
    if phone is None:
        raise UnableToKeepContact("means")
    return "", phone


def values_in(occasion: Occasion, words: Mapping[str, Any]) -> ContactValues:
    """What a phone wrote, understood. Raises UnableToKeepContact."""
    texts = {name: _plain(words.get(name)) for name in ("first_name", "means", "question", "words", "caller")}
    if not any(char.isalpha() for char in texts["first_name"]):
        raise UnableToKeepContact("words")
    if words.get("agreed") is not True:
        raise UnableToKeepContact("agreement")
    email, phone = means_in(texts["means"])
    codes = words.get("offers")
    codes = [_plain(code)[:12] for code in codes[:MOST_OFFERS]] if isinstance(codes, list) else []
    network = occasion.network_id
    return ContactValues(
        first_name=" ".join(texts["first_name"].split())[:80], email=email, phone=phone, words=texts["words"][:600],
        key_question=KeyQuestion.objects.filter(network=network, slug=texts["question"][:80]).first(),
        offers=list(Offer.objects.public_in(occasion.network).filter(code__in=codes)),
        organization=reader_in(occasion, texts["caller"] or NETWORK),
        replaces=uuid_or_none(_plain(words.get("replaces"))), edition=_small(words.get("edition")),
    )  # fmt: skip


def _plain(value: Any) -> str:
    """A text that every database takes."""
    return clean_text(str(value or "").encode("utf-8", "ignore").decode())


def _small(value: Any) -> int:
    return min(value, MOST_CORRECTIONS) if type(value) is int and value > 0 else 0


def reader_in(occasion: Occasion, slug: str) -> Organization | None:
    """Who was named to the person. Another reader than the one named would be no agreement: UnableToKeepContact."""
    if slug == NETWORK:
        return None
    takes_part = Participation.objects.filter(network=occasion.network_id, organization__slug=slug[:80])
    found = takes_part.select_related("organization").first()
    if found is None:
        raise UnableToKeepContact("reader")
    return found.organization


@transaction.atomic
def keep_contact(
    *, occasion: Occasion, values: ContactValues, given_by: str, at: datetime, envelope: Envelope | None = None,
    taken_by: User | None = None, instead_of: Contact | None = None,
) -> Contact:  # fmt: skip
    """One contact. Spoken, the person gets a link to say yes themselves; on their own screen they said it already.

    `instead_of`: one that was noted wrongly and is gone; who follows it stays.
    """
    words = words_of_agreement(occasion.network, values.organization)
    contact = Contact.objects.create(
        occasion=occasion, envelope=envelope, first_name=values.first_name, email=values.email, phone=values.phone,
        key_question=values.key_question, words=values.words, organization=values.organization, taken_by=taken_by,
        given_by=given_by, text_version=TEXT_VERSION, text_hash=fingerprint(words), agreed_at=at, last_activity_at=at,
        confirmed_at=at if given_by == GivenBy.SCREEN else None,
    )  # fmt: skip
    if instead_of is not None:
        contact.bearer, contact.next_step, contact.next_date = (
            instead_of.bearer, instead_of.next_step, instead_of.next_date,
        )  # fmt: skip
        contact.save()
    if values.offers:
        contact.offers.set(values.offers)
    emails.queue_to_confirm(contact)
    _record("contact received", contact, None, at, given_by=given_by)
    return contact


@transaction.atomic
def take_out(*, contact: Contact, at: datetime) -> Contact | None:
    """What was noted wrongly at the stand goes, with its link: another one comes in its place. Answers what to keep of
    it; None when it stays, because the person has said something themselves, or a file is open.
    """
    fresh = _locked(contact)
    if fresh.confirmed_at is not None or fresh.erased_at is not None or fresh.project is not None:
        return None
    if fresh.email:
        OutgoingMail.objects.filter(to=fresh.email, text__contains=emails.own_mark(fresh)).delete()
    _record("contact corrected at the stand", fresh, None, at)
    HeardWords.objects.filter(contact=fresh).delete()
    Contact.objects.filter(pk=fresh.pk).delete()
    return fresh


@transaction.atomic
def confirm_contact(*, contact: Contact, at: datetime) -> Contact:
    """The person says yes, on their own page. Twice is once. Raises UnableToConfirm."""
    fresh = _locked(contact)
    if fresh.confirmed_at is not None and fresh.erased_at is None:
        return fresh
    if fresh.spoken(at) != Spoken.MASKED:
        raise UnableToConfirm
    fresh.confirmed_at = fresh.last_activity_at = at
    return _save(fresh, "contact confirmed", None, at)


@transaction.atomic
def correct_contact(*, contact: Contact, first_name: str, means: str, words: str, at: datetime) -> Contact:
    """The person corrects what was noted; that is a yes too. `means` empty: unchanged.

    Raises UnableToKeepContact, UnableToConfirm.
    """
    fresh = _locked(contact)
    email, phone = means_in(means) if means else (fresh.email, fresh.phone)
    if fresh.spoken(at) not in (Spoken.MASKED, Spoken.OPEN):
        raise UnableToConfirm
    fresh.first_name, fresh.words = clean_text(first_name)[:80], clean_text(words)[:600]
    fresh.email, fresh.phone = email, phone
    fresh.confirmed_at = fresh.confirmed_at or at
    fresh.last_activity_at = at
    return _save(fresh, "contact corrected", None, at)


@transaction.atomic
def forget_contact(*, contact: Contact, at: datetime) -> Contact:
    """The person takes all of it back: nobody is in the row any more, for good. Twice is once."""
    fresh = _locked(contact)
    if fresh.erased_at is not None:
        return fresh
    if fresh.email:
        OutgoingMail.objects.filter(to=fresh.email).delete()
    _blank(fresh, at)
    tombstones.note(fresh, at=at)
    return _save(fresh, "contact erased", None, at)


@transaction.atomic
def follow_contact(
    *, contact: Contact, bearer: User | None, next_step: str, next_date: date | None, by: User, at: datetime
) -> Contact:
    """Who follows, what comes next, on which day."""
    fresh = _locked(contact)
    fresh.bearer, fresh.next_step, fresh.next_date = bearer, clean_text(next_step)[:300], next_date
    fresh.state = ContactState.OPEN
    return _save(fresh, "contact followed", by, at)


@transaction.atomic
def close_contact(*, contact: Contact, by: User, at: datetime) -> Contact:
    """There is no more to do. Twice is once."""
    fresh = _locked(contact)
    if fresh.state == ContactState.CLOSED:
        return fresh
    fresh.state = ContactState.CLOSED
    return _save(fresh, "contact closed", by, at)


@transaction.atomic
def open_file_of(*, contact: Contact, by: User, at: datetime, organization: Organization | None = None) -> Project:
    """The contact becomes a file of the organization that calls back, with its first need: the relay can be passed at
    once. When only the team was named, `organization` is the one that the person said yes to: its words are kept as
    those before, and the person gets the way to their page. Twice is once.

    Raises UnableToConfirm without the person's yes, or when no organization of the network is named.
    """
    fresh = _locked(contact)
    if fresh.project is not None:
        return fresh.project
    is_named_now = fresh.organization is None and organization is not None
    if organization is not None and is_named_now:
        fresh.organization = reader_in(fresh.occasion, organization.slug)
        words = words_of_agreement(fresh.occasion.network, organization)
        fresh.text_version, fresh.text_hash, fresh.agreed_at = TEXT_VERSION, fingerprint(words), at
    if fresh.spoken(at) != Spoken.OPEN or fresh.organization is None:
        raise UnableToConfirm
    question = fresh.key_question
    project = open_file(
        network=fresh.occasion.network, organization=fresh.organization, at=at, by=by,
        person=PersonValues(fresh.first_name, email=fresh.email, phone=fresh.phone),
        project=ProjectValues(summary=fresh.words), stage=(question.stage if question else "") or Stage.IDEA.value,
        themes=[question.theme] if question else [],
    )  # fmt: skip
    fresh.project, fresh.state, fresh.bearer = project, ContactState.CLOSED, by
    if is_named_now:
        send_own_page(holder=project.holders.get(), at=at, by=by)
    _save(fresh, "contact became a file", by, at)
    return project


@transaction.atomic
def tell_same(*, contact: Contact, other: Contact | None, by: User, at: datetime) -> Contact:
    """Somebody says that two contacts are one person, or (`other` None) that they are not. Nothing is merged."""
    fresh = _locked(contact)
    if other is not None and (other.pk == fresh.pk or other.occasion.network_id != fresh.occasion.network_id):
        return fresh
    fresh.same_as, fresh.told_apart_at = other, None if other else at
    return _save(fresh, "contact told", by, at)


@transaction.atomic
def send_link_again(*, contact: Contact, by: User, at: datetime) -> bool:
    """The link to confirm, once more; False when it cannot be sent."""
    fresh = _locked(contact)
    if fresh.spoken(at) != Spoken.MASKED or not emails.queue_to_confirm(fresh):
        return False
    _record("contact link sent", fresh, by, at)
    return True


def tend_contacts(*, at: datetime) -> int:
    """The nightly deed: what was spoken and never confirmed is erased after thirty days. Returns how many."""
    before = at - timedelta(days=settings.LP_UNCONFIRMED_CONTACT_DAYS)
    old = Contact.objects.known().filter(confirmed_at__isnull=True, agreed_at__lte=before)
    count = 0
    for pk in list(old.values_list("pk", flat=True)):
        with transaction.atomic():
            fresh = _locked(Contact(pk=pk))
            if fresh.erased_at is None and fresh.confirmed_at is None:
                _blank(fresh, at)
                _save(fresh, "contact lapsed", None, at)
                count += 1
    return count


def _blank(contact: Contact, at: datetime) -> None:
    contact.first_name = contact.email = contact.phone = contact.words = contact.next_step = ""
    contact.erased_at, contact.state = at, ContactState.CLOSED
    HeardWords.objects.filter(contact=contact).delete()


def _locked(contact: Contact) -> Contact:
    rows = Contact.objects.select_for_update(of=("self",))
    rows = rows.select_related("occasion__network", "organization", "key_question", "project")
    return rows.get(pk=contact.pk)


def _save(contact: Contact, verb: str, by: User | None, at: datetime) -> Contact:
    contact.version += 1
    contact.save()
    _record(verb, contact, by, at)
    return contact


def _record(verb: str, contact: Contact, by: User | None, at: datetime, **details: Any) -> None:
    journal.record(
        verb, at=at, actor_id=by.pk if by else None, subject=contact, network_id=contact.occasion.network_id, **details
    )
