"""Networks, organizations and who acts for them."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import factory

from laplateforme.network.models import (
    DeclaredLink,
    DutyPerson,
    Invitation,
    Membership,
    Network,
    Organization,
    Participation,
    PositioningText,
    PracticeCard,
    PracticeComment,
    PracticeVersion,
)
from laplateforme.places.models import Territory
from laplateforme.vocabulary.enums import Role, SupportFunction
from tests.factories.accounts import UserFactory


class TerritoryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Territory

    name = factory.Sequence(lambda number: f"Territoire {number}")
    slug = factory.Sequence(lambda number: f"territoire-{number}")
    codes = factory.LazyFunction(lambda: ["dep:13"])


class NetworkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Network

    name = factory.Sequence(lambda number: f"Réseau {number}")
    slug = factory.Sequence(lambda number: f"reseau-{number}")
    territory = factory.SubFactory(TerritoryFactory)
    phone = "04 65 71 12 40"


class OrganizationFactory(factory.django.DjangoModelFactory):
    """`network=…` makes it take part."""

    class Meta:
        model = Organization
        skip_postgeneration_save = True

    name = factory.Sequence(lambda number: f"Structure {number}")
    slug = factory.Sequence(lambda number: f"structure-{number}")
    summary = "Un accueil sans rendez-vous."
    functions = factory.LazyFunction(lambda: ["WELCOME"])

    @factory.post_generation
    def network(self, create, extracted, **kwargs):
        if create and extracted is not None:
            Participation.objects.create(network=extracted, organization=self)


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    network = factory.SubFactory(NetworkFactory)
    organization = None
    role = Role.FACILITATOR


class InvitationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Invitation

    network = factory.SubFactory(NetworkFactory)
    email = factory.Sequence(lambda number: f"invitee-{number}@calanques.example")
    role = Role.WRITER
    invited_by = factory.SubFactory(UserFactory)
    expires_at = factory.LazyFunction(lambda: datetime.now(tz=ZoneInfo("Europe/Paris")) + timedelta(days=8))


class PositioningTextFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PositioningText

    network = factory.SubFactory(NetworkFactory)
    number = factory.Sequence(lambda number: number + 1)
    text = "Nous préférons coopérer."
    signed_by = "Les structures du réseau"
    signed_date = date(2026, 9, 1)


class PracticeCardFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PracticeCard

    organization = factory.SubFactory(OrganizationFactory)
    function = SupportFunction.WELCOME


class PracticeVersionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PracticeVersion

    card = factory.SubFactory(PracticeCardFactory)
    number = 1
    collective = "Nous recevons des équipes."


class PracticeCommentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PracticeComment

    card = factory.SubFactory(PracticeCardFactory)
    author = factory.SubFactory(UserFactory)
    text = "Nous faisons de même."


class DeclaredLinkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DeclaredLink

    network = factory.SubFactory(NetworkFactory)
    from_organization = factory.SubFactory(OrganizationFactory)
    to_organization = factory.SubFactory(OrganizationFactory)
    terms = "Un appel d’abord."


class DutyPersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DutyPerson

    network = factory.SubFactory(NetworkFactory)
    name = "Inès Ferrandi"
    organization = factory.SubFactory(OrganizationFactory)
    hours = "du lundi au vendredi, de 9 h à 12 h"
    starts_date = date(2020, 1, 1)
