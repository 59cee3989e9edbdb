"""The same person has two files: they are joined, and no reader reads more than before."""

from datetime import datetime

from django.db import transaction

from laplateforme.accounts.models import User
from laplateforme.core import journal, tombstones
from laplateforme.projects import emails
from laplateforme.projects.enums import Closing
from laplateforme.projects.models import Consent, Holder, Project
from laplateforme.projects.queries.alike import outcome_of
from laplateforme.projects.queries.parts import agreement_changed, person_erased


class UnableToJoin(Exception):
    """`why`: oneself, elsewhere, gone, account."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@transaction.atomic
def join_people(*, kept: Holder, gone: Holder, by: User, at: datetime) -> Holder:
    """`kept` carries the projects of both, with their own details; `gone` is nobody any more. For each receiver the
    stricter agreement stays (see queries.alike). The person is told, and reads it on their page. Raises UnableToJoin.
    """
    pairs = {one.pk for one in (kept, gone)}
    list(Project.objects.select_for_update().filter(holders__in=pairs).order_by("pk").values_list("pk", flat=True))
    rows = Holder.objects.select_for_update(of=("self",)).select_related("network", "organization")
    found = {one.pk: one for one in rows.filter(pk__in=pairs).order_by("pk")}
    if len(found) < 2:
        raise UnableToJoin("oneself")
    kept, gone = found[kept.pk], found[gone.pk]
    _refuse(kept, gone)
    outcome = outcome_of(kept, gone, at)
    for one in outcome.ended:
        Consent.objects.filter(pk=one.pk).update(closed_at=at, closing=Closing.MERGED, updated_at=at)
    Consent.objects.filter(holder=gone).update(holder=kept, updated_at=at)
    for project in gone.projects.all():
        project.holders.remove(gone)
        project.holders.add(kept)
    person_erased(gone, at)
    Holder.objects.filter(pk=gone.pk).update(
        first_name="", last_name="", email="", phone="", user=None, commune=None, unconfirmed_since=None,
        warned_at=None, erased_at=at, merged_into=kept, version=gone.version + 1,
    )  # fmt: skip
    gone.merged.update(merged_into=kept)  # a file that was joined before comes along, with its readings
    Holder.objects.filter(pk=kept.pk).update(last_activity_at=at, warned_at=None)
    tombstones.note(gone, at=at)
    for one in (*outcome.ended, *outcome.moved):
        agreement_changed(Consent.objects.select_related("project__network").get(pk=one.pk), at)
    for subject in (kept, gone):
        journal.record(
            "people joined", at=at, actor_id=by.pk, subject=subject, network_id=kept.network_id, kept=str(kept.pk),
            gone=str(gone.pk), agreements_ended=len(outcome.ended),
        )  # fmt: skip
    emails.queue_joined(kept)
    return kept


def _refuse(kept: Holder, gone: Holder) -> None:
    if (kept.network_id, kept.organization_id) != (gone.network_id, gone.organization_id):
        raise UnableToJoin("elsewhere")
    if kept.erased_at is not None or gone.erased_at is not None:
        raise UnableToJoin("gone")
    if gone.user_id is not None and gone.user_id != kept.user_id:
        raise UnableToJoin("account")
