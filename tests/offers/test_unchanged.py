"""One click from "À faire" says that an offer is still right."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from laplateforme.vocabulary.enums import Role
from tests.canary.world import build_side
from tests.factories.places import marseille, nice

pytestmark = pytest.mark.django_db


def test_an_adviser_finds_the_offer_in_the_list_and_confirms_it(client: Client) -> None:
    side = build_side("A", marseille(), nice())
    offer = next(row for row in side.rows if getattr(row, "code", "") == "ofa0")
    client.force_login(side.people[Role.ADVISER])
    address = reverse("offers:unchanged", args=[offer.code])

    assert address in client.get(reverse("portal:todo")).text
    assert client.post(address).status_code == 302

    offer.refresh_from_db()
    assert timezone.now() - offer.checked_at < timedelta(minutes=1)
    assert address not in client.get(reverse("portal:todo")).text


def test_a_stranger_of_another_network_finds_nothing(client: Client) -> None:
    build_side("A", marseille(), nice())
    other = build_side("B", nice(), marseille())
    client.force_login(other.people[Role.ADVISER])

    assert client.post(reverse("offers:unchanged", args=["ofa0"])).status_code == 404
    assert client.get(reverse("offers:unchanged", args=["ofa0"])).status_code == 405
