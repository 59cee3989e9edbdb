"""Topics of public boards, as the search finds them. Private ones never enter the index."""

from collections.abc import Iterable, Sequence

from laplateforme.core.search import Document
from laplateforme.forum.enums import PostStatus, Readers
from laplateforme.forum.models import Topic

KIND = "topic"
MOST_WORDS = 20_000


def topic_documents(keys: Sequence[str] | None) -> Iterable[Document]:
    """Topics with something published, of boards that anybody reads in published networks."""
    topics = Topic.objects.begun().filter(
        board__readers=Readers.PUBLIC, readers=Readers.PUBLIC, network__is_published=True
    )
    if keys is not None:
        topics = topics.filter(pk__in=keys)
    for topic in topics.prefetch_related("posts").iterator(chunk_size=200):
        words = "\n".join(post.text for post in topic.posts.all() if post.status == PostStatus.PUBLISHED)
        yield Document(
            kind=KIND,
            key=str(topic.pk),
            networks=(str(topic.network_id),),
            texts={"title": topic.title, "body": words[:MOST_WORDS]},
            facets={},
            boost=0.0,
            payload={"title": topic.title, "place": topic.place or f"/echanges/sujet/{topic.code}/", "note": ""},
        )
