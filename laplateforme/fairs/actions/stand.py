"""The stand: opened with a key, held by phones, its envelopes received."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q

from laplateforme.accounts.models import User
from laplateforme.core import journal
from laplateforme.fairs.actions.contact import ContactValues, UnableToKeepContact, keep_contact, take_out, values_in
from laplateforme.fairs.enums import EnvelopeState, GivenBy, KeyState, OccasionStatus
from laplateforme.fairs.models import Contact, Envelope, Occasion, StandDevice, StandKey
from laplateforme.fairs.reading import envelope as envelopes
from laplateforme.fairs.reading import keys


class UnableToOpenStand(Exception):
    """`why`: occasion (not decided), disk (the key cannot be written)."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Receipt:
    """What became of one envelope; the same however often it comes."""

    id: str
    digest: str
    state: str
    why: str = ""


def keys_folder() -> Path:
    return Path(settings.LP_STAND_KEYS_DIR)


@transaction.atomic
def open_stand(*, occasion: Occasion, by: User | None, at: datetime) -> StandKey:
    """The stand has a key. Twice is once. Raises UnableToOpenStand."""
    occasion = Occasion.objects.select_for_update().get(pk=occasion.pk)
    current = occasion.stand_keys.filter(state=KeyState.CURRENT).first()
    return current or _new_key(occasion, by, at)


@transaction.atomic
def rotate_key(*, occasion: Occasion, by: User | None, at: datetime) -> StandKey:
    """A new key from now on; the older ones still open what was sealed for them. Raises UnableToOpenStand."""
    occasion = Occasion.objects.select_for_update().get(pk=occasion.pk)
    occasion.stand_keys.filter(state=KeyState.CURRENT).update(state=KeyState.RETIRED, updated_at=at)
    return _new_key(occasion, by, at)


def _new_key(occasion: Occasion, by: User | None, at: datetime) -> StandKey:
    if occasion.status != OccasionStatus.ACCEPTED:
        raise UnableToOpenStand("occasion")
    number = 1 + max(occasion.stand_keys.values_list("number", flat=True), default=0)
    while keys.path_of(keys_folder(), occasion.code, number).exists():
        number += 1  # a file of a deed that was not finished
    private = envelopes.new_key()
    try:
        keys.keep(keys_folder(), occasion.code, number, private)
    except OSError as error:
        raise UnableToOpenStand("disk") from error
    made = StandKey.objects.create(
        occasion=occasion, number=number, public_key=envelopes.public_text(private), state=KeyState.CURRENT
    )
    _record("stand key made", made, occasion, by, at)
    return made


@transaction.atomic
def prepare_device(*, occasion: Occasion, by: User, at: datetime) -> tuple[StandDevice, str]:
    """A phone gets its own key, said once."""
    secret = secrets.token_urlsafe(32)
    device = StandDevice.objects.create(occasion=occasion, user=by, secret_hash=secret_hash(secret))
    _record("stand phone prepared", device, occasion, by, at)
    return device, secret


@transaction.atomic
def revoke_device(*, device: StandDevice, by: User, at: datetime) -> StandDevice:
    """The phone sends nothing any more; what it still sends is kept aside. Twice is once."""
    fresh = StandDevice.objects.select_for_update(of=("self",)).select_related("occasion").get(pk=device.pk)
    if fresh.revoked_at is None:
        fresh.revoked_at = at
        fresh.save()
        _record("stand phone revoked", fresh, fresh.occasion, by, at)
    return fresh


def secret_hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def receive(
    *, occasion: Occasion, device: StandDevice | None, data: Sequence[Any], at: datetime, by: User | None = None
) -> list[Receipt]:
    """Envelopes come, from a phone or (`by`) from a file that somebody brings; each has one effect, once.

    All of them or none: a phone that gets no answer sends the same again. When the same envelope comes twice in one
    instant (a phone and its file), the database refuses the second, which then finds the first.
    """
    try:
        return _receive_all(occasion, device, data, at, by)
    except IntegrityError:
        return _receive_all(occasion, device, data, at, by)


@transaction.atomic
def _receive_all(
    occasion: Occasion, device: StandDevice | None, data: Sequence[Any], at: datetime, by: User | None
) -> list[Receipt]:  # fmt: skip
    if device is not None:  # two tabs of one phone: one after the other
        StandDevice.objects.select_for_update().get(pk=device.pk)
    opened: dict[int, Any] = {}
    return [_receive_one(occasion, device, one, at, by, opened) for one in data]


def _receive_one(
    occasion: Occasion, device: StandDevice | None, data: Any, at: datetime, by: User | None, opened: dict[int, Any]
) -> Receipt:
    try:
        sealed = envelopes.read(data)
    except envelopes.UnableToOpen as refused:
        name = str(data.get("id", "")) if isinstance(data, dict) else ""
        return Receipt(name[:40], "", "refused", refused.why)
    before = {one.digest: one for one in Envelope.objects.filter(envelope_id=sealed.id)}
    known = before.get(sealed.digest)
    if known is not None:
        return Receipt(str(sealed.id), known.digest, known.state, known.why)
    values, why = None, ""
    if any(one.state == EnvelopeState.OPENED for one in before.values()):
        why = "altered"
    elif device is not None and device.revoked_at is not None:
        why = "revoked"
    else:
        values, why = words_in(occasion, sealed, opened)
    row = Envelope.objects.create(
        occasion=occasion, device=device, envelope_id=sealed.id, digest=sealed.digest, serial=sealed.serial,
        said_at=sealed.said_at, state=EnvelopeState.ASIDE if why else EnvelopeState.OPENED, why=why,
        sealed=envelopes.write(sealed) if why else {},
    )  # fmt: skip
    if values is None:
        _record("envelope aside", row, occasion, by, at, why=why)
    else:
        _keep(row, values, device.user if device is not None else by, at)
    return Receipt(str(sealed.id), row.digest, row.state, row.why)


def _keep(row: Envelope, values: ContactValues, taken_by: User | None, at: datetime) -> None:
    """The contact of an envelope. A correction takes the place of what it corrects, in whatever order they come; the
    number of an envelope cannot be guessed, so that only the phone that sealed it can correct it.
    """
    root = values.replaces or row.envelope_id
    family = Envelope.objects.filter(occasion=row.occasion, state=EnvelopeState.OPENED).exclude(pk=row.pk)
    alike = list(family.filter(Q(envelope_id=root) | Q(replaces=root)))
    if values.replaces is not None:
        row.replaces, row.edition = values.replaces, values.edition
        row.save(update_fields=["replaces", "edition"])
    if any(one.edition >= row.edition for one in alike):
        return  # a later correction came before
    before = Contact.objects.filter(envelope__in=alike).first() if alike else None
    instead_of = take_out(contact=before, at=at) if before is not None else None
    if alike and instead_of is None:
        return  # the person has the pen since, or nobody is in it any more
    keep_contact(
        occasion=row.occasion, values=values, envelope=row, given_by=GivenBy.SPOKEN, at=at, taken_by=taken_by,
        instead_of=instead_of,
    )  # fmt: skip


def words_in(
    occasion: Occasion, sealed: envelopes.Sealed, opened: dict[int, Any]
) -> tuple[ContactValues | None, str]:  # fmt: skip
    """The contact in an envelope, or why there is none."""
    if sealed.stand != occasion.code:
        return None, "stand"
    if not occasion.stand_keys.filter(number=sealed.key).exists():
        return None, "key"
    try:
        key = opened.get(sealed.key) or keys.find(keys_folder(), occasion.code, sealed.key)
        opened[sealed.key] = key
        return values_in(occasion, envelopes.open_sealed(sealed, key)), ""
    except keys.UnableToReadKey:
        return None, "lost"
    except (envelopes.UnableToOpen, UnableToKeepContact) as refused:
        return None, refused.why


@transaction.atomic
def open_again(*, envelope: Envelope, by: User, at: datetime) -> Envelope:
    """Somebody put the key back, or brought the platform up to date: what waits aside is tried again.

    What a revoked phone sent is opened too: somebody of the network answers for it by asking.
    """
    row = Envelope.objects.select_for_update(of=("self",)).select_related("occasion", "device__user").get(
        pk=envelope.pk
    )  # fmt: skip
    if row.state != EnvelopeState.ASIDE or not row.sealed:
        return row
    if Envelope.objects.filter(envelope_id=row.envelope_id, state=EnvelopeState.OPENED).exists():
        return row
    values, why = words_in(row.occasion, envelopes.read(row.sealed), {})
    if values is None:
        row.why = why
        row.save()
        return row
    row.state, row.why, row.sealed = EnvelopeState.OPENED, "", {}
    row.version += 1
    row.save()
    _keep(row, values, row.device.user if row.device is not None else None, at)
    _record("envelope opened", row, row.occasion, by, at)
    return row


def drill(*, occasion: Occasion) -> dict[int, bool]:
    """For each key of a stand: does the file that is here open what a phone seals with the public half?"""
    found = {}
    for key in occasion.stand_keys.all():
        name = UUID(int=key.number)
        sealed = envelopes.seal(
            {"drill": True}, public=key.public_key, stand=occasion.code, key=key.number, identifier=name
        )
        try:
            private = keys.find(keys_folder(), occasion.code, key.number)
            found[key.number] = envelopes.open_sealed(sealed, private) == {"drill": True}
        except (keys.UnableToReadKey, envelopes.UnableToOpen):
            found[key.number] = False
    return found


def _record(verb: str, subject: Any, occasion: Occasion, by: User | None, at: datetime, **details: Any) -> None:
    journal.record(
        verb, at=at, actor_id=by.pk if by else None, subject=subject, network_id=occasion.network_id, **details
    )
