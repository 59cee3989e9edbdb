"""One network with a stranger beside it, and the people who meet its pages."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from laplateforme.accounts.models import User
from laplateforme.network.models import Network, Organization
from laplateforme.vocabulary.enums import Role
from tests.factories.network import MembershipFactory, NetworkFactory, OrganizationFactory


@dataclass
class World:
    """Two networks; people of the first, and strangers."""

    network: Network
    organization: Organization
    neighbor: Organization
    facilitator: User
    manager: User
    ambassador: User
    colleague: User  # manager of another organization of the same network
    stranger: User  # facilitator of another network


@pytest.fixture
def world(db: None) -> World:
    network, elsewhere = NetworkFactory(slug="calanques"), NetworkFactory(slug="restanques")
    here = OrganizationFactory(name="Maison Ravelle", slug="maison-ravelle", network=network)
    neighbor = OrganizationFactory(name="Cap Farigoule", slug="cap-farigoule", network=network)
    away = OrganizationFactory(network=elsewhere)

    def person(role: str, at: Network = network, organization: Organization | None = None) -> User:
        return MembershipFactory(network=at, organization=organization, role=role).user

    return World(
        network=network,
        organization=here,
        neighbor=neighbor,
        facilitator=person(Role.FACILITATOR),
        manager=person(Role.ORGANIZATION_MANAGER, organization=here),
        ambassador=person(Role.AMBASSADOR, organization=here),
        colleague=person(Role.ORGANIZATION_MANAGER, organization=neighbor),
        stranger=person(Role.ORGANIZATION_MANAGER, at=elsewhere, organization=away),
    )


@pytest.fixture
def as_person() -> Callable[[Any], Client]:
    """A client signed in as somebody as the demonstration does, or as nobody."""

    def client_of(user: Any) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user)
        return client

    return client_of
