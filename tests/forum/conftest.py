"""A network with a public and a members' board, its people, and strangers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from laplateforme.accounts.models import User
from laplateforme.forum.enums import Readers
from laplateforme.forum.forms import watch
from laplateforme.forum.models import Board
from laplateforme.network.models import Network
from laplateforme.vocabulary.enums import Role
from tests.factories.accounts import UserFactory
from tests.factories.forum import BoardFactory
from tests.factories.network import MembershipFactory, NetworkFactory, OrganizationFactory


@dataclass
class World:
    network: Network
    public: Board
    members: Board
    facilitator: User
    adviser: User
    holder: User  # signed in, not a professional
    stranger: User  # facilitator of another network


@pytest.fixture
def world(db: None) -> World:
    network, elsewhere = NetworkFactory(slug="calanques"), NetworkFactory(slug="restanques")
    organization = OrganizationFactory(network=network)

    def person(role: str, at: Network = network, **more: Any) -> User:
        return MembershipFactory(network=at, role=role, **{"organization": None, **more}).user

    return World(
        network=network,
        public=BoardFactory(network=network, name="Entraide", slug="entraide"),
        members=BoardFactory(network=network, name="Entre nous", slug="entre-nous", readers=Readers.MEMBERS),
        facilitator=person(Role.FACILITATOR),
        adviser=person(Role.ADVISER, organization=organization),
        holder=UserFactory(name="Camille Roux"),
        stranger=person(Role.FACILITATOR, at=elsewhere),
    )


@pytest.fixture
def as_person() -> Callable[[Any], Client]:
    """A client signed in as somebody, or as nobody, in the network of the world."""

    def client_of(user: Any) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user)
        return client

    return client_of


@pytest.fixture
def slow_writer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever writes takes more than three seconds."""
    monkeypatch.setattr(watch, "QUICKEST_SECONDS", -1)
