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
from laplateforme.offers.enums import OfferStatus
from laplateforme.offers.models import Offer
from laplateforme.places.queries import unknown_codes

BATCH = 100
ASKS_THE_DATABASE = ("coverage", "commune")


@dataclass(frozen=True)
class NewOffer:
    """One offer to make: `values` as for `create_offer`."""

    organization: Organization
    values: Mapping[str, Any] = field(default_factory=dict)


def value_errors(values: Mapping[str, Any], *, at: datetime) -> dict[str, list[str]]:
    """Sentences by field for what an offer could not hold; territory and commune apart. Asks nothing of the database."""
    try:
        _fill(Offer(), _without_places(values), at=at)
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
    _fill(offer, _without_places(row.values), at=at)
    offer.coverage = list(dict.fromkeys(str(code) for code in row.values.get("coverage", ())))
    wrong = [code for code in offer.coverage if code in unknown]
    if wrong:
        raise UnableToSaveOffer({"coverage": [_("We do not know this territory: %(code)s.") % {"code": wrong[0][:60]}]})
    offer.commune = row.values.get("commune")
    _vouch(offer, name=checker_name(by, offer), at=at)
    if publish and not missing_to_publish(offer):
        offer.status = OfferStatus.PUBLISHED
    return offer


def _without_places(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in ASKS_THE_DATABASE}
