"""Counts who could have been shown on a route and who was, without persons: buffered, so that reading stays cheap."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from uuid import UUID

from django.db.models import F

from laplateforme.core.buffers import Buffer
from laplateforme.guidance.models import ExposureCount
from laplateforme.guidance.queries.choice import Draw
from laplateforme.network.models import Network, Organization

Key = tuple[UUID, str, date, str]  # network, organization, day, what


def note_exposure(*, network: Network, draws: Iterable[Draw], day: date) -> None:
    """Counts one page: each place, who could have had it, who had it. Written every ten seconds at most.

    "First" counts the first places of a stage. Shown / eligible is the share of turns that an organization won.
    """

    def noted() -> Iterator[tuple[Key, int]]:
        for draw in draws:
            for organization in draw.eligible:
                yield (network.pk, organization, day, "eligible"), 1
            yield (network.pk, draw.chosen.organization, day, "shown"), 1
            if draw.is_first:
                yield (network.pk, draw.chosen.organization, day, "first"), 1

    waiting.add(noted())


def _write(rows: Mapping[Key, int]) -> None:
    """Organizations and networks that are gone are left out."""
    alive = {
        str(pk) for pk in Organization.objects.filter(pk__in={key[1] for key in rows}).values_list("pk", flat=True)
    }
    networks = set(Network.objects.filter(pk__in={key[0] for key in rows}).values_list("pk", flat=True))
    for network, organization, day in sorted({key[:3] for key in rows}, key=str):
        if organization not in alive or network not in networks:
            continue
        where = {"network_id": network, "organization_id": organization, "day": day}
        ExposureCount.objects.get_or_create(**where)  # type: ignore[arg-type]
        more = {
            what: F(what) + rows.get((network, organization, day, what), 0) for what in ("eligible", "shown", "first")
        }
        ExposureCount.objects.filter(**where).update(**more)


waiting: Buffer[Key] = Buffer(_write)


def flush_exposure() -> None:
    """Writes what waits."""
    waiting.flush()
