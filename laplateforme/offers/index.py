"""Offers as the search sees them: a fixed number of queries for each batch, whatever its size."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from laplateforme.core.search import Document, register
from laplateforme.network.models import Participation
from laplateforme.offers.models import Offer, Session, freshness_of
from laplateforme.offers.queries.words import labels, verbs_of
from laplateforme.vocabulary.enums import Capacity, Freshness, FunctionGroup, SupportFunction, Theme, Verb

KIND = "offer"
BATCH = 500
FACETS = (
    "stages",
    "verbs",
    "functions",
    "groups",
    "themes",
    "audiences",
    "holder_types",
    "receptions",
    "fee",
    "capacity",
    "form",
    "legal_forms",
    "organization",
)
CAPACITY_WORTH = {
    Capacity.OPEN: 1.0,
    Capacity.ASSESSMENT_NEEDED: 0.8,
    Capacity.WAITLIST: 0.5,
    Capacity.FULL: 0.1,
}
FRESHNESS_WORTH = {Freshness.FRESH: 1.0, Freshness.AGING: 0.7, Freshness.STALE: 0.2}


def register_offers() -> None:
    """Called when the app is ready."""
    register(KIND, documents, facets=FACETS, subjects=("themes", "functions"))


def boost_of(capacity: str, freshness: str) -> float:
    """0 to 1: how much an open and freshly checked offer comes before its equals. Freshness ages between two
    writings of the index, so pages that rank recompute it with `boost_now`."""
    return round(0.5 * CAPACITY_WORTH[Capacity(capacity)] + 0.5 * FRESHNESS_WORTH[Freshness(freshness)], 3)


def boost_now(payload: dict[str, Any], at: datetime) -> float:
    """The boost of a found offer at this moment, from what its document carries."""
    checked = datetime.fromisoformat(payload["checked_at"]) if payload.get("checked_at") else None
    return boost_of(payload["capacity"], freshness_of(checked, payload["recheck_months"], at))


def documents(keys: Sequence[str] | None) -> Iterable[Document]:
    """Published offers among `keys` (None: all of them, a batch at a time)."""
    rows = (
        Offer.objects.published()
        .select_related("organization", "commune")
        .prefetch_related(
            Prefetch(
                "organization__participations",
                queryset=Participation.objects.filter(network__is_published=True),
            ),
            Prefetch("sessions", queryset=Session.objects.coming(timezone.now())),
        )
        .order_by("pk")
    )
    if keys is not None:
        return [_document(offer) for offer in rows.filter(pk__in=list(keys))]
    return _all(rows)


def _all(rows: Any) -> Iterator[Document]:
    last = None
    while batch := list((rows.filter(pk__gt=last) if last else rows)[:BATCH]):
        yield from (_document(offer) for offer in batch)
        last = batch[-1].pk


def _document(offer: Offer) -> Document:
    organization = offer.organization
    verbs = tuple(verb.value for verb in verbs_of(offer.stages))
    groups = tuple(group.value for group in FunctionGroup if set(group.functions) & set(offer.functions))
    said = [
        *labels(SupportFunction, offer.functions),
        *labels(Theme, offer.themes),
        *(str(Verb(verb).label) for verb in verbs),
    ]
    return Document(
        kind=KIND,
        key=str(offer.pk),
        networks=tuple(str(one.network_id) for one in organization.participations.all()),
        texts={
            "title": offer.name,
            "words": ", ".join(offer.lay_words),
            "summary": f"{offer.summary} {offer.audience_words}".strip(),
            "labels": ", ".join(said),
            "by": " ".join(dict.fromkeys([organization.name, organization.short_name])).strip(),
            "body": offer.description,
            "more": " ".join([offer.conditions, offer.included_services, offer.commune.name if offer.commune else ""]),
        },
        facets={
            "stages": tuple(offer.stages),
            "verbs": verbs,
            "functions": tuple(offer.functions),
            "groups": groups,
            "themes": tuple(offer.themes),
            "audiences": tuple(offer.audiences),
            "holder_types": tuple(offer.holder_types),
            "receptions": tuple(offer.receptions),
            "fee": (offer.fee,),
            "capacity": (offer.capacity,),
            "form": (offer.form,),
            "legal_forms": tuple(offer.legal_forms),
            "organization": (str(organization.pk),),
        },
        areas=tuple(offer.coverage),
        lat=offer.commune.latitude if offer.commune else None,
        lon=offer.commune.longitude if offer.commune else None,
        boost=boost_of(offer.capacity, offer.freshness(timezone.now())),
        payload=_payload(offer),
    )


def _payload(offer: Offer) -> dict[str, Any]:
    """What a list draws without asking the database again."""
    return {
        "code": offer.code,
        "name": offer.name,
        "summary": offer.summary,
        "audience_words": offer.audience_words,
        "organization": offer.organization.called,
        "organization_id": str(offer.organization_id),
        "organization_slug": offer.organization.slug,
        "stages": offer.stages,
        "functions": offer.functions,
        "themes": offer.themes,
        "holder_types": offer.holder_types,
        "legal_forms": offer.legal_forms,
        "receptions": offer.receptions,
        "coverage": offer.coverage,
        "commune": offer.commune.name if offer.commune else "",
        "commune_code": offer.commune_id or "",
        "fee": offer.fee,
        "fee_note": offer.fee_note,
        "price_from": str(offer.price_from) if offer.price_from is not None else None,
        "price_to": str(offer.price_to) if offer.price_to is not None else None,
        "capacity": offer.capacity,
        "waitlist_weeks": offer.waitlist_weeks,
        "checked_at": offer.checked_at.isoformat() if offer.checked_at else None,
        "checked_by_name": offer.checked_by_name,
        "recheck_months": offer.recheck_months,
        "observed_answer_days": str(offer.observed_answer_days) if offer.observed_answer_days is not None else None,
        "observed_answer_count": offer.observed_answer_count,
        "documents_to_bring": offer.documents_to_bring,
        "dates": [session.starts_at.isoformat() for session in offer.sessions.all()][:3],
    }
