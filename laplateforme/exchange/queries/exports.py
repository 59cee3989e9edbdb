"""Offers as rows of a file: heads are our labels, lists are labels between bars, places carry their code."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils import translation

from laplateforme.exchange.formats import LIST_JOINER, OUR_MARK
from laplateforme.exchange.queries.fields import BY_NAME, CHOICES, TARGETS, Target, french_label
from laplateforme.exchange.queries.preview import current_values
from laplateforme.network.models import Network, Organization
from laplateforme.offers.enums import CODED_LISTS, OfferStatus
from laplateforme.offers.models import Offer
from laplateforme.places.queries import labels_of

NAMES = tuple(target.name for target in TARGETS if target.name not in {"organization", "external_id"})


def exported_offers(network: Network, organizations: Iterable[Organization] | None = None) -> "QuerySet[Offer]":
    """Published offers of the network; with `organizations`, everything of theirs that is not put away."""
    offers = Offer.objects.of_network(network).select_related("organization", "commune")
    if organizations is None:
        offers = offers.published()
    else:
        offers = offers.filter(organization__in=organizations).exclude(status=OfferStatus.ARCHIVED)
    return offers.order_by("organization__name", "name", "pk")


def heads() -> list[str]:
    return [OUR_MARK, *(french_label(target) for target in TARGETS)]


def table_rows(offers: Iterable[Offer]) -> Iterator[list[str]]:
    """One list of texts an offer, in the order of `heads`."""
    rows = list(offers)
    places = labels_of({code for offer in rows for code in offer.coverage})
    with translation.override("fr"):
        for offer in rows:
            values = current_values(offer, NAMES)
            cells = {name: _cell(BY_NAME[name], value, places) for name, value in values.items()}
            if offer.commune:
                cells["commune"] = f"{offer.commune.name} (com:{offer.commune_id})"
            cells |= {"organization": offer.organization.name, "external_id": offer.external_id}
            yield [offer.code, *(cells[target.name] for target in TARGETS)]


def json_rows(offers: Iterable[Offer]) -> Iterator[dict[str, Any]]:
    """The same with codes, for programs; our import reads it back."""
    for offer in offers:
        values = current_values(offer, NAMES)
        if offer.commune_id:
            values["commune"] = f"com:{offer.commune_id}"
        yield {
            OUR_MARK: offer.code,
            "organization": offer.organization.slug,
            **{name: value for name, value in values.items() if value not in (None, "", [])},
            **({"external_id": offer.external_id} if offer.external_id else {}),
        }


def _cell(target: Target, value: Any, places: dict[str, str]) -> str:
    if value is None:
        return ""
    if target.kind == "codes":
        labels = {word.value: str(word.label) for word in CODED_LISTS[target.name]}
        return LIST_JOINER.join(labels.get(code, code) for code in value)
    if target.kind == "choice":
        return str(CHOICES[target.name](value).label)
    if target.kind == "areas":
        return LIST_JOINER.join(f"{places.get(code, code)} ({code})" for code in value)
    if target.kind == "words":
        return LIST_JOINER.join(word.replace("|", "/") for word in value)
    return str(value)
