"""The report of an occasion, as pages and papers show it: every figure under five is hidden, and what would tell it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from laplateforme.core.dates import in_words
from laplateforme.core.text import fold
from laplateforme.fairs.models import AmbassadorAnswer, Feedback, HeardWords, Occasion
from laplateforme.fairs.queries.figures import (
    ARRIVES,
    AT_30,
    AT_90,
    EDITIONS,
    STEPS,
    Figures,
    Given,
    figures_of,
    given_at,
)
from laplateforme.fairs.queries.hiding import LEAST, Grouped, chain, grouped, is_apart, nested
from laplateforme.fairs.queries.pages import when_words
from laplateforme.vocabulary.enums import Verb

MOST_WORDS = 12


@dataclass(frozen=True)
class Row:
    """A line of a table: words, figures in words; `is_part`: it is a part of the line above."""

    words: str
    values: tuple[str, ...]
    is_part: bool = False


@dataclass(frozen=True)
class Report:
    """The whole, in words. Empty where there is nothing to say, or where the day to count has not come."""

    occasion: Occasion
    when: str
    is_counted: bool
    counted_words: str
    readings: list[tuple[str, str]]  # a figure, what it counts
    needs: list[Row]
    places: list[Row]
    became: list[Row]
    became_words: str
    heard: list[str]
    worked: list[str]
    change: list[str]
    missing: list[AmbassadorAnswer]
    compared: list[Row]
    previous: Occasion | None
    given: Given = field(repr=False)


def hidden_word() -> str:
    return _("not shown")


def said(count: int | None) -> str:
    return hidden_word() if count is None else f"{count:n}"


def report_of(occasion: Occasion, at: datetime) -> Report:
    """A constant number of queries."""
    figures, given = figures_of(occasion, at), given_at(occasion, at)
    steps = steps_shown(figures)
    answers = list(AmbassadorAnswer.objects.filter(occasion=occasion).select_related("question").order_by("created_at"))
    heard = HeardWords.objects.filter(occasion=occasion).released().order_by("released_at", "pk")
    previous = previous_of(occasion)
    return Report(
        occasion=occasion, when=when_words(occasion.starts_at, occasion.ends_at), is_counted=figures.first is not None,
        counted_words=counted_words(occasion, figures), readings=readings(occasion, figures, given),
        needs=need_rows(figures), places=place_rows(figures), became=became_rows(figures, steps),
        became_words=became_words(occasion, figures),
        heard=list(dict.fromkeys(heard.values_list("text", flat=True)))[:MOST_WORDS],
        worked=[one.worked for one in answers if one.worked], change=[one.change for one in answers if one.change],
        missing=[one for one in answers if one.missing], previous=previous, given=given,
        compared=compared_rows(occasion, previous, at, figures, given) if previous else [],
    )  # fmt: skip


def counted_words(occasion: Occasion, figures: Figures) -> str:
    """When people were counted, or will be."""
    day = in_words(occasion.ends_at + ARRIVES)
    if figures.first is None:
        return _("Telephones are still sending what they kept: people are counted on %(day)s.") % {"day": day}
    return _("People who left a contact until %(day)s.") % {"day": day}


def met_words(figures: Figures) -> str:
    """How many people, or that they were few."""
    if figures.first is None:
        return "…"
    return f"{figures.contacts:n}" if figures.contacts >= LEAST else _("fewer than 5")


def readings(occasion: Occasion, figures: Figures, given: Given) -> list[tuple[str, str]]:
    """What one reads first."""
    found = [
        (met_words(figures), _("people left a contact")),
        (f"{given.hours:n}", ngettext("hour given by %(count)d structure", "hours given by %(count)d structures",
                                      len(given.organizations)) % {"count": len(given.organizations)}),
    ]  # fmt: skip
    if occasion.cost is not None:
        found.append((_("%(cost)s €") % {"cost": money(occasion.cost)}, _("spent")))
    if cost := cost_of_one(occasion, figures):
        found.append((_("%(cost)s €") % {"cost": cost}, _("spent for each contact")))
    return found


def money(amount: Decimal) -> str:
    """In the reader's language, without cents that are none."""
    whole = amount == amount.to_integral_value()
    return number_format(amount, decimal_pos=0 if whole else 2, use_l10n=True, force_grouping=True)


def cost_of_one(occasion: Occasion, figures: Figures) -> str:
    """Empty without a cost, or where it would tell how few people came."""
    if occasion.cost is None or figures.contacts < LEAST:
        return ""
    return money((occasion.cost / figures.contacts).quantize(Decimal("0.01")))


def need_rows(figures: Figures) -> list[Row]:
    """By verb, then by need inside it."""
    texts: dict[str, str] = {}
    counts: dict[str, dict[str, int]] = {}
    for verb, slug, text, number in (figures.first or {}).get("needs", []):
        texts[slug] = text
        counts.setdefault(verb, {})[slug] = number
    rows = []
    for verb, inner in nested(counts) if figures.contacts >= LEAST else []:
        total = sum(count for _slug, count in inner.shown) + inner.rest
        is_unsaid = not verb and set(dict(inner.shown)) == {""} and not inner.rest
        if is_unsaid:
            rows.append(Row(_("Need not said"), (said(total),)))
            continue
        rows.append(
            Row(f"{Verb(verb).number}. {Verb(verb).label}" if verb else _("Other stages, together"), (said(total),))
        )
        rows += _parts(inner, texts)
    return rows


def _parts(inner: Grouped, texts: dict[str, str]) -> list[Row]:
    rows = [Row(texts.get(slug) or _("Need not said"), (said(count),), is_part=True) for slug, count in inner.shown]
    if inner.rest and inner.shown:
        rows.append(Row(_("Other needs, together"), (said(inner.rest),), is_part=True))
    return rows


def steps_shown(figures: Figures) -> dict[str, list[int | None]]:
    """What became of them at each edition; what was shown at thirty days stays as it was shown."""
    told: list[int] = []
    found = {}
    for name, counts in ((AT_30, figures.at_30), (AT_90, figures.at_90)):
        if counts is not None:
            shown = chain(figures.contacts, [counts[step] for step in STEPS], told)
            told += [one for one in shown if one is not None]
            found[name] = shown
    return found


def became_rows(figures: Figures, steps: dict[str, list[int | None]]) -> list[Row]:
    """Each step holds the next one."""
    if figures.contacts < LEAST or not steps:
        return []
    offered = int((figures.first or {}).get("offered", 0))
    first = offered if is_apart(offered, [figures.contacts]) else None
    words = (
        _("confirmed that they want to be called back"), _("have a file in a structure"),
        _("were passed on to another structure"), _("were taken on by it"), _("were helped, as they or it says"),
    )  # fmt: skip
    rows = [Row(_("left a contact"), (said(figures.contacts),) * len(steps))]
    rows.append(Row(_("left with an offer suggested"), (said(first),) * len(steps)))
    rows += [Row(text, tuple(said(column[place]) for column in steps.values())) for place, text in enumerate(words)]
    return rows


def became_words(occasion: Occasion, figures: Figures) -> str:
    """Which day the next figures come."""
    for edition, counts in ((AT_30, figures.at_30), (AT_90, figures.at_90)):
        if counts is None:
            return _("The next figures come on %(day)s.") % {"day": in_words(occasion.ends_at + EDITIONS[edition])}
    return ""


def place_rows(figures: Figures) -> list[Row]:
    """Where those live who have a file, at the last edition that may be shown beside the others."""
    counts = dict((figures.at_30 or {}).get("places", []))
    located = sum(counts.values())
    known = [figures.contacts]
    for column in steps_shown(figures).values():
        known += [one for one in column if one is not None]
    if not located or figures.contacts < LEAST or not is_apart(located, known):
        return []
    parts = grouped(counts)
    rows = [Row(name, (said(count),)) for name, count in parts.shown]
    if parts.rest:
        rows.append(Row(_("Elsewhere, together"), (said(parts.rest),)))
    return rows


def previous_of(occasion: Occasion) -> Occasion | None:
    """The same fair, the time before: as somebody said, else the last one of the same name, whatever its number or its
    year. Two queries at most.
    """
    told = Feedback.objects.filter(occasion=occasion).select_related("previous").first()
    if told is not None and (told.previous is not None or not told.compares):
        return told.previous
    name = series_of(occasion.title)
    return next((one for one in earlier(occasion) if series_of(one.title) == name), None)


def earlier(occasion: Occasion) -> Sequence[Occasion]:
    """Those before it to which the network went, the last one first."""
    rows = Occasion.objects.filter(network=occasion.network_id, starts_at__lt=occasion.starts_at).accepted()
    return list(rows.exclude(pk=occasion.pk).order_by("-starts_at", "pk")[:60])


def series_of(title: str) -> str:
    """Its name without a year nor a number: the same from one time to the next."""
    return " ".join(re.sub(r"\b(?:\d+|\d+(?:e|er|re|eme))\b", " ", fold(title)).split())


def compared_rows(occasion: Occasion, previous: Occasion, at: datetime, figures: Figures, given: Given) -> list[Row]:
    """This time beside the time before."""
    before, gave = figures_of(previous, at), given_at(previous, at)
    rows = [
        Row(_("People who left a contact"), (met_words(figures), met_words(before))),
        Row(_("Hours given"), (f"{given.hours:n}", f"{gave.hours:n}")),
        Row(_("Structures that gave hours"), (str(len(given.organizations)), str(len(gave.organizations)))),
    ]
    costs = [cost_of_one(occasion, figures), cost_of_one(previous, before)]
    if all(costs):
        rows.append(Row(_("Euros for each contact"), tuple(costs)))
    now, then = steps_shown(figures), steps_shown(before)
    for edition, words in ((AT_30, _("With a file after 30 days")), (AT_90, _("With a file after 90 days"))):
        if edition in now and edition in then:
            rows.append(Row(words, (said(now[edition][1]), said(then[edition][1]))))
    return rows


# ---- what waits for somebody, and other rooms ---------------------------------------------------------------------


@dataclass(frozen=True)
class Talked:
    """A report to talk about: its title for an agenda, its page below the address of the network."""

    code: str
    title: str
    path: str


def reports_to_discuss(network: Any, at: datetime) -> list[Talked]:
    """Reports that are counted, over four months, the last one first. One query."""
    rows = Occasion.objects.of_network(network).accepted()
    rows = rows.filter(ends_at__lte=at - ARRIVES, ends_at__gt=at - timedelta(days=120)).order_by("-ends_at")
    found = []
    for one in rows.select_related("feedback")[:3]:
        kept = one.feedback.figures.get("first", {}) if hasattr(one, "feedback") else {}
        number = int(kept.get("contacts", 0))
        title = _("Report of “%(title)s”") % {"title": one.title}
        if number >= LEAST:
            title = _("%(title)s: %(count)d contacts") % {"title": title, "count": number}
        found.append(Talked(one.code, title, f"/salons/{one.code}/bilan/"))
    return found


@dataclass(frozen=True)
class Waiting:
    """One line of "À faire"."""

    title: str
    text: str
    url: str


def reports_waiting(user: Any, network: Any, at: datetime, *, leads: bool) -> list[Waiting]:
    """Three questions to whoever stood there and has not answered; to those who run the network, words to read again
    and questions to write. Three queries.
    """
    rows = Occasion.objects.of_network(network).accepted().filter(ends_at__lte=at, ends_at__gt=at - timedelta(days=60))
    mine = rows.filter(slots__duties__user_id=user.pk, slots__duties__status="taken").exclude(answers__user_id=user.pk)
    found = [
        Waiting(_("Three questions about a fair"), one.title, reverse("fairs:answer_three", args=[one.code]))
        for one in mine.distinct()[:10]
    ]
    if not leads:
        return found
    counts: dict[Any, int] = {}
    heard = HeardWords.objects.waiting().filter(occasion__network=network).select_related("occasion")
    seen: dict[Any, Occasion] = {}
    for words in heard[:200]:
        counts[words.occasion_id] = counts.get(words.occasion_id, 0) + 1
        seen[words.occasion_id] = words.occasion
    for pk, number in counts.items():
        title = ngettext("%(count)d word heard to read again", "%(count)d words heard to read again", number)
        address = reverse("fairs:report_words", args=[seen[pk].code])
        found.append(Waiting(title % {"count": number}, seen[pk].title, address))
    proposed = AmbassadorAnswer.objects.filter(occasion__network=network, question__is_published=False)
    for answer in proposed.select_related("question").order_by("proposed_at")[:10]:
        address = reverse("guidance:edit_key_question", args=[answer.question_id])
        found.append(Waiting(_("A question heard at a fair waits for its answer"), answer.missing, address))
    return found
