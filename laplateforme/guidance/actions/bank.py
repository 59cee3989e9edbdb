"""The bank of key questions: facilitators write it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from laplateforme.accounts.models import User
from laplateforme.core import journal
from laplateforme.core.ids import short_code
from laplateforme.core.pictures import UnreadablePicture, encoded_again
from laplateforme.core.search import note_change
from laplateforme.core.text import slug_of
from laplateforme.core.versions import save_versioned
from laplateforme.guidance.models import KeyQuestion
from laplateforme.network.models import Network
from laplateforme.offers.models import Offer
from laplateforme.vocabulary.enums import Verb

EDITABLE = frozenset(
    {"text", "short_answer", "stage", "theme", "lay_words", "picture_alt", "figure", "position", "is_published"}
)
AT_FIRST = frozenset({"slug", "is_start"})
WIDEST = 1_200
FORMATS = ("JPEG", "PNG", "WEBP")


class UnableToKeepPicture(Exception):
    """The file is not a picture that we can read, is too large, or nobody said what it shows."""


class UnableToMoveQuestion(Exception):
    """The question is the first or the last of its verb already."""


@transaction.atomic
def create_key_question(
    *, network: Network, values: Mapping[str, Any], at: datetime, by: User | None = None,
    offers: Iterable[Offer] = (), picture: bytes | None = None,
) -> KeyQuestion:  # fmt: skip
    """Adds a question with its answer and the offers that respond. Its short name comes from its words.

    Raises UnableToKeepPicture.
    """
    _only(EDITABLE | AT_FIRST, values)
    question = KeyQuestion(network=network, **values)
    _put_picture(question, picture)
    start = question.slug or slug_of(question.text) or "question"
    for number in range(1, 100):
        question.slug = start if number == 1 else f"{start}-{number}"
        try:
            with transaction.atomic():
                question.save(force_insert=True)
            break
        except IntegrityError:
            if not KeyQuestion.objects.filter(network=network, slug=question.slug).exists():
                raise
    question.offers.set(offers)
    note_change("key_question", question.pk)
    journal.record(
        "key question created", at=at, actor_id=by.pk if by else None, subject=question, network_id=network.pk
    )
    return question


@transaction.atomic
def edit_key_question(
    *, question: KeyQuestion, values: Mapping[str, Any], by: User, at: datetime, expected: int | None = None,
    offers: Iterable[Offer] | None = None, picture: bytes | None = None,
) -> KeyQuestion:  # fmt: skip
    """Changes a question; its address stays. Raises StaleVersion and UnableToKeepPicture."""
    _only(EDITABLE, values)
    fresh = KeyQuestion.objects.select_related("network").get(pk=question.pk)
    for name, value in values.items():
        setattr(fresh, name, value)
    _put_picture(fresh, picture)
    save_versioned(fresh, expected)
    if offers is not None:
        fresh.offers.set(offers)
    note_change("key_question", fresh.pk)
    journal.record(
        "key question edited", at=at, actor_id=by.pk, subject=fresh, network_id=fresh.network_id,
        fields=sorted(values),
    )  # fmt: skip
    return fresh


@transaction.atomic
def publish_key_question(*, question: KeyQuestion, is_published: bool, by: User, at: datetime) -> KeyQuestion:
    """Shows the question to everybody, or takes it away from them."""
    return edit_key_question(question=question, by=by, at=at, values={"is_published": is_published})


@transaction.atomic
def move_key_question(*, question: KeyQuestion, up: bool, by: User, at: datetime) -> KeyQuestion:
    """One place up or down among the questions of its verb. Raises UnableToMoveQuestion at the ends."""
    stages = Verb.of(question.stage).stages if question.stage else ("",)
    rows = KeyQuestion.objects.select_for_update().filter(network=question.network_id, stage__in=stages)
    ordered = list(rows.order_by("position", "text"))
    here = [one.pk for one in ordered].index(question.pk)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(ordered):
        raise UnableToMoveQuestion
    ordered[here], ordered[there] = ordered[there], ordered[here]
    for position, one in enumerate(ordered, 1):
        if one.position != position:
            one.position = position
            save_versioned(one, None)
            note_change("key_question", one.pk)
    journal.record("key question moved", at=at, actor_id=by.pk, subject=question, network_id=question.network_id, up=up)
    return question


def _only(known: frozenset[str], values: Mapping[str, Any]) -> None:
    if unknown := set(values) - known:
        raise TypeError(f"not editable: {sorted(unknown)}")


def _put_picture(question: KeyQuestion, content: bytes | None) -> None:
    """Drawn again from its pixels: no place, date or machine name of the original remains."""
    if content is None:
        return
    if not question.picture_alt.strip():
        raise UnableToKeepPicture("alt")
    old = question.picture.name
    try:
        drawn = encoded_again(content, widest=WIDEST, formats=FORMATS)
    except UnreadablePicture as error:
        raise UnableToKeepPicture(str(error)) from error
    question.picture.save(f"{short_code(12)}.webp", ContentFile(drawn), save=False)
    if old:
        transaction.on_commit(partial(default_storage.delete, old))
