"""Making, changing and showing offers."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from laplateforme.accounts.models import User
from laplateforme.core.search import note_change
from laplateforme.core.text import clean_text
from laplateforme.core.versions import StaleVersion
from laplateforme.network.models import Organization
from laplateforme.offers.actions.dates import (
    PriceStepValues,
    SessionValues,
    UnableToSaveOffer,
    write_price_steps,
    write_sessions,
)
from laplateforme.offers.enums import ALLOWED_MOVES, CODED_LISTS, EDITABLE_FIELDS, ChangeReason, OfferStatus
from laplateforme.offers.models import Offer
from laplateforme.places.queries import unknown_codes
from laplateforme.vocabulary.enums import Audience, Capacity, Fee

MOST_LAY_WORDS = 40
MOST_WEEKS = 104


class UnableToMoveOffer(Exception):
    """The offer cannot go from its present status to the one asked for. `missing`: what must be filled in first."""

    def __init__(self, message: str, missing: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.missing = list(missing)


@transaction.atomic
def create_offer(
    *,
    organization: Organization,
    values: Mapping[str, Any],
    by: User,
    at: datetime,
    sessions: Iterable[SessionValues] = (),
    price_steps: Iterable[PriceStepValues] = (),
    code: str = "",
) -> Offer:
    """A draft, checked by whoever writes it; dates and prices with it.

    `values`: names of EDITABLE_FIELDS. `code`: only where the short code is already printed.
    Raises UnableToSaveOffer when a value is not one that its field may hold.
    """
    offer = Offer(organization=organization, **({"code": code} if code else {}))
    _fill(offer, values, at=at)
    _vouch(offer, name=checker_name(by, offer), at=at)
    _record(offer, by=by)
    offer.save()
    write_sessions(offer, sessions, at=at)
    write_price_steps(offer, price_steps)
    note_change("offer", offer.pk)
    return offer


@transaction.atomic
def edit_offer(
    *,
    offer: Offer,
    values: Mapping[str, Any],
    by: User | None,
    at: datetime,
    expected: int | None = None,
    sessions: Iterable[SessionValues] | None = None,
    price_steps: Iterable[PriceStepValues] | None = None,
    reason: str = "",
) -> Offer:
    """Changes what is given and vouches for the whole: whoever saves the page has read it.

    `by` None: somebody of the organization, by the link sent to it. `sessions` and `price_steps` None: untouched.
    Raises StaleVersion when the row is not at version `expected` any more, UnableToSaveOffer on a wrong value.
    """
    current = locked(offer)
    if expected is not None and current.version != expected:
        raise StaleVersion(current)
    _fill(current, values, at=at)
    _vouch(current, name=checker_name(by, current), at=at)
    current.version += 1
    _record(current, by=by, reason=reason)
    current.save()
    if sessions is not None:
        write_sessions(current, sessions, at=at)
    if price_steps is not None:
        write_price_steps(current, price_steps)
    note_change("offer", current.pk)
    return current


def publish_offer(*, offer: Offer, by: User, at: datetime) -> Offer:
    """Anybody may read it from now on. Refused (UnableToMoveOffer) while something that people need is missing."""
    missing = missing_to_publish(offer)
    if missing:
        raise UnableToMoveOffer(_("Something is still missing."), missing)
    return _move(offer, to=OfferStatus.PUBLISHED, by=by)


def unpublish_offer(*, offer: Offer, by: User, at: datetime) -> Offer:
    """Only its organization sees it; an archived one is taken up again this way."""
    return _move(offer, to=OfferStatus.DRAFT, by=by)


def archive_offer(*, offer: Offer, by: User, at: datetime) -> Offer:
    """Put away: out of every list, kept with its history."""
    return _move(offer, to=OfferStatus.ARCHIVED, by=by)


@transaction.atomic
def confirm_unchanged(*, offer: Offer, at: datetime, by: User | None = None, name: str = "") -> Offer:
    """Somebody says that everything is still right. The content keeps its version: nobody's edit is disturbed.

    `by` None: by the link sent to the organization. `name`: who vouches, when it is not `by`.
    """
    current = locked(offer)
    _vouch(current, name=name or checker_name(by, current), at=at)
    _record(current, by=by, reason=ChangeReason.CONFIRMED)
    current.save()
    note_change("offer", current.pk)
    return current


@transaction.atomic
def set_capacity(
    *, offer: Offer, capacity: str, weeks: int | None = None, at: datetime, by: User | None = None
) -> Offer:
    """Says whether somebody can be taken in now, and in how many weeks otherwise.

    Raises UnableToSaveOffer for an unknown capacity or a number of weeks out of reason.
    """
    current = locked(offer)
    _fill(current, {"capacity": capacity, "waitlist_weeks": weeks}, at=at)
    current.version += 1
    _record(current, by=by, reason=ChangeReason.CAPACITY)
    current.save()
    note_change("offer", current.pk)
    return current


def missing_to_publish(offer: Offer) -> list[str]:
    """What people need and the offer does not say yet, in words."""
    wanted = [
        (offer.summary, _("one or two sentences that say what it is")),
        (offer.stages, _("at least one stage")),
        (offer.functions, _("what you do in the chain")),
        (offer.coverage, _("the territory")),
        (
            offer.how_to_ask or offer.contact_phone or offer.contact_email or offer.contact_link,
            _("a way to ask: telephone, e-mail address, link or a sentence"),
        ),
    ]
    return [words for value, words in wanted if not value]


def checker_name(by: User | None, offer: Offer) -> str:
    """The name shown beside "checked": the person's, never an address; else the organization's."""
    return (by.name if by is not None else "") or offer.organization.called


def locked(offer: Offer) -> Offer:
    """The row as it stands, held until the end of the transaction."""
    return Offer.objects.select_for_update().get(pk=offer.pk)


@transaction.atomic
def _move(offer: Offer, *, to: OfferStatus, by: User) -> Offer:
    current = locked(offer)
    if current.status == to:
        return current
    if to not in ALLOWED_MOVES[OfferStatus(current.status)]:
        raise UnableToMoveOffer(_("This offer has been put away: take it up again as a draft first."))
    current.status = to
    current.version += 1
    _record(current, by=by, reason=ChangeReason.STATUS)
    current.save()
    note_change("offer", current.pk)
    return current


@transaction.atomic
def forget_checker(*, name: str, organizations: Any) -> None:
    """Offers of these organizations no longer say that somebody of this name vouches for them; their dates stay."""
    if not name:
        return
    said = {"organization__in": organizations, "checked_by_name": name[:160]}
    Offer.history.filter(**said).update(checked_by_name="")
    offers = Offer.objects.filter(**said)
    for key in list(offers.values_list("pk", flat=True)):
        note_change("offer", key)
    offers.update(checked_by_name="")


def _record(offer: Offer, *, by: User | None, reason: str = "") -> None:
    """What the line of the history will say."""
    offer._history_user = by  # type: ignore[attr-defined]
    offer._change_reason = str(reason) if reason else (None if by else str(ChangeReason.BY_LINK))  # type: ignore[attr-defined]


def _vouch(offer: Offer, *, name: str, at: datetime) -> None:
    offer.checked_at = at
    offer.checked_by_name = name[:160]
    offer.recheck_asked_at = None


def _fill(offer: Offer, values: Mapping[str, Any], *, at: datetime) -> None:
    """Sets and checks the values; what contradicts itself is put right where only one reading makes sense."""
    unknown = set(values) - set(EDITABLE_FIELDS)
    if unknown:
        raise TypeError(f"Not fields that an edit may change: {sorted(unknown)}")
    for name, value in values.items():
        setattr(offer, name, clean_text(value) if isinstance(value, str) else value)
    errors = _list_errors(offer, values)
    if "capacity" in values:
        offer.capacity_at = at
    if offer.capacity != Capacity.WAITLIST:
        offer.waitlist_weeks = None
    if Audience.TOUS in offer.audiences:
        offer.audiences = [Audience.TOUS.value]
    if offer.fee == Fee.FREE:
        offer.price_from = offer.price_to = None
    low, high = offer.price_from, offer.price_to
    weeks = offer.waitlist_weeks
    if weeks is not None and not 0 < weeks <= MOST_WEEKS:
        errors["waitlist_weeks"] = [_("Give a number of weeks between 1 and %(most)d.") % {"most": MOST_WEEKS}]
    if low is not None and high is not None and high < low:
        errors["price_to"] = [_("The highest price is below the lowest one.")]
    try:
        offer.clean_fields(exclude={"organization", *CODED_LISTS, "coverage", "lay_words"})
    except ValidationError as error:
        errors.update(error.message_dict)
    if errors:
        raise UnableToSaveOffer(errors)


def _list_errors(offer: Offer, values: Mapping[str, Any]) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    for name, words in CODED_LISTS.items():
        if name not in values:
            continue
        codes = [str(code) for code in values[name]]
        wrong = [code for code in codes if code not in words.values]
        if wrong:
            errors[name] = [_("We do not know this choice: %(code)s.") % {"code": wrong[0][:60]}]
        setattr(offer, name, [word for word in words.values if word in codes])
    if "coverage" in values:
        offer.coverage = list(dict.fromkeys(str(code) for code in values["coverage"]))
        wrong = unknown_codes(offer.coverage)
        if wrong:
            errors["coverage"] = [_("We do not know this territory: %(code)s.") % {"code": wrong[0][:60]}]
    if "lay_words" in values:
        said = [clean_text(str(word))[:60] for word in values["lay_words"]]
        offer.lay_words = list(dict.fromkeys(word for word in said if word))[:MOST_LAY_WORDS]
    return errors
