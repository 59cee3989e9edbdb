"""Articles, as the search finds them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from laplateforme.core.search import Document
from laplateforme.editorial.models import ArticlePage
from laplateforme.editorial.queries.body import text_of

KIND = "article"
CHUNK = 500
LONGEST = 20_000  # signs of a text that are searched


def article_documents(keys: Sequence[str] | None) -> Iterable[Document]:
    """Articles, portraits and dates that are online, of published networks."""
    articles = ArticlePage.objects.shown().filter(network__is_published=True).order_by("pk")
    found = articles.values_list("pk", flat=True)
    if keys is not None:
        found = found.filter(pk__in=[int(key) for key in keys])
    everyone = list(found)
    for start in range(0, len(everyone), CHUNK):
        yield from _documents(everyone[start : start + CHUNK])


def _documents(keys: list[int]) -> Iterator[Document]:
    """Two queries for all of them."""
    words: defaultdict[int, list[str]] = defaultdict(list)
    links = ArticlePage.keywords.through.objects.filter(articlepage__in=keys)
    for key, name in links.order_by("keyword__name").values_list("articlepage_id", "keyword__name"):
        words[key].append(name)
    for article in ArticlePage.objects.filter(pk__in=keys).select_related("section").order_by("pk"):
        yield document_of(article, words[article.pk])


def document_of(article: ArticlePage, keywords: Iterable[str]) -> Document:
    return Document(
        kind=KIND,
        key=str(article.pk),
        networks=(str(article.network_id),),
        texts={
            "title": article.title,
            "words": ", ".join(keywords),
            "body": f"{article.standfirst}\n{text_of(article)}"[:LONGEST],
            "labels": article.section.title,
        },
        payload={
            "title": article.title,
            "place": f"/ressources/{article.inner_path}",
            "note": article.section.title,
        },
    )
