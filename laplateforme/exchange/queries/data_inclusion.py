"""Offers and organizations in the words of data·inclusion v1."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils import timezone

from laplateforme.network.models import Organization
from laplateforme.offers.models import Offer
from laplateforme.places.enums import EVERYWHERE
from laplateforme.places.models import Department
from laplateforme.vocabulary.crosswalks import (
    FEE_TO_DATA_INCLUSION,
    FUNCTION_TO_DATA_INCLUSION_TYPE,
    OPEN_TO_TO_DATA_INCLUSION,
    REACH_TO_DATA_INCLUSION,
    RECEPTION_TO_DATA_INCLUSION,
    STAGE_TO_DATA_INCLUSION_THEME,
)

LONGEST_NAME = 150


def services_of(offers: Iterable[Offer], source: str) -> Iterator[dict[str, Any]]:
    """One service an offer. Two queries for the regions that some of them cover."""
    regions: dict[str, list[str]] = {}
    for code, region in Department.objects.order_by("pk").values_list("pk", "region_id"):
        regions.setdefault(region, []).append(code)
    for offer in offers:
        yield _service(offer, source, regions)


def structures_of(organizations: Iterable[Organization], source: str) -> Iterator[dict[str, Any]]:
    for one in organizations:
        yield _without_holes(
            {
                "source": source,
                "id": f"{source}--{one.slug}",
                "nom": _name(one.name),
                "date_maj": timezone.localdate(one.updated_at).isoformat(),
                "description": _long(one.description or one.summary),
                "siret": one.siret,
                "telephone": one.phone,
                "courriel": one.email,
                "site_web": one.website,
                "horaires_accueil": one.opening_hours,
                "adresse": one.address,
                **_place(one),
            }
        )


def _service(offer: Offer, source: str, regions: Mapping[str, list[str]]) -> dict[str, Any]:
    types = [FUNCTION_TO_DATA_INCLUSION_TYPE[code] for code in offer.functions]
    return _without_holes(
        {
            "source": source,
            "structure_id": f"{source}--{offer.organization.slug}",
            "id": f"{source}--{offer.code}",
            "nom": _name(offer.name),
            "description": _long(f"{offer.summary}\n\n{offer.description}".strip() or offer.name).ljust(5, "…"),
            "date_maj": timezone.localdate(offer.updated_at).isoformat(),
            "type": types[0] if types else None,
            "thematiques": _words(STAGE_TO_DATA_INCLUSION_THEME, offer.stages),
            "frais": FEE_TO_DATA_INCLUSION.get(offer.fee),
            "frais_precisions": offer.fee_note,
            "publics": list(offer.audiences),
            "publics_precisions": offer.audience_words,
            "conditions_acces": offer.conditions,
            "telephone": offer.contact_phone,
            "courriel": offer.contact_email,
            "lien_mobilisation": offer.contact_link,
            "modes_accueil": _words(RECEPTION_TO_DATA_INCLUSION, offer.receptions),
            "modes_mobilisation": _words(REACH_TO_DATA_INCLUSION, offer.reach),
            "mobilisable_par": _words(OPEN_TO_TO_DATA_INCLUSION, offer.open_to),
            "mobilisation_precisions": offer.how_to_ask,
            "zone_eligibilite": _zone(offer.coverage, regions),
            "adresse": offer.address,
            **_place(offer),
        }
    )


def _place(thing: Offer | Organization) -> dict[str, Any]:
    commune = thing.commune
    if commune is None:
        return {}
    post_codes = commune.post_codes
    return {
        "commune": commune.name,
        "code_insee": commune.pk,
        "code_postal": post_codes[0] if len(post_codes) == 1 else None,
        "latitude": commune.latitude,
        "longitude": commune.longitude,
    }


def _zone(codes: Iterable[str], regions: Mapping[str, list[str]]) -> list[str]:
    """Their codes carry no kind; a region is the list of its départements."""
    found: list[str] = []
    for code in codes:
        kind, _, number = code.partition(":")
        found += ["france"] if code == EVERYWHERE else regions.get(number, []) if kind == "reg" else [number]
    return list(dict.fromkeys(found))


def _words(crosswalk: Mapping[str, str], codes: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(crosswalk[code] for code in codes if code in crosswalk))


def _name(name: str) -> str:
    name = name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
    return (name.rstrip(".") or name).ljust(3, "…")


def _long(text: str) -> str:
    return text[:10_000] if len(text) >= 5 else ""


def _without_holes(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "", [])}
