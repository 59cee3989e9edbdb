"""Organizations of a network and the links between them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from laplateforme.core.text import fold
from laplateforme.network.models import DeclaredLink, Network, Organization, Participation
from laplateforme.places.models import Commune
from laplateforme.vocabulary.enums import FunctionGroup, SupportFunction


@dataclass(frozen=True)
class FunctionWords:
    """One group of the chain and the functions that an organization holds in it, in words."""

    group: FunctionGroup
    functions: tuple[str, ...]


@dataclass(frozen=True)
class OrganizationFilter:
    """What a visitor asks of the list. Empty: everything."""

    text: str = ""
    group: str = ""
    commune_code: str = ""


@dataclass(frozen=True)
class OrganizationLinks:
    """Declared links of one organization in one network."""

    before: list[DeclaredLink]  # who hands on to it
    after: list[DeclaredLink]  # to whom it hands on


def functions_by_group(codes: Iterable[str]) -> list[FunctionWords]:
    """Functions in words, under the six groups, in the order of the chain; unknown codes are left out."""
    wanted = set(codes)
    found = []
    for group in FunctionGroup:
        labels = tuple(str(SupportFunction(code).label) for code in group.functions if code in wanted)
        if labels:
            found.append(FunctionWords(group, labels))
    return found


def function_groups_of(codes: Iterable[str]) -> list[FunctionGroup]:
    wanted = set(codes)
    return [group for group in FunctionGroup if not wanted.isdisjoint(group.functions)]


def participants_of(network: Network | None) -> list[Organization]:
    """Everyone of the network, by name, with commune."""
    return list(Organization.objects.of_network(network).select_related("commune").order_by("name"))


def organizations_listed(network: Network | None, asked: OrganizationFilter) -> list[Organization]:
    """Organizations that answer the filter, by name; accents and case do not count. One query.

    Functions and words are compared in Python: a network holds tens of organizations, not thousands.
    """
    found = participants_of(network)
    if asked.commune_code:
        found = [one for one in found if one.commune_id == asked.commune_code]
    if asked.group in FunctionGroup.values:
        codes = set(FunctionGroup(asked.group).functions)
        found = [one for one in found if not codes.isdisjoint(one.functions)]
    words = fold(asked.text).split()
    if words:
        found = [one for one in found if _answers(one, words)]
    return found


def communes_of_network(network: Network | None) -> list[Commune]:
    """Where its organizations are, by name."""
    places = Organization.objects.of_network(network).exclude(commune=None).values("commune_id")
    return list(Commune.objects.filter(pk__in=places).order_by("name"))


def links_of(organization: Organization, network: Network | None) -> OrganizationLinks:
    """Who comes before and after it in this network. Two queries."""
    if network is None:
        return OrganizationLinks([], [])
    links = DeclaredLink.objects.filter(network=network)
    return OrganizationLinks(
        before=list(
            links.filter(to_organization=organization).select_related("from_organization").order_by("from_organization__name")
        ),
        after=list(
            links.filter(from_organization=organization).select_related("to_organization").order_by("to_organization__name")
        ),
    )  # fmt: skip


def links_of_network(network: Network) -> list[DeclaredLink]:
    """All links, from upstream to downstream by name, with both ends; each with who says it."""
    return list(
        network.declared_links.select_related("from_organization", "to_organization").order_by(
            "from_organization__name", "to_organization__name"
        )
    )


def with_participations(organizations: Iterable[str] | None) -> list[Organization]:
    """Organizations by key (None: all), with commune and the networks they are in: what the search index needs."""
    found = Organization.objects.select_related("commune").prefetch_related(
        Prefetch("participations", queryset=Participation.objects.select_related("network"))
    )
    if organizations is not None:
        found = found.filter(pk__in=list(organizations))
    return list(found.order_by("pk"))


def _answers(organization: Organization, words: list[str]) -> bool:
    place = organization.commune.name if organization.commune else ""
    functions = " ".join(label for group in functions_by_group(organization.functions) for label in group.functions)
    said = fold(
        " ".join((organization.name, organization.short_name, organization.summary, organization.description, place))
    )
    said = f"{said} {fold(functions)}"
    return all(word in said for word in words)
