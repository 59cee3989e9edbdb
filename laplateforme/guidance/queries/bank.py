"""Key questions: as people read them, and as facilitators keep them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from laplateforme.core.search import SearchRequest, search
from laplateforme.guidance.models import AskedQuestion, KeyQuestion
from laplateforme.guidance.queries.directory import Card, card_of, offers_by_key
from laplateforme.network.models import Network
from laplateforme.offers.enums import OfferStatus
from laplateforme.offers.models import Offer
from laplateforme.vocabulary.enums import Stage, Verb

MOST_OFFERS = 6
MOST_CHOICES = 12
ALIKE = 3  # fewer than three people: what they wrote is not shown
KEPT_DAYS = 183
MOST_ASKED = 3_000
SHARED = 0.6


@dataclass(frozen=True)
class Group:
    """The questions of one verb; the last group holds those of no stage in particular."""

    verb: Verb | None
    title: str
    questions: list[KeyQuestion]


@dataclass(frozen=True)
class QuestionPage:
    offers: list[Card]
    verb: Verb | None
    start_url: str
    others: list[KeyQuestion]


@dataclass(frozen=True)
class AskedGroup:
    """What at least three people asked alike."""

    words: str
    count: int
    stage: str
    theme: str
    last_date: date
    key: str


def questions_by_verb(network: Network, *, with_hidden: bool = False) -> list[Group]:
    """One query; with the number of published offers linked by hand (`linked_count`) for the bank."""
    questions = KeyQuestion.objects.of_network(network).order_by("position", "text")
    if with_hidden:
        linked = Q(offers__status=OfferStatus.PUBLISHED)
        questions = questions.annotate(linked_count=Count("offers", filter=linked, distinct=True))
    else:
        questions = questions.published()
    rows = list(questions)
    groups = [Group(verb, str(verb.label), [one for one in rows if one.stage in verb.stages]) for verb in Verb]
    groups.append(Group(None, _("At any time"), [one for one in rows if not one.stage]))
    return [group for group in groups if group.questions]


def question_page(question: KeyQuestion, network: Network, at: datetime) -> QuestionPage:
    """Of a question of `network`: offers linked by hand first, then those that the search finds, organizations that
    are not shown yet first.
    """
    verb = Verb.of(question.stage) if question.stage in Stage.values else None
    others = KeyQuestion.objects.published().filter(network=question.network_id, theme=question.theme)
    start = reverse("guidance:question", args=["lieu"])
    codes = [("question", question.slug), ("theme", question.theme)]
    return QuestionPage(
        offers=responding_offers(question, network, at),
        verb=verb,
        start_url=f"{start}?{urlencode(codes)}",
        others=list(others.exclude(pk=question.pk).order_by("position")[:4]),
    )


def responding_offers(question: KeyQuestion, network: Network, at: datetime) -> list[Card]:
    """At most six: those chosen by a person, then the best found, organizations not yet shown first."""
    linked = [str(key) for key in question.offers.order_by("name").values_list("pk", flat=True)[:MOST_OFFERS]]
    facets: dict[str, Sequence[str]] = {"themes": (question.theme,)}
    if question.stage:
        facets["stages"] = Verb.of(question.stage).stages
    words = f"{question.text} {' '.join(map(str, question.lay_words))}"
    request = SearchRequest(text=words, kinds=("offer",), network=str(network.pk), facets=facets, limit=MOST_OFFERS * 3)
    hits = search(request).hits
    by_key = offers_by_key(network, [*linked, *(hit.key for hit in hits)], at)
    chosen = [by_key.pop(key) for key in linked if key in by_key]
    cards = [card_of(offer, at, reason=_("Chosen by the network for this question.")) for offer in chosen]
    found = [card_of(by_key[hit.key], at, hit=hit) for hit in hits if hit.key in by_key]
    for is_new in (True, False):
        for card in found:
            shown = {one.organization for one in cards}
            if len(cards) < MOST_OFFERS and card not in cards and (card.organization not in shown) == is_new:
                cards.append(card)
    return cards


def asked_groups(network: Network, day: date) -> list[AskedGroup]:
    """What three people or more asked alike in the last six months, most asked first. One query."""
    rows = AskedQuestion.objects.filter(network=network, asked_date__gt=day - timedelta(days=KEPT_DAYS))
    heaps: list[tuple[set[str], list[AskedQuestion]]] = []
    for asked in rows.order_by("group_key", "pk")[:MOST_ASKED]:
        stems = set(asked.group_key.split())
        heap = next((one for one in heaps if _alike(one[0], stems)), None)
        if heap is None:
            heaps.append((stems, [asked]))
        else:
            heap[1].append(asked)
    groups = [_group(heap) for _stems, heap in heaps if len(heap) >= ALIKE]
    return sorted(groups, key=lambda group: (-group.count, group.words))


def _alike(one: set[str], other: set[str]) -> bool:
    return bool(one) and len(one & other) / len(one | other) >= SHARED


def _group(heap: list[AskedQuestion]) -> AskedGroup:
    """Shown in the words of the shortest: the fewest words say the least about whoever wrote them."""
    shortest = min(heap, key=lambda asked: (len(asked.words), asked.words))
    return AskedGroup(
        words=shortest.words,
        count=len(heap),
        stage=_common(asked.stage for asked in heap),
        theme=_common(asked.theme for asked in heap),
        last_date=max(asked.asked_date for asked in heap),
        key=shortest.group_key,
    )


def _common(codes: Any) -> str:
    found = [code for code in codes if code]
    return max(sorted(set(found)), key=found.count) if found else ""


def offers_to_link(network: Network, words: str, chosen: Sequence[str]) -> list[Offer]:
    """The chosen ones first, then what the words find: choices of a form, at most twelve new ones."""
    keys = list(dict.fromkeys(chosen))
    if words.strip():
        request = SearchRequest(text=words[:200], kinds=("offer",), network=str(network.pk), limit=MOST_CHOICES)
        keys += [hit.key for hit in search(request).hits if hit.key not in keys]
    offers = Offer.objects.published().among(keys, of=network).select_related("organization")
    by_key = {str(offer.pk): offer for offer in offers}
    return [by_key[key] for key in keys if key in by_key]
