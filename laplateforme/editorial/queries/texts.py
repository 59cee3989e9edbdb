"""Texts as their writers see them: where each stands, what waits, its former versions."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import Page, Revision, TaskState, WorkflowState

from laplateforme.editorial.enums import PageState
from laplateforme.editorial.models import ArticlePage
from laplateforme.editorial.queries.pages import specific
from laplateforme.network.models import Network

MOST = 30
SHAPES = {
    PageState.DRAFT: ("plain", "edit"),
    PageState.PROPOSED: ("wait", "clock"),
    PageState.SCHEDULED: ("info", "calendar"),
    PageState.PUBLISHED: ("ok", "check"),
    PageState.CHANGED: ("wait", "half"),
}


@dataclass(frozen=True)
class TextLine:
    """One text of a list of writers. `kind` and `shape` are those of the component `status_tag`."""

    pk: int
    title: str
    section: str
    changed_at: datetime | None
    state: PageState
    is_mine: bool

    @property
    def kind(self) -> str:
        return SHAPES[self.state][0]

    @property
    def shape(self) -> str:
        return SHAPES[self.state][1]


@dataclass(frozen=True)
class Version:
    """A former version of a text."""

    pk: int
    at: datetime
    who: str
    is_last: bool
    is_online: bool


def state_of(page: Any, proposed: set[int]) -> PageState:
    if page.pk in proposed:
        return PageState.PROPOSED
    if page.approved_schedule:
        return PageState.SCHEDULED
    if not page.live:
        return PageState.DRAFT
    return PageState.CHANGED if page.has_unpublished_changes else PageState.PUBLISHED


def proposed_among(keys: list[int]) -> set[int]:
    """Those of `keys` that a facilitator has to read. One query."""
    states = WorkflowState.objects.filter(
        status=WorkflowState.STATUS_IN_PROGRESS,
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id__in=[str(key) for key in keys],
    )
    return {int(key) for key in states.values_list("object_id", flat=True)}


def proposed_in(network: Network) -> list[int]:
    """Keys of all texts of a network that wait for a facilitator. Two queries."""
    states = WorkflowState.objects.filter(
        status=WorkflowState.STATUS_IN_PROGRESS, base_content_type=ContentType.objects.get_for_model(Page)
    )
    keys = [int(key) for key in states.values_list("object_id", flat=True)]
    return list(ArticlePage.objects.of_network(network).filter(pk__in=keys).values_list("pk", flat=True))


def texts_of(network: Network, user: Any) -> tuple[list[TextLine], list[TextLine]]:
    """(what is not online as it stands, the last ones that are), the newest first. Three queries."""
    articles = ArticlePage.objects.of_network(network).select_related("section")
    waits = Q(live=False) | Q(has_unpublished_changes=True)
    newest = articles.order_by("-latest_revision_created_at", "-pk")
    waiting, online = list(newest.filter(waits)[:MOST]), list(newest.exclude(waits)[:8])
    proposed = proposed_among([page.pk for page in waiting])

    def line(page: ArticlePage) -> TextLine:
        return TextLine(
            page.pk,
            page.draft_title or page.title,
            page.section.title,
            page.latest_revision_created_at,
            state_of(page, proposed),
            page.owner_id == user.pk,
        )

    return [line(page) for page in waiting], [line(page) for page in online]


def text_at(network: Network | None, key: int) -> ArticlePage | None:
    """A text of the network, whatever its state; as it is online."""
    article = ArticlePage.objects.of_network(network).select_related("picture", "section").filter(pk=key).first()
    return specific(article) if article is not None else None


def versions_of(page: ArticlePage) -> list[Version]:
    """The last thirty versions, the newest first. One query."""
    rows = Revision.objects.filter(object_id=str(page.pk), base_content_type_id=page.get_base_content_type().pk)
    rows = rows.select_related("user").order_by("-created_at", "-pk").defer("content")
    return [
        Version(
            row.pk,
            row.created_at,
            row.user.get_full_name() if row.user else "",
            row.pk == page.latest_revision_id,
            page.live and row.pk == page.live_revision_id,
        )
        for row in rows[:MOST]
    ]


def version_of(page: ArticlePage, asked: str) -> Revision | None:
    """The former version of a text whose key is asked for; anything strange is none."""
    if not (asked.isascii() and asked.isdigit() and len(asked) < 10):
        return None
    found: Revision | None = Revision.objects.filter(
        object_id=str(page.pk), base_content_type_id=page.get_base_content_type().pk, pk=int(asked)
    ).first()
    return found


def sent_back_with(page: ArticlePage) -> str:
    """What a facilitator asked for when the text came back; empty once it has been proposed again."""
    last = (
        TaskState.objects.filter(
            workflow_state__object_id=str(page.pk),
            workflow_state__base_content_type_id=page.get_base_content_type().pk,
        )
        .order_by("-started_at", "-pk")
        .first()
    )
    return str(last.comment) if last is not None and last.status == TaskState.STATUS_REJECTED else ""
