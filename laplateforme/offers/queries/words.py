"""How an offer is said: short sentences and states, made once for every page, paper and mail.

Offers and sessions are whole ones, or rows of a list that hold the fields read here.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import TextChoices
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from laplateforme.core.dates import hours_in_words, in_words
from laplateforme.offers.models import Offer, Session, freshness_of
from laplateforme.vocabulary.enums import Audience, Capacity, Fee, Freshness, Stage, Verb

DAY_SECONDS = 24 * 3600
NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


@dataclass(frozen=True)
class State:
    """A shape and a word: see the component `status_tag`."""

    kind: str
    text: str
    shape: str = ""


def labels(words: type[TextChoices], codes: Iterable[str]) -> list[str]:
    """Labels of known codes, in the order of the vocabulary."""
    wanted = set(codes)
    return [str(word.label) for word in words if word.value in wanted]


def sentence(parts: Iterable[str]) -> str:
    """Parts with commas, the first letter a capital."""
    text = ", ".join(part for part in parts if part)
    return text[:1].upper() + text[1:]


def verbs_of(stages: Iterable[str]) -> list[Verb]:
    """The five verbs that these stages belong to, in order."""
    wanted = set(stages)
    return [verb for verb in Verb if wanted.intersection(verb.stages)]


def money(amount: Decimal) -> str:
    """ "120 €", "12,50 €"; a thin space never breaks the line."""
    places = 0 if amount == amount.to_integral_value() else 2
    return f"{formats.number_format(amount, decimal_pos=places, use_l10n=True, force_grouping=True)}\u00a0€"


def capacity_state(capacity: str, weeks: int | None) -> State:
    """Can somebody be taken in now?"""
    if capacity == Capacity.WAITLIST:
        if not weeks:
            return State("wait", _("Waiting list"))
        text = ngettext("Waiting list: about %(count)d week", "Waiting list: about %(count)d weeks", weeks)
        return State("wait", text % {"count": weeks})
    if capacity == Capacity.FULL:
        return State("no", _("Full for now"), "cross")
    if capacity == Capacity.ASSESSMENT_NEEDED:
        return State("plain", _("To be discussed first"), "speech")
    return State("ok", _("Places available"))


def ago(moment: datetime, at: datetime) -> str:
    """ "today", "12 days ago", then months."""
    days = (timezone.localdate(at) - timezone.localdate(moment)).days
    if days <= 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    if days < 60:
        return ngettext("%(count)d day ago", "%(count)d days ago", days) % {"count": days}
    return ngettext("%(count)d month ago", "%(count)d months ago", days // 30) % {"count": days // 30}


def checked_words(offer: Offer, at: datetime) -> str:
    """ "Checked 12 days ago by Karim"."""
    if offer.checked_at is None:
        return _("Never checked")
    words = {"ago": ago(offer.checked_at, at), "name": offer.checked_by_name}
    if not offer.checked_by_name:
        return _("Checked %(ago)s") % words
    return _("Checked %(ago)s by %(name)s") % words


def freshness_state(offer: Offer, at: datetime) -> State:
    """How recently somebody vouched for this offer."""
    freshness = freshness_of(offer.checked_at, offer.recheck_months, at)
    if freshness == Freshness.FRESH:
        return State("info", checked_words(offer, at))
    if freshness == Freshness.AGING:
        return State("wait", _("%(checked)s: to check soon") % {"checked": checked_words(offer, at)}, "clock")
    if offer.checked_at is None:
        return State("no", checked_words(offer, at))
    return State("no", _("Not checked for a long time: %(ago)s") % {"ago": ago(offer.checked_at, at)})


def price_words(offer: Offer) -> str:
    """What it costs: the amounts, with the note the owners wrote unless it says them already."""
    if offer.fee == Fee.FREE:
        start = _("Free of charge")
    elif offer.price_from is not None and offer.price_to is not None and offer.price_from != offer.price_to:
        start = _("From %(low)s to %(high)s") % {"low": money(offer.price_from), "high": money(offer.price_to)}
    elif offer.price_from is not None and offer.price_to is None:
        start = _("From %(low)s") % {"low": money(offer.price_from)}
    elif offer.price_from is not None or offer.price_to is not None:
        start = money(offer.price_from if offer.price_from is not None else offer.price_to or Decimal())
    else:
        start = _("With a fee") if offer.fee == Fee.PAID else _("With membership")
    if not offer.fee_note:
        return start
    return offer.fee_note if offer.fee != Fee.FREE and says_amounts(offer) else f"{start}. {offer.fee_note}"


def says_amounts(offer: Offer) -> bool:
    """The note says each amount itself: "60 € par mois, ou 8 € la journée"; nobody reads the figures twice."""
    amounts = [amount for amount in (offer.price_from, offer.price_to) if amount is not None]
    said = {Decimal(figure.replace(",", ".")) for figure in NUMBER.findall(offer.fee_note)}
    return bool(amounts) and all(amount == 0 or amount in said for amount in amounts)


def session_words(session: Session) -> str:
    """ "mardi 8 décembre 2026, de 14 h à 16 h"."""
    starts = timezone.localtime(session.starts_at)
    ends = timezone.localtime(session.ends_at) if session.ends_at else None
    day = in_words(starts.date())
    if ends and ends.date() != starts.date():
        return _("from %(start)s to %(end)s") % {"start": day, "end": in_words(ends.date())}
    return f"{day}, {hours_in_words(starts, ends)}"


def audience_words(offer: Offer) -> str:
    """The owners' own words, else the labels of the codes."""
    if offer.audience_words:
        return offer.audience_words
    codes = [code for code in offer.audiences if code != Audience.TOUS]
    return sentence(labels(Audience, codes)) or _("Everybody")


def stages_words(offer: Offer) -> str:
    return sentence(labels(Stage, offer.stages))


def answer_words(offer: Offer) -> str:
    """The observed median with its number of answers; nothing under three answers."""
    if offer.observed_answer_days is None or offer.observed_answer_count < 3:
        return ""
    days = offer.observed_answer_days
    said = formats.number_format(days, decimal_pos=0 if days == days.to_integral_value() else 1)
    template = ngettext(
        "%(days)s day in general (%(count)d answers)", "%(days)s days in general (%(count)d answers)", int(days)
    )
    return template % {"days": said, "count": offer.observed_answer_count}
