"""Questions, requests, and a small network with the people who meet its pages."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import factory
from django.test import Client
from django.utils import timezone

from laplateforme.accounts.models import User
from laplateforme.core.search import note_changes
from laplateforme.guidance.models import AskedQuestion, ContactRequest, Gap, KeyQuestion
from laplateforme.network.models import Network, Organization
from laplateforme.offers.models import Offer
from laplateforme.vocabulary.enums import Role
from tests.factories.network import MembershipFactory, NetworkFactory, OrganizationFactory

PARIS = ZoneInfo("Europe/Paris")


class KeyQuestionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = KeyQuestion

    network = factory.SubFactory(NetworkFactory)
    slug = factory.Sequence(lambda number: f"question-{number}")
    text = factory.Sequence(lambda number: f"Qui peut relire nos statuts numéro {number} ?")
    short_answer = "Une ou un juriste du réseau les relit avec vous."
    stage = "FEASIBILITY"
    theme = "LEGAL"


class AskedQuestionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AskedQuestion

    network = factory.SubFactory(NetworkFactory)
    words = "Comment trouver un local pas cher"
    group_key = "cher local"
    stage = "CREATION"
    theme = "PREMISES"
    department_code = "13"
    asked_date = date(2026, 11, 20)


class GapFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Gap

    network = factory.SubFactory(NetworkFactory)
    stage = "CREATION"
    theme = "PREMISES"
    department_code = "13"
    noted_date = factory.LazyFunction(timezone.localdate)


class ContactRequestFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ContactRequest

    network = factory.SubFactory(NetworkFactory)
    name = "Leïla Fictive"
    means = "phone"
    contact = "06 39 98 01 14"
    message = "Nous sommes quatre."
    due_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=2))


class PublishedOfferFactory(factory.django.DjangoModelFactory):
    """A free, open and fresh offer; its organization must take part in a network to be found."""

    class Meta:
        model = Offer

    organization = factory.SubFactory(OrganizationFactory)
    name = factory.Sequence(lambda number: f"Relire des statuts {number}")
    summary = "Une heure pour relire ensemble."
    stages = factory.LazyFunction(lambda: ["FEASIBILITY"])
    functions = factory.LazyFunction(lambda: ["SUPPORT_SPECIALIST"])
    themes = factory.LazyFunction(lambda: ["LEGAL"])
    receptions = factory.LazyFunction(lambda: ["ON_SITE"])
    audiences = factory.LazyFunction(lambda: ["tous-publics"])
    coverage = factory.LazyFunction(lambda: ["dep:13"])
    status = "published"
    checked_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=3))
    checked_by_name = "Karim"


@dataclass
class Room:
    """Two networks; people of the first, and a stranger of the second."""

    network: Network
    organization: Organization
    neighbor: Organization
    facilitator: User
    adviser: User
    ambassador: User
    stranger: User  # facilitator of the other network


def room() -> Room:
    network, elsewhere = NetworkFactory(slug="calanques", name="Les Calanques"), NetworkFactory(slug="restanques")
    here = OrganizationFactory(name="Maison Ravelle", slug="maison-ravelle", network=network)
    neighbor = OrganizationFactory(name="Cap Farigoule", slug="cap-farigoule", network=network)

    def person(role: str, at: Network = network, organization: Organization | None = None) -> User:
        return MembershipFactory(network=at, organization=organization, role=role).user

    return Room(
        network=network,
        organization=here,
        neighbor=neighbor,
        facilitator=person(Role.FACILITATOR),
        adviser=person(Role.ADVISER, organization=here),
        ambassador=person(Role.AMBASSADOR, organization=here),
        stranger=person(Role.FACILITATOR, at=elsewhere),
    )


def client_of(user: User | None) -> Client:
    """Signed in, or nobody."""
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def found_in_index(*offers: Offer) -> None:
    """What an action would say after writing these."""
    note_changes("offer", [offer.pk for offer in offers])


def at_noon(day: int) -> datetime:
    """Noon of that day of November 2026, in Paris."""
    return datetime(2026, 11, day, 12, tzinfo=PARIS)
