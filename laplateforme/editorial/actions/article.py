"""Texts: written, proposed, published, taken back."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page, Revision

from laplateforme.accounts.models import User
from laplateforme.core import journal
from laplateforme.core.text import slug_of
from laplateforme.editorial.actions.site import sync_groups
from laplateforme.editorial.models import ArticlePage, Author, Keyword, SectionPage, SiteRoot

SECTION_FIELDS = frozenset({"title", "intro", "position", "search_description", "origin"})
ARTICLE_FIELDS = frozenset(
    {
        *("title", "kind", "online_at", "standfirst", "picture", "picture_alt", "body", "takes_replies", "language"),
        *("translations", "search_description", "go_live_at", "expire_at", "origin"),
    }
)
PORTRAIT_FIELDS = ARTICLE_FIELDS | {"team", "commune", "quote", "what_helped", "steps", "agreed_date", "agreed_by"}
EVENT_FIELDS = ARTICLE_FIELDS | {"starts_at", "ends_at", "place", "commune", "link", "cost", "is_cancelled"}
FIELDS = {"articlepage": ARTICLE_FIELDS, "portraitpage": PORTRAIT_FIELDS, "eventpage": EVENT_FIELDS}


class UnableToPublish(Exception):
    """The text lacks something that readers need. `reasons`: by field, in words."""

    def __init__(self, reasons: Mapping[str, list[str]]) -> None:
        super().__init__(str(dict(reasons)))
        self.reasons = dict(reasons)


class UnableToMoveText(Exception):
    """The text is not where this deed begins: not proposed, already online."""


@transaction.atomic
def create_section(
    *, parent: SiteRoot | SectionPage, values: Mapping[str, Any], at: datetime, by: User | None = None, slug: str = ""
) -> SectionPage:
    """A place for texts, open at once. `values`: SECTION_FIELDS."""
    _only(SECTION_FIELDS, values)
    section = SectionPage(owner=by, live=True, first_published_at=at, last_published_at=at, **values)
    section.slug = free_slug(parent, slug or str(values["title"]), "rubrique")
    parent.add_child(instance=section)
    _record("section created", section, by, at)
    return section


@transaction.atomic
def write_article(
    *, section: SectionPage, values: Mapping[str, Any], at: datetime, by: User | None = None,
    model: type[ArticlePage] = ArticlePage, keywords: Iterable[Keyword] = (), authors: Iterable[Author] = (),
    slug: str = "",
) -> ArticlePage:  # fmt: skip
    """A draft in a section, that its writers alone can read. `body`: (kind, value) pairs as in BodyBlock.

    `values`: ARTICLE_FIELDS, PORTRAIT_FIELDS or EVENT_FIELDS, as `model` is.
    """
    _only(FIELDS[model._meta.model_name or ""], values)
    page = model(owner=by, live=False, **values)
    page.slug = free_slug(section, slug or str(values["title"]), "article")
    page.keywords, page.authors = list(keywords), list(authors)
    section.add_child(instance=page)
    page.save_revision(user=by, log_action=False)
    _record("text written", page, by, at)
    return page


@transaction.atomic
def revise_article(
    *, page: ArticlePage, values: Mapping[str, Any], at: datetime, by: User | None = None,
    keywords: Iterable[Keyword] | None = None,
) -> Revision:  # fmt: skip
    """A new version of a text on top of its last one, which stays as it is online until it is published."""
    fresh = _last(page).get_latest_revision_as_object()
    _only(FIELDS[fresh._meta.model_name], values)
    for name, value in values.items():
        setattr(fresh, name, value)
    if keywords is not None:
        fresh.keywords = list(keywords)
    revision: Revision = fresh.save_revision(user=by, changed=True)
    _record("text revised", fresh, by, at, fields=sorted(values))
    return revision


def note_workshop(*, page: ArticlePage, at: datetime, by: User) -> None:
    """The journal's line about a version that somebody wrote in the workshop."""
    _record("text revised", page, by, at, fields=["workshop"])


@transaction.atomic
def publish_article(*, page: ArticlePage, at: datetime, by: User | None = None) -> ArticlePage:
    """Puts the last version of a text online, or on its way if it has a date to come. Raises UnableToPublish."""
    revision = _last(page).get_latest_revision() or page.save_revision(user=by)
    try:
        with transaction.atomic():
            revision.publish(user=by, skip_permission_checks=True)
    except ValidationError as error:
        raise UnableToPublish(error.message_dict) from error
    fresh: ArticlePage = type(page).objects.get(pk=page.pk)
    _record("text published", fresh, by, at)
    return fresh


@transaction.atomic
def schedule_article(*, page: ArticlePage, moment: datetime, at: datetime, by: User) -> ArticlePage:
    """The last version goes online by itself at `moment`. Raises UnableToPublish, UnableToMoveText when it is past."""
    if moment <= at:
        raise UnableToMoveText("past")
    missing(page)
    revise_article(page=page, values={"go_live_at": moment}, at=at, by=by)
    return publish_article(page=page, at=at, by=by)


@transaction.atomic
def restore_version(*, page: ArticlePage, revision: Revision, at: datetime, by: User) -> Revision:
    """Makes a former version the last one again; nothing is lost, and nothing goes online by it."""
    if str(page.pk) != revision.object_id:
        raise UnableToMoveText("another text")
    former = revision.as_object()
    former.go_live_at = former.expire_at = None
    again: Revision = former.save_revision(user=by, changed=True, previous_revision=revision)
    _record("former version taken again", page, by, at, version=revision.pk)
    return again


@transaction.atomic
def withdraw_article(*, page: ArticlePage, at: datetime, by: User) -> ArticlePage:
    """Takes a text away from the public; its writers keep it. Raises UnableToMoveText when it is not online."""
    if not page.live:
        raise UnableToMoveText("not online")
    UnpublishPageAction(page, user=by).execute(skip_permission_checks=True)
    _record("text withdrawn", page, by, at)
    return page


@transaction.atomic
def propose_article(*, page: ArticlePage, at: datetime, by: User) -> ArticlePage:
    """Asks a facilitator to read and publish the last version. Raises UnableToMoveText, UnableToPublish."""
    if page.current_workflow_state is not None:
        raise UnableToMoveText("proposed already")
    missing(page)
    workflow = page.get_workflow()
    if workflow is None:
        raise UnableToMoveText("no approval")
    workflow.start(page, by)
    _record("text proposed", page, by, at)
    return page


@transaction.atomic
def approve_article(*, page: ArticlePage, at: datetime, by: User) -> ArticlePage:
    """A facilitator agrees: the proposed version is published. Raises UnableToMoveText, UnableToPublish."""
    state = _proposed(page)
    sync_groups(user=by)  # Wagtail asks its own groups
    try:
        with transaction.atomic():
            state.approve(user=User.objects.get(pk=by.pk))
    except ValidationError as error:
        raise UnableToPublish(error.message_dict) from error
    fresh: ArticlePage = type(page).objects.get(pk=page.pk)
    _record("text approved", fresh, by, at)
    return fresh


@transaction.atomic
def send_back_article(*, page: ArticlePage, words: str, at: datetime, by: User) -> ArticlePage:
    """A facilitator asks for changes, in words that the writer reads. Raises UnableToMoveText."""
    _proposed(page).reject(user=by, comment=words)
    _record("text sent back", page, by, at)
    return page


def missing(page: ArticlePage) -> None:
    """Raises UnableToPublish with what the last version lacks to be read by the public."""
    draft = _last(page).get_latest_revision_as_object()
    draft.live = True
    try:
        draft.full_clean()
    except ValidationError as error:
        raise UnableToPublish(error.message_dict) from error


def free_slug(parent: Page, words: str, otherwise: str) -> str:
    """A short name from `words` that no other child of `parent` has."""
    start = slug_of(words) or otherwise
    taken = set(parent.get_children().filter(slug__startswith=start).values_list("slug", flat=True))
    number = 1
    while (slug := start if number == 1 else f"{start}-{number}") in taken:
        number += 1
    return slug


def _last(page: ArticlePage) -> ArticlePage:
    """`page`, which may have been read before somebody wrote a newer version, with its last version."""
    page.refresh_from_db(fields=["latest_revision"])
    return page


def _proposed(page: ArticlePage) -> Any:
    state = page.current_workflow_task_state
    if state is None:
        raise UnableToMoveText("not proposed")
    return state


def _only(known: frozenset[str], values: Mapping[str, Any]) -> None:
    if unknown := set(values) - known:
        raise TypeError(f"not editable: {sorted(unknown)}")


def _record(verb: str, page: Any, by: User | None, at: datetime, **details: Any) -> None:
    journal.record(verb, at=at, actor_id=by.pk if by else None, subject=page, network_id=page.network_id, **details)
