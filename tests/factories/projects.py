"""People with projects, and a small network in which they meet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from laplateforme.accounts.models import User
from laplateforme.network.models import Network, Organization
from laplateforme.projects import actions
from laplateforme.projects.enums import Channel
from laplateforme.projects.models import Consent, Holder, Project
from laplateforme.vocabulary.enums import Role
from tests.factories.network import MembershipFactory, NetworkFactory, OrganizationFactory


@dataclass
class Room:
    """Two networks; in the first an organization that keeps files, two others, and their people."""

    network: Network
    keeper: Organization
    receiver: Organization
    third: Organization
    adviser: User  # of the keeper
    colleague: User  # of the keeper, no adviser: an ambassador
    manager: User  # of the keeper
    reader: User  # adviser of the receiver
    other: User  # adviser of the third
    facilitator: User
    funder: User
    stranger: User  # adviser of an organization of the other network


def room() -> Room:
    network = NetworkFactory(slug="calanques", name="Les Calanques")
    elsewhere = NetworkFactory(slug="restanques")
    keeper = OrganizationFactory(name="Maison Ravelle", slug="maison-ravelle", network=network)
    receiver = OrganizationFactory(name="Cap Farigoule", slug="cap-farigoule", network=network)
    third = OrganizationFactory(name="Tramontelle", slug="tramontelle", network=network)
    far = OrganizationFactory(name="Draille commune", slug="draille-commune", network=elsewhere)

    def person(role: str, organization: Organization | None = None, at: Network = network) -> User:
        return MembershipFactory(network=at, organization=organization, role=role).user

    return Room(
        network=network, keeper=keeper, receiver=receiver, third=third,
        adviser=person(Role.ADVISER, keeper), colleague=person(Role.AMBASSADOR, keeper),
        manager=person(Role.ORGANIZATION_MANAGER, keeper), reader=person(Role.ADVISER, receiver),
        other=person(Role.ADVISER, third), facilitator=person(Role.FACILITATOR), funder=person(Role.FUNDER),
        stranger=person(Role.ADVISER, far, elsewhere),
    )  # fmt: skip


def person(**values: Any) -> actions.PersonValues:
    known = {
        "first_name": "Leïla",
        "last_name": "Inventée",
        "email": "leila@porteuse.example",
        "phone": "06 39 98 01 14",
    }
    return actions.PersonValues(**{**known, **values})


def opened(world: Room, at: datetime, **more: Any) -> Project:
    """A file of the keeper: an invented grocery, at the stage of the idea, that needs premises."""
    values = actions.ProjectValues(name="Épicerie du Jas", summary="Une épicerie à plusieurs, à Aubagne.")
    return actions.open_file(
        network=world.network, organization=world.keeper, at=at, by=world.adviser,
        **{"person": person(), "project": values, "themes": ["PREMISES"], **more},
    )  # fmt: skip


def the_holder(project: Project) -> Holder:
    return project.holders.get()


def agreed(
    project: Project, receiver: Organization, at: datetime, *, bundles: Sequence[str] = ("contact", "project"),
    channel: str = Channel.SCREEN, holder: Holder | None = None, days: int = 365, by: User | None = None,
) -> Consent:  # fmt: skip
    given = actions.Given(receiver, bundles, "chercher un local", channel, days)
    return actions.take_consent(holder=holder or the_holder(project), project=project, given=given, by=by, at=at)
