"""Occasions and their people."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from laplateforme.accounts.models import User
from laplateforme.fairs import actions
from laplateforme.fairs.models import Occasion, Slot
from laplateforme.network.models import Network, Organization
from laplateforme.vocabulary.enums import Role
from tests.factories.network import MembershipFactory, NetworkFactory, OrganizationFactory

PARIS = ZoneInfo("Europe/Paris")
MORNING = datetime(2026, 12, 10, 9, tzinfo=PARIS)


@dataclass
class Hall:
    """Two networks; in the first three organizations and somebody of each role."""

    network: Network
    one: Organization
    two: Organization
    three: Organization
    facilitator: User
    adviser: User  # of one
    manager: User  # of two
    ambassador: User  # of three
    writer: User
    holder: User
    funder: User
    stranger: User  # facilitator of the other network


def hall() -> Hall:
    network, elsewhere = NetworkFactory(slug="calanques"), NetworkFactory(slug="restanques")
    one = OrganizationFactory(name="Maison Ravelle", slug="maison-ravelle", network=network)
    two = OrganizationFactory(name="Cap Farigoule", slug="cap-farigoule", network=network)
    three = OrganizationFactory(name="Tramontelle", slug="tramontelle", network=network)

    def person(name: str, role: str, organization: Organization | None = None, at: Network = network) -> User:
        return MembershipFactory(network=at, organization=organization, role=role, user__name=name).user

    return Hall(
        network, one, two, three,
        facilitator=person("Lise Facile", Role.FACILITATOR), adviser=person("Karim Oualid", Role.ADVISER, one),
        manager=person("Paul Gérant", Role.ORGANIZATION_MANAGER, two),
        ambassador=person("Dounia Merad", Role.AMBASSADOR, three), writer=person("Ève Plume", Role.WRITER),
        holder=person("Leïla Porteuse", Role.HOLDER), funder=person("Fonds Public", Role.FUNDER),
        stranger=person("Eva Ailleurs", Role.FACILITATOR, at=elsewhere),
    )  # fmt: skip


def values(**more: Any) -> actions.OccasionValues:
    known = {"title": "Salon des premiers pas", "starts_at": MORNING, "ends_at": MORNING + timedelta(hours=8)}
    return actions.OccasionValues(**{**known, "place": "Aubagne", **more})


def proposed(world: Hall, at: datetime, **more: Any) -> Occasion:
    asked = more.pop("asked", None)
    return actions.propose_occasion(
        network=world.network, values=values(**more), by=world.adviser, at=at, asked=asked
    )  # fmt: skip


def accepted(world: Hall, at: datetime, **more: Any) -> Occasion:
    occasion = proposed(world, at, **more)
    return actions.decide_occasion(occasion=occasion, goes=True, by=world.facilitator, at=at)


def slot_of(occasion: Occasion, world: Hall, at: datetime, *, hours: float = 4, after: float = 0, **more: Any) -> Slot:
    starts = occasion.starts_at + timedelta(hours=after)
    return actions.open_slot(
        occasion=occasion, starts_at=starts, ends_at=starts + timedelta(hours=hours), by=world.facilitator, at=at,
        **more,
    )  # fmt: skip
