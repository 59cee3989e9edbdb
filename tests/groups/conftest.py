"""A group with its people, colleagues outside it, and strangers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from laplateforme.accounts.models import User
from laplateforme.groups import actions
from laplateforme.groups.enums import MemberRole
from laplateforme.groups.models import GroupMember, Minutes, WorkingGroup
from laplateforme.network.models import Network, Organization
from laplateforme.vocabulary.enums import Role
from tests.factories.accounts import UserFactory
from tests.factories.groups import AgendaItemFactory, GroupMemberFactory, MeetingFactory, WorkingGroupFactory
from tests.factories.network import MembershipFactory, NetworkFactory, OrganizationFactory
from tests.groups.pages import PAYLOAD


@dataclass
class World:
    network: Network
    organization: Organization
    group: WorkingGroup
    facilitator: User  # of the network, not a member of the group
    lead: User  # leads the group
    member: User
    colleague: User  # works in the network, not in the group
    holder: User  # signed in, not a professional
    stranger: User  # facilitator of another network
    leading: GroupMember
    membership: GroupMember


@pytest.fixture
def world(db: None) -> World:
    network, elsewhere = NetworkFactory(slug="calanques"), NetworkFactory(slug="restanques")
    organization = OrganizationFactory(network=network, name="Maison Ravelle", slug="maison-ravelle")
    other = OrganizationFactory(network=network, name="Cap Étincelle", slug="cap-etincelle")
    group = WorkingGroupFactory(network=network, name="Trajectoires", slug="trajectoires")

    def person(name: str, role: str, at: Network = network, within: Organization | None = None) -> User:
        return MembershipFactory(network=at, role=role, organization=within, user__name=name).user

    lead = person("Nora Delmas", Role.ADVISER, within=organization)
    member = person("Karim Oualid", Role.ADVISER, within=other)
    since = {"group": group, "joined_date": date(2026, 1, 5)}
    return World(
        network=network,
        organization=organization,
        group=group,
        facilitator=person("Lise Facile", Role.FACILITATOR),
        lead=lead,
        member=member,
        colleague=person("Paul Collègue", Role.ADVISER, within=other),
        holder=UserFactory(name="Camille Roux"),
        stranger=person("Eva Ailleurs", Role.FACILITATOR, at=elsewhere),
        leading=GroupMemberFactory(user=lead, organization=organization, role=MemberRole.LEAD, **since),
        membership=GroupMemberFactory(user=member, organization=other, **since),
    )


@pytest.fixture
def as_person() -> Callable[[Any], Client]:
    """A client signed in as somebody, or as nobody."""

    def client_of(user: Any) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user)
        return client

    return client_of


@pytest.fixture
def past(world: World, noon: datetime) -> Minutes:
    """A meeting held, with a point noted and sent to the members."""
    meeting = MeetingFactory(group=world.group, number=1, starts_at=noon - timedelta(days=20), code="passee")
    item = AgendaItemFactory(meeting=meeting, title=f"Bilan {PAYLOAD}")
    notes = f"Karim Oualid raconte. {PAYLOAD}\nD: Une plaquette {PAYLOAD}\nA: Karim – écrire {PAYLOAD} – 3 décembre"
    actions.write_notes(item=item, notes=notes, at=noon, by=world.lead)
    actions.note_presence(meeting=meeting, present=[world.membership.pk], others=[("Zoé Ruiz", "Essor")], at=noon,
                          by=world.lead)  # fmt: skip
    return actions.circulate(minutes=meeting.minutes, at=noon, by=world.lead)
