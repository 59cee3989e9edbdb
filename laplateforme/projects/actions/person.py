"""What concerns the person: readings recorded, their page, everything erased."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from laplateforme.accounts.models import User
from laplateforme.core import journal, tombstones
from laplateforme.core.models import OutgoingMail
from laplateforme.core.proofs import new_figures
from laplateforme.projects import emails
from laplateforme.projects.actions.documents import forget_documents
from laplateforme.projects.enums import Closing
from laplateforme.projects.models import Consent, FormerLead, Holder, Milestone, Need, Note, Project, StageInterval
from laplateforme.projects.queries.parts import agreement_changed, person_erased, project_forgotten
from laplateforme.projects.queries.reading import Sheet
from laplateforme.projects.queries.readings import FIRST_NAME, READ


def record_reading(
    *, sheet: Sheet, by: User | None, at: datetime, bundles: Sequence[str] | None = None
) -> None:  # fmt: skip
    """One line a person of the sheet, before the page is sent; if it cannot be written, the page is not sent.

    `bundles`: what is read, when it is not the whole sheet.

    `by` is None when somebody of the organization reads by a mailed link.
    """
    former = {"former_lead": True} if sheet.former else {}
    for person in sheet.people:
        journal.record(
            READ, at=at, actor_id=by.pk if by else None, subject=Holder(pk=person.key),
            network_id=sheet.project.network_id, organization=str(sheet.organization.pk), project=str(sheet.project.pk),
            bundles=bundles or ([FIRST_NAME] if person.is_masked else sorted(person.bundles)), **former,
        )  # fmt: skip


def send_own_page(*, holder: Holder, at: datetime, by: User | None = None) -> bool:
    """Mails the person the link to their page. False when they left no address."""
    with transaction.atomic():
        journal.record("link sent", at=at, actor_id=by.pk if by else None, subject=holder, network_id=holder.network_id)
        return emails.queue_own_page(holder)


def new_code(*, holder: Holder, at: datetime) -> str:
    """Mails six figures to the person's address and returns them; "" when there is no address."""
    code = new_figures()
    with transaction.atomic():
        journal.record("code sent", at=at, subject=holder, network_id=holder.network_id)
        return code if emails.queue_code(holder, code) else ""


@transaction.atomic
def keep_file(*, holder: Holder, at: datetime) -> None:
    """The person wants their file kept."""
    Holder.objects.known().filter(pk=holder.pk).update(last_activity_at=at, warned_at=None)
    Project.objects.filter(holders=holder).update(last_activity_at=at)


@transaction.atomic
def forget_person(*, holder: Holder, at: datetime, by: User | None = None) -> None:
    """Erases who somebody is, closes their agreements and tells the readers; twice is once.

    A project that nobody else carries loses its name, words, notes and milestones. What stays: dated stages and themes
    of need without a person, and the proofs of agreements, which name nobody, for five years.
    """
    holder = Holder.objects.select_for_update(of=("self",)).get(pk=holder.pk)
    if holder.erased_at is not None:
        return
    standing = Consent.objects.standing().filter(holder=holder).select_related("project__network")
    closed = list(standing)
    for consent in closed:
        emails.queue_withdrawn(consent)
    standing.update(closed_at=at, closing=Closing.ERASED, updated_at=at)
    for consent in closed:
        agreement_changed(consent, at)
    person_erased(holder, at)
    if holder.email:
        OutgoingMail.objects.filter(to=holder.email).delete()
    for project in Project.objects.select_for_update().filter(holders=holder):
        if not project.holders.known().exclude(pk=holder.pk).exists():
            _forget_project(project)
    Holder.objects.filter(pk=holder.pk).update(
        first_name="", last_name="", email="", phone="", user=None, commune=None, unconfirmed_since=None,
        warned_at=None, erased_at=at, version=holder.version + 1,
    )  # fmt: skip
    tombstones.note(holder, at=at)
    journal.record("person erased", at=at, actor_id=by.pk if by else None, subject=holder, network_id=holder.network_id)


def _forget_project(project: Project) -> None:
    Note.objects.filter(project=project).delete()
    Milestone.objects.filter(project=project).delete()
    FormerLead.objects.filter(project=project).delete()
    forget_documents(list(project.documents.all()))
    Need.objects.filter(project=project).update(words="")
    project_forgotten(project)
    StageInterval.objects.filter(project=project).update(why="")
    Project.objects.filter(pk=project.pk).update(
        name="", summary="", siret="", rna="", commune=None, lead_adviser=None, version=project.version + 1
    )
