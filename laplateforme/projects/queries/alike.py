"""The same person twice: who looks alike in one organization, and what joining the two would give."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from laplateforme.projects.enums import Closing, Light
from laplateforme.projects.models import Consent, Holder, Project

MOST = 10
BY_WILL = (Closing.WITHDRAWN, Closing.REFUSED)


@dataclass
class Outcome:
    """What becomes of the standing agreements of somebody who goes (`moved`), and which of both end."""

    moved: list[Consent] = field(default_factory=list)
    ended: list[Consent] = field(default_factory=list)


@dataclass(frozen=True)
class Joining:
    """The preview: nothing is done yet."""

    kept: Holder
    gone: Holder
    projects: list[Project]  # that the one who stays carries from then on
    outcome: Outcome


def alike(holder: Holder) -> list[Holder]:
    """People of the same organization with the same address, telephone or full name: proposed, never joined alone."""
    same = Q()
    if holder.email:
        same |= Q(email__iexact=holder.email)
    if holder.phone:
        same |= Q(phone=holder.phone)
    if holder.first_name and holder.last_name:
        same |= Q(first_name__iexact=holder.first_name, last_name__iexact=holder.last_name)
    if not same:
        return []
    rows = Holder.objects.known().filter(same, organization=holder.organization_id, network=holder.network_id)
    return list(rows.exclude(pk=holder.pk).select_related("commune").order_by("created_at")[:MOST])


def joining(kept: Holder, gone: Holder, at: datetime) -> Joining:
    projects = list(gone.projects.exclude(holders=kept).order_by("created_at"))
    return Joining(kept, gone, projects, outcome_of(kept, gone, at))


def outcome_of(kept: Holder, gone: Holder, at: datetime) -> Outcome:
    """For each project and receiver the stricter of two agreements stays, as it was read; a refusal stays a refusal.

    Of two that are given, the one that lets less be read, then the one that ends first; where neither holds the other,
    both end and the person is asked again. Nothing is ever added to what was agreed to.
    """
    standing = Consent.objects.standing().filter(holder__in=[kept, gone]).select_related("receiver", "project")
    groups: dict[tuple[UUID, UUID], list[Consent]] = {}
    for one in standing.order_by("starts_at", "pk"):
        groups.setdefault((one.project_id, one.receiver_id), []).append(one)
    refused = _refused(kept, gone)
    outcome = Outcome()
    for key, rows in groups.items():
        stay = _stay(rows, kept, refused.get(key), at)
        for one in rows:
            if one not in stay:
                outcome.ended.append(one)
            elif one.holder_id == gone.pk:
                outcome.moved.append(one)
    return outcome


def _refused(kept: Holder, gone: Holder) -> dict[tuple[UUID, UUID], datetime]:
    """When either of them last said no, by project and receiver."""
    rows = Consent.objects.filter(holder__in=[kept, gone], closing__in=BY_WILL, closed_at__isnull=False)
    found = rows.order_by("closed_at").values_list("project", "receiver", "closed_at")
    return {(project, receiver): closed for project, receiver, closed in found if closed}


def _stay(rows: list[Consent], kept: Holder, refused: datetime | None, at: datetime) -> list[Consent]:
    """One that is given at most, one that waits at most."""
    given = [one for one in rows if one.confirmed_at is not None and one.light(at) == Light.OPEN]
    waiting = [one for one in rows if one.confirmed_at is None]
    stay = [*_strictest(given), *sorted(waiting, key=lambda one: one.holder_id != kept.pk)[:1]]
    return [one for one in stay if refused is None or one.starts_at > refused]


def _strictest(given: list[Consent]) -> list[Consent]:
    if len(given) < 2:
        return given
    first, second = sorted(given, key=lambda one: (len(one.bundles), one.ends_at))
    return [first] if set(first.bundles) <= set(second.bundles) else []
