"""Threads as pages show them."""

import re
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from laplateforme.core.text import blocks_of
from laplateforme.forum.enums import PostStatus
from laplateforme.forum.models import Board, Post, Report, Topic
from laplateforme.network.models import Network

MOST_POSTS = 500
ADDRESS = re.compile(r"https?://[^\s<>\"'()]+[^\s<>\"'().,;:!?]", re.I)


@dataclass(frozen=True)
class PostLine:
    """One message, ready to be shown."""

    key: UUID
    number: int
    author: str
    html: SafeString
    posted_at: datetime
    is_mine: bool
    is_waiting: bool
    answers: int  # number of the message it answers, 0 for none


@dataclass(frozen=True)
class Thread:
    topic: Topic
    lines: list[PostLine]

    @property
    def count(self) -> int:
        return sum(not line.is_waiting for line in self.lines)


NO_MESSAGE = Thread(Topic(), [])
READ = (
    *("pk", "text", "status", "posted_at", "reply_to_id", "author_name"),
    *("author_id", "author__is_active", "author__name", "author__email"),
)


def thread_of(topic: Topic, user: Any) -> Thread:
    """The messages of a thread that the caller may read, oldest first: one query."""
    posts = topic.posts.readable_by(user).order_by("posted_at", "pk")
    rows = list(posts.values_list(*READ, named=True)[:MOST_POSTS])
    numbers = {post.pk: number for number, post in enumerate(rows, 1)}
    return Thread(topic, [_line(post, numbers, user) for post in rows])


def thread_about(rows: QuerySet[Any], user: Any, **thing: Any) -> Thread | None:
    """What was said about the `thing` of another room, whose holders are `rows`; None before. Two queries."""
    found = rows.filter(**thing).select_related("topic")[:1]
    return next((thread_of(one.topic, user) for one in found), None)


def _line(post: Any, numbers: dict[UUID, int], user: Any) -> PostLine:
    return PostLine(
        key=post.pk,
        number=numbers[post.pk],
        author=_signature(
            (post.author__name or post.author__email) if post.author__is_active else "", post.author_name
        ),
        html=html_of(post.text),
        posted_at=post.posted_at,
        is_mine=user.is_authenticated and post.author_id == user.pk,
        is_waiting=post.status != PostStatus.PUBLISHED,
        answers=numbers.get(post.reply_to_id, 0) if post.reply_to_id else 0,
    )


def author_of(post: Post) -> str:
    """The name that signs; whoever has left is "a member who left"."""
    author = post.author if post.author is not None and post.author.is_active else None
    return _signature(author.get_full_name() if author else "", post.author_name)


def _signature(full_name: str, author_name: str) -> str:
    return full_name or author_name or _("A member who left")


def html_of(text: str) -> SafeString:
    """Paragraphs, lists with dashes and links; everything else is shown as it was typed."""
    parts = []
    for is_list, lines in blocks_of(text):
        if is_list:
            items = "".join(f"<li>{_words(line)}</li>" for line in lines)
            parts.append(f"<ul>{items}</ul>")
        else:
            parts.append(f"<p>{'<br>'.join(_words(line) for line in lines)}</p>")
    return mark_safe("".join(parts))


def _words(line: str) -> str:
    """Escaped words; addresses become links that give no weight to where they lead."""
    out, at = [], 0
    for match in ADDRESS.finditer(line):
        address = escape(match[0])
        out += [escape(line[at : match.start()]), f'<a href="{address}" rel="nofollow ugc noopener">{address}</a>']
        at = match.end()
    return "".join([*out, escape(line[at:])])


def boards_of(network: Network, user: Any) -> list[Board]:
    """Boards that `user` may read, each with `topics_count`: one query."""
    boards = Board.objects.of_network(network).visible_to(user)
    counted = boards.annotate(topics_count=Count("topics", filter=Q(topics__last_post_at__isnull=False)))
    return list(counted.order_by("readers", "name"))


def topics_of(board: Board) -> list[Topic]:
    """Pinned first, then those in which somebody spoke last."""
    return list(board.topics.begun().order_by("-is_pinned", "-last_post_at")[:200])


@dataclass(frozen=True)
class ModerationLine:
    """A message to look at, and why."""

    post: Post
    author: str
    html: SafeString
    reasons: list[str]


def to_moderate(network: Network) -> tuple[list[ModerationLine], list[ModerationLine]]:
    """(held messages, reported messages), oldest first, in three queries."""
    held = Post.objects.waiting_in(network).select_related("author", "topic__board")[:100]
    reported = (
        Post.objects.published()
        .filter(topic__network=network, reports__closed_at__isnull=True, reports__isnull=False)
        .select_related("author", "topic__board")
        .distinct()
        .order_by("posted_at")[:100]
    )
    posts = list(reported)
    why: dict[UUID, list[str]] = {}
    for report in Report.objects.filter(post__in=posts, closed_at__isnull=True).order_by("reported_at"):
        words = f"{report.get_reason_display()} : {report.words}" if report.words else report.get_reason_display()
        why.setdefault(report.post_id, []).append(words)
    return [_moderation(post, []) for post in held], [_moderation(post, why.get(post.pk, [])) for post in posts]


def _moderation(post: Post, reasons: list[str]) -> ModerationLine:
    return ModerationLine(post, author_of(post), html_of(post.text), reasons)


def waiting_count(network: Network) -> int:
    """How many messages a moderator has to look at."""
    held = Post.objects.waiting_in(network).count()
    open_reports = Report.objects.filter(
        post__topic__network=network, closed_at__isnull=True, post__status=PostStatus.PUBLISHED
    )
    return held + open_reports.values("post").distinct().count()
