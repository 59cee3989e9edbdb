"""The person's own page: who may read what, who read, and everything that is kept."""

import json
import tempfile
import zipfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import IO, Any

from django.conf import settings
from django.db.models import Exists, OuterRef

from laplateforme.core.ids import uuid_or_none
from laplateforme.core.signing import open_link
from laplateforme.network.models import Network
from laplateforme.projects.enums import OWN_PAGE, Closing, Light
from laplateforme.projects.models import (
    Consent,
    FormerLead,
    Holder,
    Milestone,
    Need,
    Note,
    Project,
    ProjectDocument,
    StageInterval,
)
from laplateforme.projects.queries.parts import more_data
from laplateforme.projects.queries.readings import LATEST, Reading, entries_of, readers_of, readings_of
from laplateforme.projects.queries.stages import Line, Station, stage_words, timeline_of, wave_of
from laplateforme.projects.queries.wording import bundle_words

ACCOUNT = "moi"  # in the place of the link: by one's account


@dataclass(frozen=True)
class Share:
    """One agreement, in words."""

    consent: Consent
    receiver: str
    words: str
    light: Light
    last_read_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.light in (Light.OPEN, Light.MASKED)

    @property
    def waits(self) -> bool:
        return self.light in (Light.ASKED, Light.MASKED)


@dataclass(frozen=True)
class OwnProject:
    """One of the person's projects, as they see it."""

    project: Project
    wave: list[Station]
    lines: list[Line]
    needs: list[Need]


@dataclass(frozen=True)
class OwnPage:
    """All that the page says. What asks for a proof is shown by the template once it is given."""

    holder: Holder
    waiting: list[Share]
    shares: list[Share]
    former: list[Share]
    readings: list[Reading]  # the latest
    readings_count: int
    keeper_read_at: datetime | None
    projects: list[OwnProject] = field(default_factory=list)
    documents: list[ProjectDocument] = field(default_factory=list)
    former_leads: list[FormerLead] = field(default_factory=list)
    joined_at: list[datetime] = field(default_factory=list)  # another file about this person was joined with this one

    @property
    def masked_email(self) -> str:
        """ "l•••@•••.example": enough to recognize one's own."""
        name, _, domain = self.holder.email.partition("@")
        return f"{name[:1]}•••@•••.{domain.rpartition('.')[2]}" if domain else ""

    @property
    def masked_phone(self) -> str:
        return f"•• •• •• •• {self.holder.phone[-2:]}" if self.holder.phone else ""


def person_of_link(network: Network | None, user: Any, token: str) -> Holder | None:
    """The person of a link to their own page, or of the account; None when nobody. Raises UnableToOpenLink."""
    people = Holder.objects.known().filter(network=network).select_related("network", "organization", "commune")
    if token == ACCOUNT:
        return people.filter(user_id=user.pk).order_by("-created_at").first() if user.is_authenticated else None
    (key,) = open_link(OWN_PAGE, token, life=timedelta(days=settings.LP_PERSON_LINK_DAYS))
    found = uuid_or_none(key)
    return people.filter(pk=found).first() if found else None


def own_page(holder: Holder, at: datetime) -> OwnPage:
    """The page of `holder` at this moment."""
    joined = list(holder.merged.order_by("erased_at"))
    entries = entries_of(holder, joined)
    readers = readers_of(entries)
    last = {one.key: one.last_at for one in readers}
    consents = (
        Consent.objects.filter(holder=holder)
        .select_related("receiver", "sender")
        .annotate(is_live=Exists(Consent.objects.live(at).filter(pk=OuterRef("pk"))))
        .order_by("-starts_at")
    )
    shares = [_share(one, at, last) for one in consents]
    return OwnPage(
        holder=holder,
        waiting=[one for one in shares if one.waits],
        shares=[one for one in shares if one.light == Light.OPEN and one.consent.is_live],  # type: ignore[attr-defined]
        former=[one for one in shares if one.light == Light.DARK and one.consent.closing != Closing.REPLACED],
        readings=readings_of(entries[:LATEST], readers, holder),
        readings_count=sum(one.count for one in readers),
        keeper_read_at=last.get(str(holder.organization_id)),
        projects=[_project(one) for one in holder.projects.order_by("created_at")],
        former_leads=list(
            FormerLead.objects.reading(at).filter(project__holders=holder).select_related("adviser").order_by("left_at")
        ),
        documents=_documents_of(holder),
        joined_at=[one.erased_at for one in joined if one.erased_at],
    )


def _share(consent: Consent, at: datetime, last: dict[str, datetime]) -> Share:
    read_at = last.get(str(consent.receiver_id))
    return Share(consent, consent.receiver.name, bundle_words(consent.bundles), consent.light(at), read_at)


def _project(project: Project) -> OwnProject:
    intervals = list(StageInterval.objects.filter(project=project).order_by("starts_at"))
    milestones = list(Milestone.objects.filter(project=project))
    needs = list(Need.objects.filter(project=project).order_by("met_at", "noted_at"))
    return OwnProject(project, wave_of(intervals), timeline_of(intervals, milestones), needs)


def everything_about(holder: Holder, at: datetime) -> dict[str, Any]:
    """All that is kept about somebody, as data and as words: what the person downloads."""
    projects = holder.projects.select_related("organization", "lead_adviser", "commune").order_by("created_at")
    joined = list(holder.merged.order_by("erased_at"))
    entries = entries_of(holder, joined)
    return {
        "made_at": at.isoformat(),
        "person": {
            "first_name": holder.first_name,
            "last_name": holder.last_name,
            "email": holder.email,
            "phone": holder.phone,
            "commune": holder.commune.label if holder.commune else "",
            "file_kept_by": holder.organization.name,
            "since": holder.created_at.isoformat(),
            "joined_at": [one.erased_at.isoformat() for one in joined if one.erased_at],
        },
        "projects": [_project_data(one) for one in projects],
        "agreements": [_agreement_data(one) for one in _all_consents(holder)],
        "readings": [
            {
                "at": one.at.isoformat(),
                "organization": one.organization,
                "what": one.words,
                "by_former_adviser": one.is_former_lead,
            }
            for one in readings_of(entries, readers_of(entries), holder)
        ],
    }


def archive_of(holder: Holder, at: datetime) -> IO[bytes]:
    """All of it as one file: the data, and each document beside it. The caller closes it."""
    packed = tempfile.SpooledTemporaryFile(max_size=5_000_000)  # noqa: SIM115  closed by the response
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        data = json.dumps(everything_about(holder, at), ensure_ascii=False, indent=1)
        archive.writestr("mes-informations.json", data)
        for number, one in enumerate(_documents_of(holder), start=1):
            with suppress(FileNotFoundError), one.file.open("rb") as content:
                archive.writestr(f"documents/{number:02} {one.file_name.replace('/', ' ')}", content.read())
    packed.seek(0)
    return packed  # type: ignore[return-value]


def _documents_of(holder: Holder) -> list[ProjectDocument]:
    return list(ProjectDocument.objects.filter(project__holders=holder).order_by("added_at", "pk"))


def _all_consents(holder: Holder) -> Iterable[Consent]:
    return Consent.objects.filter(holder=holder).select_related("receiver", "sender").order_by("starts_at")


def _project_data(project: Project) -> dict[str, Any]:
    return {
        "name": project.name,
        "summary": project.summary,
        "commune": project.commune.label if project.commune else "",
        "legal_form": str(project.get_legal_form_display()),
        "siret": project.siret,
        "rna": project.rna,
        "organization": project.organization.name,
        "adviser": str(project.lead_adviser) if project.lead_adviser else "",
        "former_advisers": [
            {"name": str(one.adviser), "until": one.left_at.isoformat(), "reads_until": one.reads_until.isoformat()}
            for one in FormerLead.objects.filter(project=project).select_related("adviser").order_by("left_at")
        ],
        "stages": [
            {"from": one.starts_at.isoformat(), "stage": stage_words(one), "why": one.why}
            for one in StageInterval.objects.filter(project=project).order_by("starts_at")
        ],
        "milestones": [
            {"day": one.happened_date.isoformat(), "words": one.words}
            for one in Milestone.objects.filter(project=project).order_by("happened_date")
        ],
        "needs": [
            {"theme": str(one.get_theme_display()), "words": one.words, "noted_at": one.noted_at.isoformat()}
            for one in Need.objects.filter(project=project).order_by("noted_at")
        ],
        "notes": [
            {"at": one.written_at.isoformat(), "organization": one.organization.name, "text": one.text}
            for one in Note.objects.filter(project=project).select_related("organization").order_by("written_at")
        ],
        "documents": [
            {"title": one.title, "file": one.file_name, "size": one.size, "at": one.added_at.isoformat()}
            for one in project.documents.order_by("added_at", "pk")
        ],
        **more_data(project),
    }


def _agreement_data(consent: Consent) -> dict[str, Any]:
    return {
        "receiver": consent.receiver.name,
        "sender": consent.sender.name,
        "what": bundle_words(consent.bundles),
        "purpose": consent.purpose,
        "text": consent.text,
        "text_version": consent.text_version,
        "text_sha256": consent.text_hash,
        "how": str(consent.get_channel_display()),
        "from": consent.starts_at.isoformat(),
        "until": consent.ends_at.isoformat(),
        "confirmed_at": consent.confirmed_at.isoformat() if consent.confirmed_at else None,
        "closed_at": consent.closed_at.isoformat() if consent.closed_at else None,
        "closed_because": str(consent.get_closing_display()) if consent.closing else "",
        "given_for_a_hand_over": consent.with_hand_over,
        "copies_erased_at": consent.copies_erased_at.isoformat() if consent.copies_erased_at else None,
    }
