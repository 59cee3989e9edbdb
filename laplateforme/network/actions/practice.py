"""How each organization treats what is specific to the social and solidarity economy."""

from datetime import datetime

from django.db import transaction

from laplateforme.accounts.models import User
from laplateforme.core import journal
from laplateforme.core.versions import StaleVersion
from laplateforme.network.models import Organization, PracticeCard, PracticeComment, PracticeVersion

ASPECTS = ("collective", "cooperation", "governance", "utility")


class UnableToSavePractice(Exception):
    """The card says nothing."""


@transaction.atomic
def save_practice(
    *, organization: Organization, function: str, at: datetime, by: User | None = None, collective: str = "",
    cooperation: str = "", governance: str = "", utility: str = "", expected: int | None = None,
) -> PracticeVersion:  # fmt: skip
    """A new version of the card; the former ones stay. The same words twice are one version.

    `expected`: the number of the version that was read (0: none yet; None: no check). Raises StaleVersion when there
    is a newer one, UnableToSavePractice when nothing is said.
    """
    words = {"collective": collective, "cooperation": cooperation, "governance": governance, "utility": utility}
    if not any(words.values()):
        raise UnableToSavePractice(function)
    card, _ = PracticeCard.objects.get_or_create(organization=organization, function=function)
    card = PracticeCard.objects.select_for_update(of=("self",)).get(pk=card.pk)
    last = card.versions.order_by("-number").first()
    if last is not None and all(getattr(last, aspect) == words[aspect] for aspect in ASPECTS):
        return last
    number = last.number if last else 0
    if last is not None and expected is not None and expected != number:
        raise StaleVersion(last)
    version = PracticeVersion.objects.create(card=card, number=number + 1, author=by, **words)
    journal.record("practice saved", at=at, actor_id=by.pk if by else None, subject=card, number=version.number)
    return version


@transaction.atomic
def comment_practice(*, card: PracticeCard, text: str, by: User, at: datetime) -> PracticeComment:
    """A colleague says something about a card; whether they may is the view's question (rules.can_comment)."""
    comment = PracticeComment.objects.create(card=card, author=by, text=text)
    journal.record("practice commented", at=at, actor_id=by.pk, subject=comment)
    return comment
