"""Boards and topics."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from laplateforme.accounts.models import User
from laplateforme.core import journal
from laplateforme.core.search import note_change
from laplateforme.core.text import clean_text, slug_of
from laplateforme.forum.enums import Readers
from laplateforme.forum.models import Board, Topic
from laplateforme.network.models import Network


class UnableToOpenBoard(Exception):
    """A board of this name exists already in the network."""


@transaction.atomic
def open_board(
    *, network: Network, name: str, at: datetime, by: User | None, purpose: str = "", readers: str = Readers.PUBLIC,
    slug: str = "",
) -> Board:  # fmt: skip
    """A new board. Raises UnableToOpenBoard when one of this name exists."""
    name = clean_text(name)
    try:
        with transaction.atomic():
            board = Board.objects.create(
                network=network, slug=slug or slug_of(name), name=name, purpose=clean_text(purpose), readers=readers
            )
    except IntegrityError:
        raise UnableToOpenBoard(name) from None
    journal.record("board opened", at=at, actor_id=by.pk if by else None, subject=board, network_id=network.pk)
    return board


@transaction.atomic
def close_board(*, board: Board, by: User | None, at: datetime) -> Board:
    """Nothing new is said there; what was said stays readable."""
    board.is_open = False
    board.version += 1
    board.save()
    journal.record("board closed", at=at, actor_id=by.pk if by else None, subject=board, network_id=board.network_id)
    return board


def open_topic(
    *, network: Network, title: str, at: datetime, board: Board | None = None, readers: str = "", place: str = ""
) -> Topic:
    """A thread without a message yet. On a board its readers are the board's; elsewhere the holder says who reads.

    `place`: the path of the page that shows it, without the prefix of the network; empty on a board.
    """
    return Topic.objects.create(
        network=network,
        board=board,
        title=clean_text(title)[:160],
        readers=board.readers if board else readers or Readers.OWNER,
        place=place,
    )


@transaction.atomic
def topic_about(rows: QuerySet[Any], *, network: Network, title: str, place: str, at: datetime, **thing: Any) -> Topic:
    """The public thread that another room holds about its `thing`, opened by the first who speaks.

    `rows`: the room's holders (model with `topic` and a constraint of one thread a thing); two may open it at once.
    """
    found = rows.filter(network=network, **thing).select_related("topic").first()
    if found is not None:
        topic: Topic = found.topic
        return topic
    try:
        with transaction.atomic():
            topic = open_topic(network=network, title=title, at=at, readers=Readers.PUBLIC, place=place)
            rows.create(network=network, topic=topic, **thing)
    except IntegrityError:
        topic = rows.select_related("topic").get(network=network, **thing).topic
    return topic


@transaction.atomic
def close_topic(*, topic: Topic, by: User, at: datetime, is_open: bool = False) -> Topic:
    """Closes the thread to replies, or opens it again."""
    topic.is_open = is_open
    topic.version += 1
    topic.save(update_fields=["is_open", "version", "updated_at"])
    journal.record(
        "topic opened again" if is_open else "topic closed", at=at, actor_id=by.pk, subject=topic,
        network_id=topic.network_id,
    )  # fmt: skip
    note_change("topic", topic.pk)
    return topic
