"""Reads of this room."""

from laplateforme.forum.queries.thread import (
    NO_MESSAGE,
    PostLine,
    Thread,
    author_of,
    boards_of,
    html_of,
    thread_about,
    thread_of,
    to_moderate,
    topics_of,
    waiting_count,
)

__all__ = [
    "NO_MESSAGE",
    "PostLine",
    "Thread",
    "author_of",
    "boards_of",
    "html_of",
    "thread_about",
    "thread_of",
    "to_moderate",
    "topics_of",
    "waiting_count",
]
