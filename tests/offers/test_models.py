"""Freshness and who sees what."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laplateforme.offers.enums import RECHECK_RHYTHMS
from laplateforme.offers.models import Offer, freshness_of, rhythm
from laplateforme.vocabulary.enums import Freshness
from tests.factories.offers import OfferFactory

ORDER = [Freshness.FRESH, Freshness.AGING, Freshness.STALE]
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2080, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(
    MOMENTS,
    st.sampled_from(RECHECK_RHYTHMS),
    st.timedeltas(timedelta(0), timedelta(days=2000)),
    st.timedeltas(timedelta(0), timedelta(days=900)),
)
def test_freshness_only_ever_ages(checked, months, age, more):
    now, later = checked + age, checked + age + more
    assert ORDER.index(freshness_of(checked, months, now)) <= ORDER.index(freshness_of(checked, months, later))


@given(MOMENTS, st.sampled_from(RECHECK_RHYTHMS), st.timedeltas(timedelta(0), timedelta(days=2000)))
def test_freshness_changes_at_one_and_two_rhythms(checked, months, age):
    wanted = (
        Freshness.FRESH if age <= rhythm(months) else Freshness.AGING if age <= 2 * rhythm(months) else Freshness.STALE
    )
    assert freshness_of(checked, months, checked + age) == wanted


@given(MOMENTS, st.sampled_from(RECHECK_RHYTHMS))
def test_what_was_never_checked_is_stale(at, months):
    assert freshness_of(None, months, at) == Freshness.STALE


@pytest.mark.django_db
@pytest.mark.parametrize("months", RECHECK_RHYTHMS)
def test_overdue_in_the_database_agrees_with_freshness(noon, months):
    for days in (0, 25, 31, 80, 100, 170, 190, 360, 370, 800):
        OfferFactory(recheck_months=months, checked_at=noon - timedelta(days=days))
    OfferFactory(recheck_months=months, checked_at=None)
    overdue = set(Offer.objects.overdue(noon).values_list("pk", flat=True))
    assert overdue == {one.pk for one in Offer.objects.all() if one.freshness(noon) != Freshness.FRESH}


def test_visible_to_shows_drafts_to_their_own_people_only(house):
    shown, draft = (
        OfferFactory(organization=house.organization),
        OfferFactory(organization=house.organization, draft=True),
    )
    from django.contrib.auth.models import AnonymousUser

    assert set(Offer.objects.visible_to(house.manager)) == {shown, draft}
    for other in (house.stranger, house.funder, AnonymousUser()):
        assert list(Offer.objects.visible_to(other)) == [shown]


def test_public_in_knows_networks_that_are_not_open(house):
    offer = OfferFactory(organization=house.organization)
    assert list(Offer.objects.public_in(house.network)) == [offer]
    assert list(Offer.objects.public_in(None)) == [offer]
    house.network.is_published = False
    house.network.save()
    assert list(Offer.objects.public_in(None)) == []
    assert list(Offer.objects.of_network(None)) == []
