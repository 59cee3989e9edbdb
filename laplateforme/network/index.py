"""Organizations, as the search finds them."""

from collections.abc import Iterable, Sequence

from laplateforme.core.search import Document
from laplateforme.network.models import Organization
from laplateforme.network.queries.organizations import function_groups_of, functions_by_group, with_participations

KIND = "organization"
FACETS = ("function", "function_group")


def organization_documents(keys: Sequence[str] | None) -> Iterable[Document]:
    """Those of published networks; one that takes part nowhere is not found."""
    for organization in with_participations(keys):
        networks = tuple(str(one.network_id) for one in organization.participations.all() if one.network.is_published)
        if networks:
            yield document_of(organization, networks)


def document_of(organization: Organization, networks: tuple[str, ...]) -> Document:
    groups = functions_by_group(organization.functions)
    commune = organization.commune
    return Document(
        kind=KIND,
        key=str(organization.pk),
        networks=networks,
        texts={
            "title": f"{organization.name} {organization.short_name}".strip(),
            "summary": organization.summary,
            "labels": ", ".join(label for words in groups for label in words.functions),
            "body": organization.description,
            "more": commune.name if commune else "",
        },
        facets={
            "function": tuple(organization.functions),
            "function_group": tuple(group.value for group in function_groups_of(organization.functions)),
        },
        areas=tuple(organization.coverage),
        lat=commune.latitude if commune else None,
        lon=commune.longitude if commune else None,
        payload={
            "name": organization.name,
            "slug": organization.slug,
            "summary": organization.summary,
            "place": commune.name if commune else "",
            "groups": [group.value for group in function_groups_of(organization.functions)],
        },
    )
