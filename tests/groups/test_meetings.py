"""A meeting, from its dates to its minutes on the site."""

from datetime import timedelta

import pytest
from django.utils import timezone

from laplateforme.groups.enums import MinutesStatus
from laplateforme.groups.models import Action, Correction, Meeting, Minutes
from tests.factories.groups import AgendaItemFactory, MeetingFactory
from tests.factories.offers import OfferFactory
from tests.groups.pages import PAYLOAD, url

pytestmark = pytest.mark.django_db


def test_from_a_poll_to_an_invitation(world, as_person, noon) -> None:
    lead, member = as_person(world.lead), as_person(world.member)
    assert lead.post(url("new_meeting", "trajectoires"), {"title": "Rentrée"}).status_code == 422
    fields = {"title": "Rentrée", "date_1": "2030-09-02T09:30", "date_2": "2030-09-03 14:00", "place": "Aubagne",
              "link": "visio.example/x", "idempotency_key": "k"}  # fmt: skip
    first, second = (lead.post(url("new_meeting", "trajectoires"), fields) for _ in range(2))
    meeting = Meeting.objects.get()
    assert first.headers["Location"] == second.headers["Location"] == url("meeting", meeting.code)
    options = list(meeting.options.order_by("starts_at"))
    page = member.get(url("dates", meeting.code)).content.decode()
    assert "lundi 2 septembre 2030, 9 h 30" in page.replace("\u00a0", " ")
    assert member.post(url("dates", meeting.code), {}).status_code == 422
    assert member.post(url("dates", meeting.code), {f"date_{options[0].pk}": "peut-être"}).status_code == 422
    said = {f"date_{option.pk}": "yes" for option in options}
    assert member.post(url("dates", meeting.code), said).status_code == 302
    assert as_person(world.facilitator).post(url("dates", meeting.code), {}).status_code == 404  # not a member
    lead.post(url("add_date", meeting.code), {"starts_at": "2030-09-04T09:00"})
    assert meeting.options.count() == 3
    assert member.post(url("choose_date", meeting.code, options[0].pk)).status_code == 404
    lead.post(url("choose_date", meeting.code, options[0].pk))
    meeting.refresh_from_db()
    assert (meeting.status, meeting.invited_at is not None) == ("set", True)
    member.post(url("answer", meeting.code), {"presence": "coming"})
    assert "Vous venez" in member.get(url("meeting", meeting.code)).content.decode()
    assert "BEGIN:VEVENT" in member.get(url("meeting_ics", meeting.code)).content.decode()


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        (("2030-09-02T09:30", "2030-09-02 09:30"), "Cette date y est deux fois"),
        (("2030-09-02T09:30", "2020-09-02T09:30"), "Cette date est passée"),
        (("2030-02-31T09:30",), "Écrivez le jour et l’heure"),
        (("0001-01-01T00:00",), "Écrivez le jour et l’heure"),
        (("9999-12-31T23:59", "2030-09-02T09:30"), "Écrivez le jour et l’heure"),
    ],
)
def test_dates_that_cannot_be_are_refused_in_words_and_nothing_typed_is_lost(dates, words, world, as_person) -> None:
    typed = {"title": "Rentrée à l’Estaque", "place": "Chez nous"}
    fields = typed | {f"date_{number}": value for number, value in enumerate(dates, 1)}
    answer = as_person(world.lead).post(url("new_meeting", "trajectoires"), fields)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert all(value in page for value in typed.values())
    assert not Meeting.objects.exists()


def test_a_meeting_that_took_place_is_noted_afterwards(world, as_person) -> None:
    as_person(world.lead).post(url("new_meeting", "trajectoires"), {"title": "Hier", "date_1": "2020-09-02T09:30"})
    assert Meeting.objects.get().status == "set"


def test_a_meeting_is_changed_and_cancelled(world, as_person) -> None:
    client, meeting = as_person(world.lead), MeetingFactory(group=world.group)
    fields = {"title": "", "starts_at": "2030-01-02T09:00", "ends_at": "2030-01-02T12:00", "place": "Cassis",
              "version": "1"}  # fmt: skip
    assert client.post(url("edit_meeting", meeting.code), fields | {"starts_at": ""}).status_code == 422
    assert client.post(url("edit_meeting", meeting.code), fields | {"ends_at": "2030-01-01T12:00"}).status_code == 422
    assert client.post(url("edit_meeting", meeting.code), fields).status_code == 302
    assert client.post(url("edit_meeting", meeting.code), fields | {"place": "Marseille"}).status_code == 409
    client.post(url("cancel", meeting.code))
    meeting.refresh_from_db()
    assert (meeting.status, meeting.place) == ("cancelled", "Cassis")
    assert client.get(url("notes", meeting.code)).status_code == 404


def test_the_agenda_is_made_by_all(world, as_person) -> None:
    client, meeting = as_person(world.member), MeetingFactory(group=world.group)
    for title in (f"Un {PAYLOAD}", "Deux"):
        client.post(url("meeting", meeting.code), {"title": title, "minutes_planned": "20",
                                                   "bearer": str(world.leading.pk)})  # fmt: skip
    assert client.post(url("meeting", meeting.code), {"title": ""}).status_code == 422
    one, two = meeting.items.all()
    client.post(url("move_item", two.pk), {"deed": "up"})
    assert [item.title for item in meeting.items.all()] == ["Deux", f"Un {PAYLOAD}"]
    one.refresh_from_db()
    fields = {"title": "Un", "kind": "topic", "version": str(one.version), "text": "Pourquoi"}
    assert client.post(url("edit_item", one.pk), fields).status_code == 302
    assert client.post(url("edit_item", one.pk), fields | {"title": "Autre"}).status_code == 409
    page = client.get(url("meeting", meeting.code)).content.decode()
    assert PAYLOAD not in page
    client.post(url("move_item", one.pk), {"deed": "remove"})
    assert [item.title for item in meeting.items.all()] == ["Deux"]


def test_what_other_rooms_produce_becomes_agenda_in_one_click(world, as_person, noon) -> None:
    from laplateforme.guidance.models import Gap

    Gap.objects.create(network=world.network, noted_date=timezone.localdate())
    OfferFactory(organization=world.organization, checked_at=timezone.now() - timedelta(days=900))
    client, meeting = as_person(world.lead), MeetingFactory(group=world.group)
    page = client.get(url("meeting", meeting.code)).content.decode()
    assert "1 besoin sans offre" in page
    assert "1 offre à vérifier" in page
    for _ in range(2):
        client.post(url("suggest", meeting.code), {"key": "gaps"})
    assert meeting.items.get().about_path == "/manques/"


def test_several_take_notes_and_nobody_writes_over_anybody(world, as_person) -> None:
    item = AgendaItemFactory(meeting=MeetingFactory(group=world.group))
    one, two = as_person(world.lead), as_person(world.member)
    fields = {"notes": "A: Karim – écrire – 3 décembre", "version": "1"}
    assert one.post(url("item_notes", item.pk), fields).status_code == 302
    answer = two.post(url("item_notes", item.pk), {"notes": "Mes mots", "version": "1"})
    assert answer.status_code == 409
    assert "Mes mots" in answer.content.decode()
    assert Action.objects.get().bearer == world.membership
    assert "écrire" in two.get(url("notes", item.meeting.code)).content.decode()
    two.post(url("presence", item.meeting.code), {"present": [str(world.leading.pk)], "others": "Zoé / Essor\n/ vide"})
    page = two.get(url("notes", item.meeting.code)).content.decode()
    assert "Zoé (Essor)" in page
    assert two.post(url("presence", item.meeting.code), {"present": ["x"]}).status_code == 302


def test_the_life_of_minutes_from_notes_to_the_site(world, as_person, past, noon) -> None:
    member, lead, visitor = as_person(world.member), as_person(world.lead), as_person(None)
    assert visitor.get(url("minutes", "passee")).status_code == 404
    assert member.post(url("correct", "passee"), {"text": ""}).status_code == 422
    member.post(url("correct", "passee"), {"text": f"Plutôt {PAYLOAD}", "item": ""})
    lead.post(url("move_minutes", "passee"), {"deed": "approve"})
    past.refresh_from_db()
    assert past.status == MinutesStatus.CIRCULATED  # a correction waits, and no meeting has approved them
    lead.post(url("decide_correction", Correction.objects.get().pk), {"deed": "accept"})
    following = MeetingFactory(group=world.group, number=2, status="held", code="suivante")
    lead.post(url("move_minutes", "passee"), {"deed": "approve", "meeting": following.code})
    lead.post(url("move_minutes", "passee"), {"deed": "publish"})
    past.refresh_from_db()
    assert past.status == MinutesStatus.PUBLISHED
    inside, outside = (client.get(url("minutes", "passee")).content.decode() for client in (member, visitor))
    assert "Karim Oualid" in inside
    assert "Zoé Ruiz" in inside
    for name in ("Karim", "Oualid", "Zoé", "Ruiz"):
        assert name not in outside
    assert "Cap Étincelle raconte" in outside
    assert "Essor" in outside
    assert "<x-canari" not in inside + outside
    assert "Plutôt" not in outside
    assert url("minutes", "passee") in visitor.get(url("group", "trajectoires")).content.decode()
    lead.post(url("move_minutes", "passee"), {"deed": "unpublish"})
    assert visitor.get(url("minutes", "passee")).status_code == 404
    assert lead.post(url("move_minutes", "passee"), {"deed": "?"}).status_code == 404


def test_the_words_around_the_points(world, as_person) -> None:
    meeting = MeetingFactory(group=world.group)
    client = as_person(world.member)
    fields = {"past": "Avant", "present": PAYLOAD, "future": "Après", "keywords": "ESS, réseau, ESS", "version": "1"}
    assert client.post(url("summary", meeting.code), fields).status_code == 302
    assert client.post(url("summary", meeting.code), fields | {"past": "Autre"}).status_code == 409
    minutes = Minutes.objects.get()
    assert (minutes.past, minutes.keywords) == ("Avant", ["ESS", "réseau"])
    page = client.get(url("minutes", meeting.code)).content.decode()
    assert PAYLOAD not in page
    assert "Croiser nos pratiques" in page  # the objectives append themselves
