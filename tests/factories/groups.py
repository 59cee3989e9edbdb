"""Working groups and what happens in them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import factory

from laplateforme.groups.enums import MeetingStatus
from laplateforme.groups.models import AgendaItem, GroupMember, Meeting, WorkingGroup
from tests.factories.accounts import UserFactory
from tests.factories.network import NetworkFactory

PARIS = ZoneInfo("Europe/Paris")


class WorkingGroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = WorkingGroup

    network = factory.SubFactory(NetworkFactory)
    name = factory.Sequence(lambda number: f"Groupe {number}")
    slug = factory.Sequence(lambda number: f"groupe-{number}")
    purpose = "Rendre les trajectoires plus lisibles."
    objectives = "Croiser nos pratiques d’accompagnement."


class GroupMemberFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = GroupMember

    group = factory.SubFactory(WorkingGroupFactory)
    user = factory.SubFactory(UserFactory)
    joined_date = date(2026, 1, 5)


class MeetingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Meeting

    group = factory.SubFactory(WorkingGroupFactory)
    number = factory.Sequence(lambda number: number + 1)
    code = factory.Sequence(lambda number: f"reunion{number}")
    status = MeetingStatus.SET
    starts_at = datetime(2026, 11, 26, 9, 30, tzinfo=PARIS)
    place = "Maison Ravelle, Aubagne"


class AgendaItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AgendaItem

    meeting = factory.SubFactory(MeetingFactory)
    title = factory.Sequence(lambda number: f"Point {number}")
    position = factory.Sequence(lambda number: number + 3)
