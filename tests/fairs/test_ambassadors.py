"""People with a project tell it at a stand: with their own yes, taken back at once; else their name is nowhere."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from laplateforme.core.models import OutgoingMail
from laplateforme.core.retention import erase_expired
from laplateforme.core.signing import sign_link
from laplateforme.fairs import actions
from laplateforme.fairs.models import Ambassador, Occasion, Slot
from laplateforme.projects.actions import PersonValues, ProjectValues, forget_person, open_file
from laplateforme.projects.enums import OWN_PAGE
from laplateforme.projects.models import Holder, Project
from tests.factories.accounts import signed_in
from tests.factories.fairs import Hall, accepted, slot_of, values

DAY = timedelta(days=1)
NAME = "Leïla-du-four"


@pytest.fixture
def coming(world: Hall) -> Occasion:
    at = timezone.now()
    return accepted(world, at, starts_at=at + 9 * DAY, ends_at=at + 10 * DAY)


@pytest.fixture
def slot(world: Hall, coming: Occasion) -> Slot:
    return slot_of(coming, world, timezone.now(), for_holders=True, wanted=1)


@pytest.fixture
def project(world: Hall) -> Project:
    person = PersonValues("Leïla", "Inventée", email="leila@porteuse.example")
    return open_file(
        network=world.network, organization=world.one, person=person, project=ProjectValues(name="Un four"),
        stage="TEST", at=timezone.now(), by=world.adviser,
    )  # fmt: skip


@pytest.fixture
def leila(project: Project) -> Holder:
    return project.holders.get()


def asked(slot: Slot, holder: Holder, world: Hall, channel: str = "link") -> Ambassador:
    return actions.ask_ambassador(
        slot=slot, holder=holder, called=NAME, tells="Un four pour le village", channel=channel, by=world.adviser,
        at=timezone.now(),
    )  # fmt: skip


def pages_with(world: Hall, occasion: Occasion, word: str) -> set[str]:
    """Who reads `word` on a page of the occasion, the public one included."""
    people = ("facilitator", "adviser", "manager", "ambassador", "writer", "holder", "funder")
    address = f"/r/calanques/salons/{occasion.code}/"
    found = {who for who in people if word in signed_in(getattr(world, who)).get(address).content.decode()}
    public = ("/venir/", "/garder-contact/", "/stand/donnees.json")
    return found | {one for one in public if word in Client().get(f"{address[:-1]}{one}").content.decode()}


def test_without_their_own_yes_the_name_stands_nowhere(
    world: Hall, coming: Occasion, slot: Slot, leila: Holder
) -> None:
    ambassador = asked(slot, leila, world)
    assert asked(slot, leila, world) == ambassador
    assert pages_with(world, coming, NAME) == set()
    mail = OutgoingMail.objects.get(to="leila@porteuse.example", subject__startswith="À confirmer")
    assert "Voulez-vous raconter votre projet" in mail.text
    assert ambassador.text in mail.text
    token = sign_link(OWN_PAGE, str(leila.pk))
    anybody = Client()
    own = anybody.get(f"/r/calanques{reverse('projects:own', args=[token])}").content.decode()
    address = f"/r/calanques/salons/mon-accord/{token}/{ambassador.pk}/"
    assert address.removeprefix("/r/calanques") in own
    assert anybody.get(address).status_code == 405
    for _ in range(2):
        assert anybody.post(address, {"deed": "yes"}).status_code == 302
    assert pages_with(world, coming, NAME) == {"facilitator", "adviser", "manager", "ambassador", "writer"}
    ambassador.refresh_from_db()
    assert ambassador.agreed_at is not None
    assert anybody.post(address, {"deed": "no"}).status_code == 302
    assert pages_with(world, coming, NAME) == set()
    ambassador.refresh_from_db()
    assert (ambassador.closing, ambassador.called, ambassador.tells) == ("withdrawn", "", "")
    assert ambassador.text != ""
    told = OutgoingMail.objects.get(to=world.adviser.email, subject__startswith="Une place")
    assert NAME not in told.text


def test_a_place_that_is_taken_is_not_given_twice(world: Hall, slot: Slot, leila: Holder) -> None:
    first = asked(slot, leila, world, "screen")
    assert first.agreed_at is not None
    with pytest.raises(actions.UnableToTakeDuty) as full:
        actions.take_duty(slot=slot, by=world.adviser, at=timezone.now())
    assert full.value.why == "full"
    with pytest.raises(actions.UnableToOpenSlot):
        actions.remove_slot(slot=slot, by=world.facilitator, at=timezone.now())
    actions.end_ambassador(ambassador=first, at=timezone.now())
    actions.take_duty(slot=slot, by=world.adviser, at=timezone.now())
    with pytest.raises(actions.UnableToTakeDuty):
        actions.agree_ambassador(ambassador=first, at=timezone.now())


def test_only_in_a_slot_for_them_with_a_way_to_say_yes(
    world: Hall, coming: Occasion, slot: Slot, leila: Holder
) -> None:
    other = slot_of(coming, world, timezone.now())
    with pytest.raises(actions.UnableToTakeDuty) as kind:
        asked(other, leila, world)
    assert kind.value.why == "kind"
    Holder.objects.filter(pk=leila.pk).update(email="")
    with pytest.raises(actions.UnableToTakeDuty) as address:
        asked(slot, leila, world)
    assert address.value.why == "address"
    with pytest.raises(actions.UnableToTakeDuty):
        asked(slot, leila, world, "spoken")


def test_another_hour_is_another_question(world: Hall, coming: Occasion, slot: Slot, leila: Holder) -> None:
    first, at = asked(slot, leila, world, "screen"), timezone.now()
    later = values(starts_at=coming.starts_at + 7 * DAY, ends_at=coming.ends_at + 7 * DAY)
    actions.edit_occasion(occasion=coming, expected=None, values=later, by=world.facilitator, at=at)
    first.refresh_from_db()
    (again,) = Ambassador.objects.standing()
    assert (first.closing, again.agreed_at, again.called) == ("moved", None, NAME)
    assert pages_with(world, coming, NAME) == set()


def test_who_erases_all_is_named_nowhere_and_time_blanks_the_name(
    world: Hall, coming: Occasion, slot: Slot, leila: Holder
) -> None:
    ambassador = asked(slot, leila, world, "screen")
    erase_expired(at=slot.ends_at + 29 * DAY)
    ambassador.refresh_from_db()
    assert ambassador.called == NAME
    erase_expired(at=slot.ends_at + 31 * DAY)
    ambassador.refresh_from_db()
    assert (ambassador.called, ambassador.tells, ambassador.holder) == ("", "", leila)
    forget_person(holder=leila, at=timezone.now())
    ambassador.refresh_from_db()
    assert (ambassador.closing, ambassador.called) == ("erased", "")


def test_called_off_the_person_is_told(world: Hall, coming: Occasion, slot: Slot, leila: Holder) -> None:
    asked(slot, leila, world, "screen")
    OutgoingMail.objects.all().delete()
    actions.cancel_occasion(occasion=coming, by=world.facilitator, at=timezone.now(), words="Le hall est fermé")
    assert list(OutgoingMail.objects.values_list("to", flat=True)) == ["leila@porteuse.example"]


def test_whoever_was_asked_by_name_is_not_named_before_they_say_yes(world: Hall, coming: Occasion, slot: Slot) -> None:
    duty = actions.ask_duty(slot=slot, person=world.holder, by=world.facilitator, at=timezone.now())
    assert pages_with(world, coming, "Leïla Porteuse") == {"holder"}
    actions.answer_duty(duty=duty, comes=True, by=world.holder, at=timezone.now())
    assert pages_with(world, coming, "Leïla Porteuse") >= {"facilitator", "adviser"}
    actions.leave_duty(duty=duty, by=world.holder, at=timezone.now())
    assert pages_with(world, coming, "Leïla Porteuse") == {"holder"}  # in their own menu


def test_the_adviser_proposes_from_the_file(world: Hall, coming: Occasion, slot: Slot, project: Project) -> None:
    holder = project.holders.get()
    address = f"/r/calanques/salons/temoins/{project.pk}/{holder.pk}/"
    adviser = signed_in(world.adviser)
    assert address in adviser.get(f"/r/calanques{project.get_absolute_url()}").content.decode()
    assert "file reste fermé" not in adviser.get(address).content.decode()
    assert adviser.post(address, {"slot": str(slot.pk), "called": "", "channel": "link"}).status_code == 422
    data = {"slot": str(slot.pk), "called": NAME, "tells": "Un four", "channel": "screen"}
    assert adviser.post(address, data).status_code == 302
    ambassador = Ambassador.objects.get()
    assert ambassador.agreed_at is not None
    end = f"/r/calanques/salons/temoins/{ambassador.pk}/retirer/"
    everybody = ("facilitator", "manager", "ambassador", "writer", "holder", "funder", "stranger")
    for page in (address, end):
        for who in everybody:
            client = signed_in(getattr(world, who))
            assert (client.post(page) if page == end else client.get(page)).status_code == 404, (page, who)
        assert Client().get(page).status_code in (302, 405)
    assert adviser.post(end).status_code == 302
    assert not Ambassador.objects.standing().exists()
