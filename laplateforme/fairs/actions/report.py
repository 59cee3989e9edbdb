"""The report of an occasion: answers of ambassadors, words that were heard, questions that were missing, counts."""

import re
import unicodedata
from datetime import datetime, timedelta

from django.db import transaction

from laplateforme.accounts.models import User
from laplateforme.core import journal
from laplateforme.core.text import clean_text
from laplateforme.fairs.enums import HeardState, OccasionStatus, Spoken
from laplateforme.fairs.models import AmbassadorAnswer, Contact, Duty, Feedback, HeardWords, Occasion
from laplateforme.fairs.models.feedback import MOST_SIGNS
from laplateforme.fairs.queries.figures import count, due
from laplateforme.guidance.actions.asked import HIDDEN, scrub
from laplateforme.guidance.actions.bank import create_key_question
from laplateforme.guidance.models import KeyQuestion
from laplateforme.vocabulary.enums import Theme

MEANS = (
    re.compile(r"\S+\s?(?:@|＠)\s?\S+"),
    re.compile(r"(?:https?://|www\.)\S+", re.I),
    re.compile(r"[+(]?\d(?:[^0-9A-Za-zÀ-ÖØ-öø-ÿ\n]{0,4}\d){5,}"),
)
LAST_COUNT = timedelta(days=400)  # older occasions are not counted any more


class UnableToAnswer(Exception):
    """Only whoever stood there answers, once it has begun."""


class UnableToKeepWords(Exception):
    """`why`: nothing (no word remains without names), lapsed (nobody may read them any more)."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def without_means(text: str) -> str:
    """On one line, without an address nor a number by which somebody could be reached."""
    for rule in MEANS:
        text = rule.sub(HIDDEN, text)
    return " ".join(clean_text(text).split())


def without_names(words: str, first_name: str = "") -> str:
    """What somebody said, without what tells who they are; `first_name` wherever it stands, however it is written."""
    plain = scrub(words)
    for part in re.split(r"[^\w]+", first_name):
        if len(part) > 1:
            plain = _hide(plain, part)
    return plain[:MOST_SIGNS]


def _hide(text: str, name: str) -> str:
    wanted = _bare(name)
    return re.sub(r"\w+", lambda found: HIDDEN if _bare(found[0]) == wanted else found[0], text)


def _bare(word: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(char))


@transaction.atomic
def answer_three(
    *, occasion: Occasion, worked: str, missing: str, change: str, by: User, at: datetime
) -> AmbassadorAnswer:
    """What somebody who stood there says of it; they may say it again otherwise. Raises UnableToAnswer."""
    stood = Duty.objects.taken().filter(slot__occasion=occasion, user=by, slot__starts_at__lte=at)
    if not stood.exists():
        raise UnableToAnswer
    Occasion.objects.select_for_update().get(pk=occasion.pk)
    answer = AmbassadorAnswer.objects.filter(occasion=occasion, user=by).first()
    answer = answer or AmbassadorAnswer(occasion=occasion, user=by)
    answer.worked, answer.change = without_means(worked)[:MOST_SIGNS], without_means(change)[:MOST_SIGNS]
    said = without_means(missing)[:200]
    if said != answer.missing:
        answer.missing, answer.question, answer.proposed_at = said, None, None
    answer.version += not answer._state.adding
    answer.save()
    _record("fair answered", answer, occasion, by, at)
    return answer


@transaction.atomic
def propose_question(*, answer: AmbassadorAnswer, by: User, at: datetime) -> KeyQuestion | None:
    """A missing question goes to those who write the bank, not shown yet. Twice is once; None without words."""
    fresh = AmbassadorAnswer.objects.select_for_update(of=("self",)).select_related("occasion__network", "question")
    found = fresh.get(pk=answer.pk)
    if found.proposed_at is not None or not found.missing:
        return found.question
    occasion = found.occasion
    theme = next((code for code in occasion.themes if code in Theme.values), Theme.values[0])
    found.question = create_key_question(
        network=occasion.network, at=at, by=by,
        values={"text": found.missing, "theme": theme, "is_published": False},
    )  # fmt: skip
    found.proposed_at = at
    found.version += 1
    found.save()
    _record("question proposed", found, occasion, by, at)
    return found.question


@transaction.atomic
def keep_words(*, contact: Contact, by: User, at: datetime) -> HeardWords:
    """Keeps what the person said for the report, without names. Twice is once. Raises UnableToKeepWords."""
    fresh = Contact.objects.select_for_update(of=("self",)).select_related("occasion").get(pk=contact.pk)
    before = HeardWords.objects.filter(contact=fresh).first()
    if before is not None:
        return before
    if fresh.spoken(at) not in (Spoken.MASKED, Spoken.OPEN):
        raise UnableToKeepWords("lapsed")
    text = without_names(fresh.words, fresh.first_name)
    if not any(char.isalpha() for char in text):
        raise UnableToKeepWords("nothing")
    made = HeardWords.objects.create(occasion=fresh.occasion, contact=fresh, text=text, kept_by=by)
    _record("words kept", made, fresh.occasion, by, at)
    return made


@transaction.atomic
def release_words(*, words: HeardWords, text: str, by: User, at: datetime) -> HeardWords:
    """Somebody who runs the network has read them again, perhaps shortened: all members read them from now on."""
    fresh = _locked(words)
    kept = without_names(text)
    if not any(char.isalpha() for char in kept):
        raise UnableToKeepWords("nothing")
    fresh.text, fresh.state, fresh.released_by, fresh.released_at = kept, HeardState.RELEASED, by, at
    return _save_words(fresh, "words released", by, at)


@transaction.atomic
def leave_out_words(*, words: HeardWords, by: User, at: datetime) -> HeardWords:
    """Nobody reads them in the report. Twice is once."""
    fresh = _locked(words)
    if fresh.state == HeardState.LEFT_OUT:
        return fresh
    fresh.state = HeardState.LEFT_OUT
    return _save_words(fresh, "words left out", by, at)


@transaction.atomic
def compare_with(*, occasion: Occasion, previous: Occasion | None, by: User, at: datetime) -> Feedback:
    """Says which fair was the same one, the time before; None: there is none to compare with."""
    feedback = _feedback_of(occasion)
    if previous is not None:
        is_ours = previous.network_id == occasion.network_id
        if not is_ours or previous.starts_at >= occasion.starts_at:
            return feedback
    feedback.previous, feedback.compares = previous, previous is not None
    feedback.version += 1
    feedback.save()
    _record("fair compared", feedback, occasion, by, at)
    return feedback


def tend_reports(*, at: datetime) -> int:
    """The nightly deed: counts whose day has come are frozen, before contacts are erased. Returns how many."""
    rows = Occasion.objects.filter(status=OccasionStatus.ACCEPTED, ends_at__lte=at, ends_at__gt=at - LAST_COUNT)
    frozen = 0
    for occasion in rows.select_related("feedback").order_by("ends_at", "pk"):
        known = occasion.feedback.figures if hasattr(occasion, "feedback") else {}
        if all(name in known for name in due(occasion, at)):
            continue
        with transaction.atomic():
            feedback = _feedback_of(occasion)
            for name in due(occasion, at):
                if name not in feedback.figures:
                    feedback.figures[name] = count(occasion, name)
                    frozen += 1
            feedback.version += 1
            feedback.save()
    return frozen


def _feedback_of(occasion: Occasion) -> Feedback:
    Occasion.objects.select_for_update().get(pk=occasion.pk)
    found, _made = Feedback.objects.get_or_create(occasion=occasion)
    return found


def _locked(words: HeardWords) -> HeardWords:
    return HeardWords.objects.select_for_update(of=("self",)).select_related("occasion").get(pk=words.pk)


def _save_words(words: HeardWords, verb: str, by: User, at: datetime) -> HeardWords:
    words.version += 1
    words.save()
    _record(verb, words, words.occasion, by, at)
    return words


def _record(
    verb: str, subject: AmbassadorAnswer | HeardWords | Feedback, occasion: Occasion, by: User, at: datetime
) -> None:
    journal.record(verb, at=at, actor_id=by.pk, subject=subject, network_id=occasion.network_id)
