"""Offers and their dates."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import factory

from laplateforme.offers.enums import OfferStatus
from laplateforme.offers.models import Offer, PriceStep, Session
from tests.factories.network import OrganizationFactory


class OfferFactory(factory.django.DjangoModelFactory):
    """Published and checked at noon on 23 November 2026, unless told otherwise."""

    class Meta:
        model = Offer
        skip_postgeneration_save = True

    organization = factory.SubFactory(OrganizationFactory)
    name = factory.Sequence(lambda number: f"Atelier des comptes {number}")
    summary = "Quatre séances pour tenir ses comptes."
    stages = factory.LazyFunction(lambda: ["EMERGENCE"])
    functions = factory.LazyFunction(lambda: ["TRAIN"])
    themes = factory.LazyFunction(lambda: ["CASH"])
    coverage = factory.LazyFunction(lambda: ["all"])
    how_to_ask = "Appelez le 04 65 71 12 40."
    status = OfferStatus.PUBLISHED
    checked_at = datetime(2026, 11, 23, 11, tzinfo=UTC)
    checked_by_name = "Solène Arnoux"

    class Params:
        draft = factory.Trait(status=OfferStatus.DRAFT)
        archived = factory.Trait(status=OfferStatus.ARCHIVED)
        aging = factory.Trait(checked_at=datetime(2026, 3, 1, 11, tzinfo=UTC))
        stale = factory.Trait(checked_at=datetime(2025, 3, 1, 11, tzinfo=UTC))


class SessionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Session

    offer = factory.SubFactory(OfferFactory)
    starts_at = factory.Sequence(lambda number: datetime(2099, 1, 8, 13, tzinfo=UTC) + timedelta(days=number))
    ends_at = factory.LazyAttribute(lambda row: row.starts_at + timedelta(hours=2))
    place = "12 rue des Tamaris"


class PriceStepFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PriceStep

    offer = factory.SubFactory(OfferFactory)
    from_month = factory.Sequence(lambda number: number + 1)
    amount = Decimal(120)
    unit = "par mois"
