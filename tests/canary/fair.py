"""The occasions of one side: one that is proposed, one to which people go."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile

from laplateforme.core.models import BackgroundJob, JobStatus
from laplateforme.fairs.models import (
    Ambassador,
    AmbassadorAnswer,
    Contact,
    Duty,
    Envelope,
    Feedback,
    HeardWords,
    Occasion,
    Slot,
    StandDevice,
    StandKey,
)
from laplateforme.network.models import Organization
from laplateforme.projects.models import Holder
from laplateforme.vocabulary.enums import Role

NOW = datetime.now(UTC)


def build_fairs(side: Any, organization: Organization) -> None:
    low = side.letter.lower()
    for status in ("proposed", "accepted"):
        starts = NOW + timedelta(days=9)
        occasion = Occasion(network=side.network, code=f"oc{status[:3]}{low}", status=status, starts_at=starts)
        occasion.ends_at, occasion.decided_at = starts + timedelta(hours=8), NOW
        occasion.proposed_by = side.people[Role.ADVISER]
        side.keep(occasion)
        if status == "accepted":
            announced(side, occasion)
        occasion.represented.add(organization)
    slot = side.keep(Slot(occasion=occasion, starts_at=starts, ends_at=starts + timedelta(hours=3)))
    duty = Duty(slot=slot, user=side.people[Role.AMBASSADOR], organization=organization, status="taken", agreed_at=NOW)
    side.keep(duty)
    build_stand(side, occasion, organization)
    build_report(side, organization)


def announced(side: Any, occasion: Occasion) -> None:
    """Where people go is told to everybody."""
    side.private -= {occasion.title, occasion.place}
    side.public |= {occasion.title, occasion.place}


def build_ambassador(side: Any, holder: Holder) -> set[str]:
    """A person with a project who agreed to tell it at the occasion to which people go; what they read of that."""
    occasion = Occasion.objects.get(code=f"ocacc{side.letter.lower()}")
    slot = Slot(occasion=occasion, starts_at=occasion.starts_at, ends_at=occasion.ends_at, for_holders=True)
    side.keep(slot)
    told = side.keep(
        Ambassador(
            slot=slot, holder=holder, channel="screen", asked_by=side.people[Role.ADVISER], asked_at=NOW, agreed_at=NOW
        )
    )  # fmt: skip
    return {told.called, told.tells, told.text}


def build_stand(side: Any, occasion: Occasion, organization: Organization) -> None:
    """A stand with a phone, an envelope aside, a contact that the person confirmed and one that they did not."""
    low, by = side.letter.lower(), side.people[Role.AMBASSADOR]
    side.rows.append(StandKey.objects.create(occasion=occasion, number=1, public_key="B" * 87))
    device = StandDevice.objects.create(occasion=occasion, user=by, secret_hash="0" * 64)
    side.rows.append(device)
    side.keep(
        Envelope(occasion=occasion, device=device, envelope_id=device.pk, digest="0" * 64, state="aside", why="key")
    )
    for confirmed_at in (NOW, None):
        contact = Contact(
            occasion=occasion, organization=organization, taken_by=by, bearer=by, text_version="2026-11", agreed_at=NOW,
            text_hash="0" * 64, confirmed_at=confirmed_at, last_activity_at=NOW,
        )  # fmt: skip
        contact.email = f"met-{'yes' if confirmed_at else 'no'}-{low}@person.example"
        side.keep(contact)
        side.private.add(contact.email)


def build_report(side: Any, organization: Organization) -> None:
    """A past occasion with all that its report is made of; words shown and words that wait."""
    low, by = side.letter.lower(), side.people[Role.AMBASSADOR]
    begins = NOW - timedelta(days=40)
    occasion = Occasion(network=side.network, code=f"ocpast{low}", status="accepted", starts_at=begins, cost=100)
    occasion.ends_at, occasion.decided_at = begins + timedelta(hours=8), begins
    side.keep(occasion)
    announced(side, occasion)
    slot = side.keep(Slot(occasion=occasion, starts_at=begins, ends_at=begins + timedelta(hours=3)))
    side.keep(Duty(slot=slot, user=by, organization=organization, status="taken", agreed_at=begins))
    side.rows.append(Feedback.objects.create(occasion=occasion))
    side.keep(AmbassadorAnswer(occasion=occasion, user=by))
    for state in ("kept", "released"):
        side.keep(HeardWords(occasion=occasion, state=state, kept_by=by, released_at=NOW))
    words = f"ZqKit{side.letter}kv"
    job = BackgroundJob(owner_id=by.pk, network_id=side.network.pk, kind="kit", status=JobStatus.DONE)
    job.parameters, job.file_name = {"occasion": str(occasion.pk)}, f"{words}.zip"
    job.file.save(f"kit-{side.letter}.zip", ContentFile(words.encode()), save=True)
    side.private.add(words)
    side.rows.append(job)
