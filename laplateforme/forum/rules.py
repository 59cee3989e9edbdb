"""Who may read, write and moderate. A room that holds a topic asks its own rule first."""

from collections.abc import Callable
from typing import Any

from laplateforme.forum.enums import PostStatus, Readers
from laplateforme.forum.models import Board, Post, Topic
from laplateforme.network.models import Network
from laplateforme.network.rules import is_facilitator, is_professional

_rooms: list[Callable[[Topic], bool]] = []


def shown_where(is_shown: Callable[[Topic], bool]) -> None:
    """Said once by a room that holds threads: whether a thread is its own, about a thing that anybody may read now."""
    _rooms.append(is_shown)


def can_read(user: Any, topic: Topic) -> bool:
    """On a board its readers; about a thing of another room, while that room shows the thing to anybody."""
    if topic.board is not None:
        return can_read_board(user, topic.board)
    return topic.readers == Readers.PUBLIC and any(is_shown(topic) for is_shown in _rooms)


def can_read_board(user: Any, board: Board) -> bool:
    return Board.objects.visible_to(user).filter(pk=board.pk).exists()


def can_open_topic(user: Any, board: Board) -> bool:
    """Members on both kinds of boards; on a public one anybody who signs in."""
    if not board.is_open or not user.is_authenticated:
        return False
    return board.readers == Readers.PUBLIC or is_professional(user, board.network)


def can_reply(user: Any, topic: Topic) -> bool:
    """On a public board anybody, a name and an address are enough; on a members' board its members."""
    if not topic.is_open or (topic.board is not None and not topic.board.is_open):
        return False
    return topic.readers == Readers.PUBLIC or is_professional(user, topic.network)


def can_moderate(user: Any, network: Network | None) -> bool:
    return is_facilitator(user, network)


def is_trusted(user: Any, network: Network) -> bool:
    """Whose messages are shown at once: colleagues, and people who have published here before."""
    if not user.is_authenticated:
        return False
    if is_professional(user, network):
        return True
    return Post.objects.published().filter(author_id=user.pk, topic__network=network).exists()


def can_take_back(user: Any, post: Post) -> bool:
    """One's own message, whatever has become of it."""
    return bool(user.is_authenticated) and post.author_id == user.pk and post.status != PostStatus.REFUSED
