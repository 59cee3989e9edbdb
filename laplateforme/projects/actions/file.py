"""Files: opened, written, moved from stage to stage."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from laplateforme.accounts.models import User
from laplateforme.core import journal
from laplateforme.core.text import clean_text
from laplateforme.core.versions import save_versioned
from laplateforme.network.models import Network, Organization, Participation
from laplateforme.places.models import Commune
from laplateforme.projects.enums import Standing
from laplateforme.projects.models import Holder, Milestone, Need, Note, Project, StageInterval
from laplateforme.projects.models.desks import desks_of
from laplateforme.vocabulary.enums import LegalForm, Stage


class UnableToKeepFile(Exception):
    """The organization does not take part in the network, or the person is nobody any more."""


class UnableToMoveProject(Exception):
    """The stage would begin before the present one did, or later than now."""

    def __init__(self, present: StageInterval | None) -> None:
        super().__init__(present.starts_at if present else "")
        self.present = present


@dataclass(frozen=True)
class PersonValues:
    """Somebody, as they present themselves."""

    first_name: str
    last_name: str = ""
    email: str = ""
    phone: str = ""
    commune: Commune | None = None
    user: User | None = None


@dataclass(frozen=True)
class ProjectValues:
    """What they want to do."""

    name: str = ""
    summary: str = ""
    commune: Commune | None = None
    legal_form: str = LegalForm.NONE
    siret: str = ""
    rna: str = ""


@transaction.atomic
def open_file(
    *, network: Network, organization: Organization, person: PersonValues, at: datetime, by: User | None,
    project: ProjectValues | None = None, stage: str = Stage.IDEA, themes: Sequence[str] = (),
    by_word_of_mouth: bool = False,
) -> Project:  # fmt: skip
    """A person and their project, at a stage, with what they need first; `by` leads it.

    `by_word_of_mouth`: met at a fair or by telephone; until they confirm something, their means of contact stay thirty
    days only. Raises UnableToKeepFile when the organization does not take part in the network.
    """
    if not Participation.objects.filter(network=network, organization=organization).exists():
        raise UnableToKeepFile(organization.pk)
    values = project or ProjectValues()
    lead = by if by is not None and desks_of(by).filter(network=network, organization=organization).exists() else None
    made = Project.objects.create(
        network=network, organization=organization, lead_adviser=lead, last_activity_at=at, **_cleaned(values)
    )
    add_holder(project=made, person=person, at=at, by=by, by_word_of_mouth=by_word_of_mouth)
    StageInterval.objects.create(project=made, stage=stage, starts_at=at, noted_by=by)
    for theme in dict.fromkeys(themes):
        Need.objects.create(project=made, theme=theme, noted_at=at)
    journal.record(
        "file opened", at=at, actor_id=by.pk if by else None, subject=made, network_id=network.pk,
        organization=str(organization.pk),
    )  # fmt: skip
    return made


@transaction.atomic
def add_holder(
    *, project: Project, person: PersonValues, at: datetime, by: User | None, by_word_of_mouth: bool = False
) -> Holder:
    """Somebody else carries the project too. What the others agreed to says nothing about them."""
    holder = Holder.objects.create(
        network_id=project.network_id,
        organization_id=project.organization_id,
        user=person.user,
        first_name=clean_text(person.first_name)[:80],
        last_name=clean_text(person.last_name)[:80],
        email=person.email.strip().lower(),
        phone=person.phone,
        commune=person.commune,
        last_activity_at=at,
        unconfirmed_since=at if by_word_of_mouth else None,
    )
    project.holders.add(holder)
    _touched(project, at)
    journal.record("person added", at=at, actor_id=by.pk if by else None, subject=holder, network_id=project.network_id)
    return holder


@transaction.atomic
def edit_holder(
    *, holder: Holder, expected: int | None, person: PersonValues, at: datetime, by: User | None = None
) -> Holder:
    """Corrects who somebody is; by the person (then `by` is their account or None) or by their adviser.

    Raises StaleVersion; UnableToKeepFile when the person was erased.
    """
    fresh = Holder.objects.select_for_update().get(pk=holder.pk)
    if fresh.erased_at is not None:
        raise UnableToKeepFile(holder.pk)
    fresh.first_name, fresh.last_name = clean_text(person.first_name)[:80], clean_text(person.last_name)[:80]
    fresh.email, fresh.phone, fresh.commune = person.email.strip().lower(), person.phone, person.commune
    fresh.last_activity_at, fresh.warned_at = at, None
    saved = save_versioned(fresh, expected)
    journal.record(
        "person corrected", at=at, actor_id=by.pk if by else None, subject=saved, network_id=saved.network_id
    )
    return saved


@transaction.atomic
def edit_project(*, project: Project, expected: int | None, values: ProjectValues, by: User, at: datetime) -> Project:
    """Raises StaleVersion."""
    fresh = Project.objects.select_for_update().get(pk=project.pk)
    for name, value in _cleaned(values).items():
        setattr(fresh, name, value)
    fresh.last_activity_at = at
    saved = save_versioned(fresh, expected)
    _touched(saved, at)
    return saved


@transaction.atomic
def move_project(
    *, project: Project, stage: str, at: datetime, by: User | None, standing: str = Standing.ACTIVE,
    starts_at: datetime | None = None, why: str = "",
) -> StageInterval:  # fmt: skip
    """From `starts_at` (now when not said) the project is at this stage and stands so; it may go back.

    Raises UnableToMoveProject when that is before the present interval began, or in the future. Saying again what is
    so already adds nothing.
    """
    project = _locked(project)
    since = starts_at or at
    present = StageInterval.objects.filter(project=project).order_by("-starts_at").first()
    if since > at or (present is not None and since < present.starts_at):
        raise UnableToMoveProject(present)
    if present is not None and (present.stage, present.standing) == (stage, standing):
        return present
    try:
        with transaction.atomic():
            interval = StageInterval.objects.create(
                project=project, stage=stage, standing=standing, starts_at=since, why=clean_text(why)[:200], noted_by=by
            )
    except IntegrityError:
        raise UnableToMoveProject(present) from None
    _touched(project, at)
    journal.record(
        "stage changed", at=at, actor_id=by.pk if by else None, subject=project, network_id=project.network_id,
        before=f"{present.stage} {present.standing}" if present else "", after=f"{stage} {standing}",
    )  # fmt: skip
    return interval


@transaction.atomic
def note_interview(*, project: Project, organization: Organization, text: str, by: User, at: datetime) -> Note:
    """Keeps what was said; read by `organization` and by the person only."""
    note = Note.objects.create(
        project=project, organization=organization, author=by, text=clean_text(text), written_at=at
    )
    _touched(project, at)
    return note


@transaction.atomic
def add_milestone(*, project: Project, words: str, day: date, by: User | None, at: datetime) -> Milestone:
    """Something that counted, as the person says it."""
    milestone = Milestone.objects.create(
        project=project, words=clean_text(words)[:200], happened_date=day, noted_by=by
    )  # fmt: skip
    _touched(project, at)
    return milestone


@transaction.atomic
def note_need(*, project: Project, theme: str, at: datetime, words: str = "") -> Need:
    """One open need a theme: said again, its words are renewed."""
    need, is_new = Need.objects.select_for_update().get_or_create(
        project=project, theme=theme, met_at=None, defaults={"words": clean_text(words)[:200], "noted_at": at}
    )
    if not is_new and words:
        need.words = clean_text(words)[:200]
        need.version += 1
        need.save(update_fields=["words", "version", "updated_at"])
    _touched(project, at)
    return need


@transaction.atomic
def meet_need(*, need: Need, at: datetime) -> Need:
    """It is met, or no longer felt. Twice is once."""
    need = Need.objects.select_for_update(of=("self",)).select_related("project").get(pk=need.pk)
    if need.met_at is None:
        need.met_at = at
        need.version += 1
        need.save(update_fields=["met_at", "version", "updated_at"])
        _touched(need.project, at)
    return need


def _cleaned(values: ProjectValues) -> dict[str, object]:
    return {
        "name": clean_text(values.name)[:120],
        "summary": clean_text(values.summary)[:1000],
        "commune": values.commune,
        "legal_form": values.legal_form,
        "siret": values.siret,
        "rna": values.rna.upper(),
    }


def _locked(project: Project) -> Project:
    return Project.objects.select_for_update().get(pk=project.pk)


def _touched(project: Project, at: datetime) -> None:
    """Something happened: the file and its people stay. A past date never makes them older."""
    Project.objects.filter(pk=project.pk, last_activity_at__lt=at).update(last_activity_at=at)
    project.holders.known().filter(last_activity_at__lt=at).update(last_activity_at=at, warned_at=None)
