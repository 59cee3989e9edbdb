"""A network with one organization, and the people who turn around it."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client

from laplateforme.accounts.models import User
from laplateforme.network.models import Network, Organization
from laplateforme.offers.models import Offer
from laplateforme.vocabulary.enums import Role
from tests.factories.accounts import UserFactory
from tests.factories.network import MembershipFactory, NetworkFactory, OrganizationFactory
from tests.factories.offers import OfferFactory


@dataclass(frozen=True)
class House:
    network: Network
    organization: Organization
    manager: User
    facilitator: User
    funder: User
    stranger: User


@pytest.fixture
def house(db) -> House:
    network = NetworkFactory(name="Réseau des Calanques", slug="calanques")
    organization = OrganizationFactory(
        name="Tramontelle", slug="tramontelle", network=network, email="bonjour@tramontelle.example"
    )
    other = OrganizationFactory(name="Ailleurs", slug="ailleurs", network=NetworkFactory())
    people = {name: UserFactory(name=words) for name, words in PEOPLE.items()}
    MembershipFactory(
        user=people["manager"], network=network, organization=organization, role=Role.ORGANIZATION_MANAGER
    )
    MembershipFactory(user=people["facilitator"], network=network, role=Role.FACILITATOR)
    MembershipFactory(user=people["funder"], network=network, role=Role.FUNDER)
    MembershipFactory(
        user=people["stranger"],
        network=other.participations.get().network,
        organization=other,
        role=Role.ORGANIZATION_MANAGER,
    )
    return House(network, organization, **people)


@pytest.fixture
def offer(house: House) -> Offer:
    return OfferFactory(organization=house.organization, code="n5mh", name="Atelier des comptes")


@pytest.fixture
def sign_in(client: Client, house: House) -> Callable[[str | None], Client]:
    """The client signed in as somebody of the house, or as nobody."""

    def as_(who: str | None) -> Client:
        client.logout()
        if who:
            client.force_login(getattr(house, who))
        return client

    return as_


PEOPLE = {
    "manager": "Solène Arnoux",
    "facilitator": "Nora Delmas",
    "funder": "Paul Estève",
    "stranger": "Karim Oualid",
}
