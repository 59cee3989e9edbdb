"""Reads of this room."""

from laplateforme.forum.queries.thread import (
    PostLine,
    Thread,
    author_of,
    boards_of,
    html_of,
    thread_of,
    to_moderate,
    topics_of,
    waiting_count,
)

__all__ = [
    "PostLine",
    "Thread",
    "author_of",
    "boards_of",
    "html_of",
    "thread_of",
    "to_moderate",
    "topics_of",
    "waiting_count",
]
