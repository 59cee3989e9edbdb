"""Offers as the search sees them."""

from datetime import timedelta

import pytest

from laplateforme.offers import index
from tests.factories.network import NetworkFactory
from tests.factories.offers import OfferFactory, SessionFactory
from tests.factories.places import CommuneFactory


@pytest.mark.parametrize("count", [1, 3])
def test_a_batch_costs_three_queries(house, count, django_assert_num_queries):
    offers = OfferFactory.create_batch(count, organization=house.organization, commune=CommuneFactory())
    SessionFactory(offer=offers[0])
    with django_assert_num_queries(3):
        found = list(index.documents([str(offer.pk) for offer in offers]))
    assert {one.key for one in found} == {str(offer.pk) for offer in offers}


def test_only_what_anybody_may_read_is_found(house):
    shown = OfferFactory(organization=house.organization)
    draft = OfferFactory(organization=house.organization, draft=True)
    hidden = OfferFactory(organization__network=NetworkFactory(is_published=False))
    networks = {one.key: one.networks for one in index.documents(None)}
    assert networks == {str(shown.pk): (str(house.network.pk),), str(hidden.pk): ()}
    assert list(index.documents([str(draft.pk)])) == []


def test_a_document_says_what_the_offer_says(house, noon):
    offer = OfferFactory(
        organization=house.organization, commune=CommuneFactory(), lay_words=["épicerie"], capacity="FULL"
    )
    SessionFactory(offer=offer)
    (document,) = index.documents([str(offer.pk)])
    assert set(document.facets) == set(index.FACETS)
    assert (document.facets["verbs"], document.facets["groups"]) == (("GATHER",), ("TRAIN",))
    assert (document.texts["words"], document.texts["by"]) == ("épicerie", "Tramontelle")
    assert (document.areas, document.lat) == (("all",), 43.2971)
    assert len(document.payload["dates"]) == 1


def test_boost_is_recomputed_from_what_the_document_carries(house, noon):
    offer = OfferFactory(organization=house.organization)
    (document,) = index.documents([str(offer.pk)])
    assert index.boost_now(document.payload, noon) == 1.0
    assert index.boost_now(document.payload, noon + timedelta(days=900)) == 0.6
    assert index.boost_now({**document.payload, "checked_at": None, "capacity": "FULL"}, noon) == 0.15
