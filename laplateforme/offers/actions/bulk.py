"""Many offers at once (imports): the rules of `create_offer`, a handful of queries for each chunk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from laplateforme.accounts.models import User
from laplateforme.core.search import note_changes
from laplateforme.network.models import Organization
from laplateforme.offers.actions.dates import UnableToSaveOffer
from laplateforme.offers.actions.offer import _fill, _vouch, checker_name, missing_to_publish
from laplateforme.offers.enums import CODED_LISTS, OfferStatus
from laplateforme.offers.models import Offer, offer_code
from laplateforme.places.queries import unknown_codes

BATCH = 100
APART = {"coverage", "commune", *CODED_LISTS}  # checked for the whole chunk, or by the sets below
KNOWN = {name: {code: rank for rank, code in enumerate(words.values)} for name, words in CODED_LISTS.items()}


@dataclass(frozen=True)
class NewOffer:
    """One offer to make: `values` as for `create_offer`."""

    organization: Organization
    values: Mapping[str, Any] = field(default_factory=dict)


def value_errors(values: Mapping[str, Any], *, at: datetime) -> dict[str, list[str]]:
    """Sentences by field for what an offer could not hold, places apart. Asks nothing of the database."""
    try:
        _filled(Offer(), values, at=at)
    except UnableToSaveOffer as refusal:
        return refusal.errors
    return {}


@transaction.atomic
def create_offers(
    *, rows: Sequence[NewOffer], by: User | None, at: datetime, publish: bool = False, reason: str = ""
) -> list[Offer | UnableToSaveOffer]:
    """Makes what can be made, in the order given; in place of the others, what is wrong with them.

    Drafts; with `publish`, those that miss nothing are shown at once. `by` None: the machine's own administrator.
    """
    results: list[Offer | UnableToSaveOffer] = []
    unknown = set(unknown_codes({str(code) for row in rows for code in row.values.get("coverage", ())}))
    for row in rows:
        try:
            results.append(_made(row, unknown, by=by, at=at, publish=publish))
        except UnableToSaveOffer as refusal:
            results.append(refusal)
    made = [offer for offer in results if isinstance(offer, Offer)]
    if made:
        _give_codes(made)
        bulk_create_with_history(
            made, Offer, batch_size=BATCH, default_user=by, default_change_reason=reason or None, default_date=at
        )
    shown = [offer.pk for offer in made if offer.status == OfferStatus.PUBLISHED]
    if shown:
        note_changes("offer", shown)
    return results


@transaction.atomic
def withdraw_drafts(*, versions: Mapping[Any, int], at: datetime) -> set[Any]:
    """Deletes those of these drafts (key → version) that are still drafts at that very version; returns their keys."""
    rows = Offer.objects.select_for_update().filter(pk__in=versions, status=OfferStatus.DRAFT)
    gone = {pk for pk, version in rows.values_list("pk", "version") if versions[pk] == version}
    Offer.objects.filter(pk__in=gone).delete()
    return gone


def _made(row: NewOffer, unknown: set[str], *, by: User | None, at: datetime, publish: bool) -> Offer:
    offer = Offer(organization=row.organization)
    _filled(offer, row.values, at=at)
    offer.coverage = list(dict.fromkeys(str(code) for code in row.values.get("coverage", ())))
    wrong = [code for code in offer.coverage if code in unknown]
    if wrong:
        raise UnableToSaveOffer({"coverage": [_("We do not know this territory: %(code)s.") % {"code": wrong[0][:60]}]})
    offer.commune = row.values.get("commune")
    _vouch(offer, name=checker_name(by, offer), at=at)
    if publish and not missing_to_publish(offer):
        offer.status = OfferStatus.PUBLISHED
    return offer


def _give_codes(offers: Sequence[Offer]) -> None:
    """Short codes are drawn by lot: among many, two may be the same."""
    wanted = [offer.code for offer in offers]
    taken = set(Offer.objects.filter(code__in=wanted).values_list("code", flat=True))
    for offer in offers:
        while offer.code in taken:
            offer.code = offer_code()
            if Offer.objects.filter(code=offer.code).exists():
                taken.add(offer.code)
        taken.add(offer.code)


def _filled(offer: Offer, values: Mapping[str, Any], *, at: datetime) -> None:
    """As `_fill` does, without asking the vocabularies for their codes at every row."""
    for name in KNOWN.keys() & values.keys():
        codes = [str(code) for code in values[name]]
        wrong = [code for code in codes if code not in KNOWN[name]]
        if wrong:
            raise UnableToSaveOffer({name: [_("We do not know this choice: %(code)s.") % {"code": wrong[0][:60]}]})
        setattr(offer, name, sorted(set(codes), key=KNOWN[name].__getitem__))
    _fill(offer, {name: value for name, value in values.items() if name not in APART}, at=at)
