"""Practice cards, side by side."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Prefetch, Subquery

from laplateforme.network.models import Network, Organization, PracticeCard, PracticeVersion
from laplateforme.vocabulary.enums import FunctionGroup, SupportFunction


@dataclass(frozen=True)
class PracticeRow:
    """The card of one organization, as it stands."""

    card: PracticeCard
    organization: Organization
    version: PracticeVersion
    comments: int


@dataclass(frozen=True)
class PracticeTable:
    """One function and every card that speaks of it."""

    function: str
    label: str
    rows: list[PracticeRow]


def _newest() -> Subquery:
    return Subquery(PracticeVersion.objects.filter(card=OuterRef("card")).order_by("-number").values("number")[:1])


def practice_tables(network: Network | None, function: str = "") -> list[PracticeTable]:
    """Cards of the network's organizations by function, in the order of the chain. Two queries."""
    cards = (
        PracticeCard.objects.filter(organization__in=Organization.objects.of_network(network))
        .annotate(comment_count=Count("comments", distinct=True))
        .select_related("organization")
        .prefetch_related(
            Prefetch("versions", queryset=PracticeVersion.objects.filter(number=_newest()), to_attr="newest_versions")
        )
        .order_by("organization__name")
    )
    if function:
        cards = cards.filter(function=function)
    rows: dict[str, list[PracticeRow]] = {}
    for card in cards:
        if card.newest_versions:
            row = PracticeRow(card, card.organization, card.newest_versions[0], card.comment_count)
            rows.setdefault(card.function, []).append(row)
    order = [code for group in FunctionGroup for code in group.functions]
    order += [code for code in SupportFunction.values if code not in order]
    return [PracticeTable(code, str(SupportFunction(code).label), rows[code]) for code in order if code in rows]


def current_version(card: PracticeCard) -> PracticeVersion | None:
    return card.versions.order_by("-number").select_related("author").first()
