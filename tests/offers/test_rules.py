"""Who may do what with offers."""

import pytest
from django.contrib.auth.models import AnonymousUser

from laplateforme.offers import rules
from tests.factories.offers import OfferFactory


@pytest.fixture
def offer(house):
    return OfferFactory(organization=house.organization)


@pytest.mark.parametrize(
    ("who", "edit", "create", "member", "chase"),
    [
        ("manager", True, True, True, False),
        ("facilitator", True, True, True, True),
        ("funder", False, False, True, False),
        ("stranger", False, True, False, False),
        (None, False, False, False, False),
    ],
)
def test_each_role_may_do_its_part(house, offer, who, edit, create, member, chase):
    user = getattr(house, who) if who else AnonymousUser()
    assert rules.can_edit_offer(user, offer) is edit
    assert rules.can_create_offers(user) is create
    assert rules.is_member(user, house.network) is member
    assert rules.can_chase(user, house.network) is chase


def test_without_a_network_nobody_is_a_member(house):
    assert rules.is_member(house.facilitator, None) is False
    assert rules.can_chase(house.facilitator, None) is False
