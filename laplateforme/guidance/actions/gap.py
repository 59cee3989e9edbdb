"""Needs that nobody answers, counted without persons."""

from collections.abc import Iterable
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.utils import timezone

from laplateforme.core.ids import uuid7
from laplateforme.guidance.models import Gap, KeyQuestion
from laplateforme.guidance.queries.route import NotedGap
from laplateforme.network.models import Network


@transaction.atomic
def note_gaps(
    *, network: Network, gaps: Iterable[NotedGap], commune_code: str, department_code: str, form_key: str, at: datetime
) -> int:
    """Keeps each gap once for each form sent: the same form sent again adds nothing. Returns how many were sent.

    `form_key` only makes the identifier; it is not kept. Nothing here tells who asked.
    """
    gaps = list(gaps)
    slugs = {gap.question for gap in gaps if gap.question}
    questions = dict(KeyQuestion.objects.filter(network=network, slug__in=slugs).values_list("slug", "pk"))
    Gap.objects.bulk_create(
        [
            Gap(
                id=_identifier(form_key, network, gap, commune_code),
                network=network,
                key_question_id=questions.get(gap.question),
                stage=gap.stage,
                theme=gap.theme,
                commune_code=commune_code,
                department_code=department_code,
                noted_date=timezone.localdate(at),
            )
            for gap in gaps
        ],
        ignore_conflicts=True,
    )
    return len(gaps)


def _identifier(form_key: str, network: Network, gap: NotedGap, commune_code: str) -> UUID:
    if not form_key:
        return uuid7()
    return uuid5(NAMESPACE_URL, "|".join([form_key, str(network.pk), gap.stage, gap.theme, gap.question, commune_code]))
