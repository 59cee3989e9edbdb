"""Working groups with a public page, as the search finds them."""

from collections.abc import Iterable, Sequence

from laplateforme.core.search import Document
from laplateforme.groups.models import WorkingGroup

KIND = "working_group"


def group_documents(keys: Sequence[str] | None) -> Iterable[Document]:
    """Groups whose page anybody reads, of published networks; those that ended too: their minutes stay."""
    groups = WorkingGroup.objects.filter(is_public=True, network__is_published=True).select_related("network")
    if keys is not None:
        groups = groups.filter(pk__in=keys)
    for group in groups.order_by("pk").iterator(chunk_size=200):
        yield Document(
            kind=KIND,
            key=str(group.pk),
            networks=(str(group.network_id),),
            texts={"title": group.name, "body": f"{group.purpose}\n{group.objectives}"},
            payload={"title": group.name, "place": f"/groupes/{group.slug}/", "note": group.purpose[:160]},
        )
