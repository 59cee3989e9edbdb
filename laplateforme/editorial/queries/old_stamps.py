"""How the rows that an import made stand: a stamp that changes when somebody changes them."""

from collections.abc import Iterable
from hashlib import sha1
from typing import Any

from wagtail.models import Page

from laplateforme.editorial.models import (
    ArticlePage,
    AttachedFile,
    Author,
    Keyword,
    KeywordGroup,
    OldAddress,
    Picture,
    SectionPage,
)
from laplateforme.forum.models import Board, Post, Topic

CHUNK = 500
STEP = 4  # signs of a path in the tree for each floor
STAMPED: dict[type[Any], tuple[str, ...]] = {
    SectionPage: ("title", "intro", "position", "slug", "live"),
    ArticlePage: ("latest_revision_id", "live", "section_id", "slug"),
    KeywordGroup: ("name", "slug", "position"),
    Keyword: ("group_id", "name", "slug", "description"),
    Author: ("name", "organization_id", "user_id", "is_named"),
    Picture: ("title", "description", "credit", "file", "file_hash"),
    AttachedFile: ("title", "file", "file_hash"),
    Board: ("name", "purpose", "readers", "is_open"),
    Topic: ("title", "is_open", "is_pinned"),
    Post: ("text", "status", "author_name"),
    OldAddress: ("page_id", "keyword_id", "target"),
}
MODELS = {str(model._meta.model_name): model for model in STAMPED}


def key_of(model: type[Any], key: Any) -> str:
    """The name of a row in the list of things: "articlepage:12"."""
    return f"{model._meta.model_name}:{key}"


def stamps_of(model: type[Any], keys: Iterable[Any]) -> dict[str, str]:
    """By key, as text; without those that are no more. A query for each 500, two for sections."""
    found: dict[str, str] = {}
    everyone = list(keys)
    for start in range(0, len(everyone), CHUNK):
        some = everyone[start : start + CHUNK]
        rows = list(model.objects.filter(pk__in=some).values_list("pk", *STAMPED[model]))
        parents = _parents(some) if model is SectionPage else {}
        for key, *values in rows:
            said = "\x1f".join(str(value) for value in (*values, parents.get(key, "")))
            found[str(key)] = sha1(said.encode(), usedforsecurity=False).hexdigest()
    return found


def _parents(keys: Iterable[Any]) -> dict[Any, Any]:
    paths = dict(Page.objects.filter(pk__in=keys).values_list("pk", "path"))
    above = {path[:-STEP] for path in paths.values()}
    by_path = dict(Page.objects.filter(path__in=above).values_list("path", "pk"))
    return {key: by_path.get(path[:-STEP], "") for key, path in paths.items()}
