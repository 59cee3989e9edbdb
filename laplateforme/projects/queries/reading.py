"""What one reader may read of one project, person by person. Every page and export goes through here."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser

from laplateforme.network.models import Organization
from laplateforme.projects.enums import Bundle, Light
from laplateforme.projects.models import Consent, Holder, Milestone, Need, Note, Project, ProjectDocument, StageInterval
from laplateforme.projects.models.consent import readable_by
from laplateforme.projects.models.desks import desks_of
from laplateforme.projects.models.lead import FormerLead, led_by
from laplateforme.projects.queries.stages import Line, Station, stage_words, timeline_of, wave_of

OWN = frozenset(Bundle.values)


@dataclass(frozen=True)
class Person:
    """Somebody who carries the project, as far as this reader may know."""

    key: str
    called: str
    is_masked: bool  # spoken, not confirmed yet: the first name only
    bundles: frozenset[str]
    email: str = ""
    phone: str = ""
    place: str = ""

    @property
    def has_contact(self) -> bool:
        return Bundle.CONTACT in self.bundles


@dataclass(frozen=True)
class Sheet:
    """One project for one reader. What may not be read is not in it."""

    project: Project
    organization: Organization  # for whom the reader reads
    is_own: bool
    people: list[Person]
    shows_project: bool
    name: str = ""
    summary: str = ""
    stage: str = ""
    needs: list[Need] = field(default_factory=list)
    wave: list[Station] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    documents: list[ProjectDocument] = field(default_factory=list)
    former: FormerLead | None = None  # the reader led this file not long ago: reads, writes nothing

    @property
    def title(self) -> str:
        """What the reader calls it."""
        return self.name or ", ".join(person.called for person in self.people)


def sheet_for(project: Project, user: Any, at: datetime) -> Sheet | None:
    """The sheet for `user`, None when there is nothing for them. The same number of queries whatever it holds."""
    desks = list(desks_of(user).filter(network=project.network_id).select_related("organization"))
    own = next((desk for desk in desks if desk.organization_id == project.organization_id), None)
    holders = list(project.holders.known().select_related("commune").order_by("created_at"))
    consents = list(readable_by(user, at).filter(project=project).select_related("receiver"))
    former = led_by(user, at).filter(project=project).first()
    if own is not None:
        people = [_person(holder, OWN, is_masked=False) for holder in holders]
        return _filled(project, user, own.organization, people, at, is_own=True, shows_project=True)
    if former is not None:
        people = [_person(holder, OWN, is_masked=False) for holder in holders]
        filled = _filled(project, user, project.organization, people, at, is_own=False, shows_project=True)
        return replace(filled, former=former) if people else None
    return _received(project, user, consents[0].receiver, holders, consents, at) if consents else None


def sheet_for_receiver(project: Project, receiver: Organization, at: datetime) -> Sheet | None:
    """What the people of `receiver` read, for somebody there who comes by a mailed link: never a note."""
    holders = list(project.holders.known().select_related("commune").order_by("created_at"))
    consents = list(Consent.objects.live(at).filter(project=project, receiver=receiver))
    return _received(project, AnonymousUser(), receiver, holders, consents, at)


def _received(
    project: Project, user: Any, receiver: Organization, holders: list[Holder], consents: list[Consent], at: datetime
) -> Sheet | None:
    people = [one for holder in holders if (one := _shared(holder, consents, at)) is not None]
    if not people:
        return None
    shows = any(Bundle.PROJECT in one.bundles for one in people)
    return _filled(project, user, receiver, people, at, is_own=False, shows_project=shows)


def _shared(holder: Holder, consents: list[Consent], at: datetime) -> Person | None:
    """What this person agreed to: the union of what is confirmed; the first name alone while nothing is."""
    mine = [one for one in consents if one.holder_id == holder.pk]
    given = [one for one in mine if one.light(at) == Light.OPEN]
    if given:
        return _person(holder, frozenset(code for one in given for code in one.bundles), is_masked=False)
    if any(one.light(at) == Light.MASKED for one in mine):
        return _person(holder, frozenset(), is_masked=True)
    return None


def _person(holder: Holder, bundles: frozenset[str], *, is_masked: bool) -> Person:
    if Bundle.CONTACT not in bundles:
        return Person(str(holder.pk), holder.first_name, is_masked, bundles)
    place = holder.commune.label if holder.commune else ""
    return Person(str(holder.pk), holder.called, is_masked, bundles, holder.email, holder.phone, place)


def _filled(
    project: Project,
    user: Any,
    organization: Organization,
    people: list[Person],
    at: datetime,
    *,
    is_own: bool,
    shows_project: bool,
) -> Sheet:
    """Needs are read by whoever reads anything, themes only while the project itself is not shared."""
    needs = list(Need.objects.filter(project=project).order_by("met_at", "noted_at"))
    intervals = list(StageInterval.objects.filter(project=project).order_by("starts_at"))
    milestones = list(Milestone.objects.filter(project=project))
    notes = list(
        Note.objects.visible_to(user, at).filter(project=project).select_related("author").order_by("-written_at")
    )
    shows_documents = any(Bundle.DOCUMENTS in one.bundles for one in people)
    documents = list(ProjectDocument.objects.filter(project=project).order_by("added_at", "pk"))
    documents = documents if shows_documents else []
    if not shows_project:
        for need in needs:
            need.words = ""
        needs = [need for need in needs if need.met_at is None]
        return Sheet(project, organization, is_own, people, False, needs=needs, documents=documents)
    return Sheet(
        project, organization, is_own, people, True, name=project.name, summary=project.summary,
        stage=stage_words(intervals[-1]) if intervals else "", needs=needs, wave=wave_of(intervals),
        lines=timeline_of(intervals, milestones), notes=notes, documents=documents,
    )  # fmt: skip
