"""Several at once, on PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from laplateforme.core.versions import StaleVersion
from laplateforme.groups import actions
from laplateforme.groups.models import Action, AgendaItem, Meeting, Minutes
from tests.factories.groups import AgendaItemFactory, MeetingFactory

pytestmark = [
    pytest.mark.race,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="two at once need PostgreSQL (DATABASE_URL)"),
]


def test_two_who_note_the_same_point_never_overwrite(world, noon):
    item = AgendaItemFactory(meeting=MeetingFactory(group=world.group))

    def note(words: str) -> str:
        try:
            mine = AgendaItem.objects.select_related("meeting__group__network").get(pk=item.pk)
            actions.write_notes(item=mine, notes=f"A: {words}", at=noon, by=world.lead, expected=1)
        except StaleVersion:
            return ""
        finally:
            connection.close()
        return words

    with ThreadPoolExecutor(4) as pool:
        kept = [words for words in pool.map(note, ["un", "deux", "trois", "quatre"]) if words]
    assert len(kept) == 1
    assert AgendaItem.objects.get().notes == f"A: {kept[0]}"
    assert [row.text for row in Action.objects.all()] == kept


def test_several_who_note_several_points_all_write(world, noon):
    meeting = MeetingFactory(group=world.group)
    items = [AgendaItemFactory(meeting=meeting) for _ in range(6)]

    def note(key: object) -> None:
        try:
            mine = AgendaItem.objects.select_related("meeting__group__network").get(pk=key)
            actions.write_notes(item=mine, notes=f"Point {key}", at=noon, by=world.lead, expected=1)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(note, [item.pk for item in items]))
    assert all(item.notes == f"Point {item.pk}" for item in AgendaItem.objects.all())
    assert Minutes.objects.count() == 1


def test_meetings_called_at_once_have_numbers_of_their_own(world, noon):
    def call(_number: int) -> None:
        try:
            actions.call_meeting(group=world.group, starts_at=noon, at=noon)
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        list(pool.map(call, range(5)))
    assert sorted(Meeting.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5]
