"""Pages of occasions: who opens which, what a press does, how many queries."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from laplateforme.fairs import actions
from laplateforme.fairs.enums import DutyStatus, OccasionStatus
from laplateforme.fairs.models import Duty, Occasion
from tests.factories.accounts import signed_in
from tests.factories.fairs import Hall, accepted, proposed, slot_of

EVERYBODY = ("facilitator", "adviser", "manager", "ambassador", "writer", "holder", "funder", "stranger")
COLLEAGUES = ("facilitator", "adviser", "manager", "ambassador", "writer")
TYPED = {
    "kind": "fair", "title": "Salon des premiers pas", "starts_at": "2030-05-06T09:00", "ends_at": "2030-05-06T18:00",
}  # fmt: skip


@pytest.fixture
def coming(world: Hall) -> Occasion:
    """One to which people go, in some days."""
    at = timezone.now()
    return accepted(world, at, starts_at=at + timedelta(days=9), ends_at=at + timedelta(days=10))


def opened(world: Hall, who: str, address: str, data: Any = None) -> int:
    client = signed_in(getattr(world, who))
    address = f"/r/calanques{address}"
    return (client.get(address) if data is None else client.post(address, data)).status_code


def test_who_opens_which_page(world: Hall, coming: Occasion) -> None:
    slot = slot_of(coming, world, timezone.now())
    page, ask = reverse("fairs:occasion", args=[coming.code]), reverse("fairs:ask", args=[coming.code, slot.pk])
    allowed = {
        reverse("fairs:occasions"): set(EVERYBODY) - {"stranger"},
        reverse("fairs:propose"): set(EVERYBODY) - {"stranger"},
        reverse("fairs:load"): set(COLLEAGUES),
        page: set(COLLEAGUES),
        reverse("fairs:decide", args=[coming.code]): {"facilitator"},
        reverse("fairs:call_off", args=[coming.code]): {"facilitator"},
        reverse("fairs:edit", args=[coming.code]): {"facilitator"},
        reverse("fairs:new_slot", args=[coming.code]): {"facilitator"},
        ask: {"facilitator"},
    }
    for address, those in allowed.items():
        found = {who for who in EVERYBODY if opened(world, who, address) == 200}
        assert found == those, address
        refused = set(EVERYBODY) - those
        assert {opened(world, who, address) for who in refused} == {404}, address


def test_anybody_reads_where_to_meet_the_network(world: Hall, coming: Occasion) -> None:
    at = timezone.now()
    actions.take_duty(slot=slot_of(coming, world, at), by=world.adviser, at=at)
    anybody, address = Client(), f"/r/calanques{reverse('fairs:meet', args=[coming.code])}"
    page = anybody.get(address).content.decode()
    assert coming.title in page
    assert "Maison Ravelle" in page
    assert world.adviser.name not in page
    assert coming.get_absolute_url() not in page.replace(f"{coming.get_absolute_url()}venir/", "").replace(
        f"{coming.get_absolute_url()}garder-contact/", ""
    )
    waiting = proposed(world, at)
    assert anybody.get(address.replace(coming.code, waiting.code)).status_code == 404
    assert anybody.get(address.replace("calanques", "restanques")).status_code == 404
    actions.cancel_occasion(occasion=coming, by=world.facilitator, at=at, words="Une raison entre nous")
    page = anybody.get(address).content.decode()
    assert "Une raison entre nous" not in page
    assert "Maison Ravelle" not in page


def test_who_may_press_which_button(world: Hall, coming: Occasion) -> None:
    at = timezone.now()
    slot = slot_of(coming, world, at, wanted=9)
    take, remove = (reverse(f"fairs:{name}", args=[slot.pk]) for name in ("take", "remove_slot"))
    for who in EVERYBODY:
        assert opened(world, who, take, {}) == (302 if who in COLLEAGUES else 404), who
    assert {opened(world, who, remove, {}) for who in set(EVERYBODY) - {"facilitator"}} == {404}
    duty = Duty.objects.get(user=world.ambassador)
    answer, absent = (reverse(f"fairs:{name}", args=[duty.pk]) for name in ("answer", "absent"))
    others = set(EVERYBODY) - {"ambassador"}
    assert {opened(world, who, answer, {"deed": "leave"}) for who in others} == {404}
    assert {opened(world, who, absent, {}) for who in set(EVERYBODY) - {"facilitator"}} == {404}
    assert Duty.objects.taken().count() == len(COLLEAGUES)
    assert opened(world, "ambassador", answer, {"deed": "leave"}) == 302
    duty.refresh_from_db()
    assert duty.status == DutyStatus.LEFT


def test_from_a_proposal_to_a_decision(world: Hall) -> None:
    client = signed_in(world.funder)
    asked = {"asked_body": "La Région", "asked_for": "Un stand commun", "asked_contact": "04 65 71 00 00"}
    client.post("/r/calanques/salons/proposer/", {**TYPED, **asked, "idempotency_key": "k"})
    client.post("/r/calanques/salons/proposer/", {**TYPED, **asked, "idempotency_key": "k"})
    occasion = Occasion.objects.get()
    assert (occasion.asked_body, occasion.proposed_by) == ("La Région", world.funder)
    assert client.get(f"/r/calanques/salons/{occasion.code}/").status_code == 200
    lead = signed_in(world.facilitator)
    data = {"goes": "yes", "words": "Deux d’entre nous y vont."}
    answer = lead.post(f"/r/calanques/salons/{occasion.code}/decider/", data)
    assert answer.headers["Location"].endswith("/reponse/")
    occasion.refresh_from_db()
    assert occasion.status == OccasionStatus.ACCEPTED
    page = lead.get(f"/r/calanques/salons/{occasion.code}/").content.decode()
    assert "Deux d’entre nous y vont." in page
    assert "04 65 71 00 00" in page


@pytest.mark.parametrize(
    "change",
    [{"ends_at": "2030-05-05T09:00"}, {"starts_at": "demain"}, {"title": "\x00"}, {"cost": "NaN"}, {"kind": "x"},
     {"asked_for": "Venez"}, {"link": "javascript:alert(1)"}],
)  # fmt: skip
def test_odd_words_are_answered_in_words(world: Hall, change: dict[str, str]) -> None:
    response = signed_in(world.adviser).post("/r/calanques/salons/proposer/", {**TYPED, **change})
    assert response.status_code == 422
    assert not Occasion.objects.exists()


def test_somebody_who_is_asked_answers(world: Hall, coming: Occasion) -> None:
    slot = slot_of(coming, world, timezone.now(), for_holders=True)
    member = world.holder.memberships.get()
    address = reverse("fairs:ask", args=[coming.code, slot.pk])
    assert opened(world, "facilitator", address, {"member": str(member.pk)}) == 302
    duty = Duty.objects.get()
    page = signed_in(world.holder).get(f"/r/calanques/salons/{coming.code}/").content.decode()
    assert reverse("fairs:answer", args=[duty.pk]) in page
    assert "Maison Ravelle" not in page  # whom the stand speaks for, who comes next: for colleagues
    response = signed_in(world.holder).post(f"/r/calanques{reverse('fairs:answer', args=[duty.pk])}", {"deed": "no"})
    assert response.headers["Location"].endswith("/salons/")
    duty.refresh_from_db()
    assert duty.status == DutyStatus.DECLINED


def test_a_page_takes_as_many_queries_for_many(
    world: Hall, coming: Occasion, django_assert_max_num_queries: Any
) -> None:
    at = timezone.now()
    for number in range(6):
        slot = slot_of(coming, world, at, hours=1, after=number)
        for who in ("adviser", "manager"):
            actions.take_duty(slot=slot, by=getattr(world, who), at=at)
    for _ in range(8):
        proposed(world, at)
    client = signed_in(world.facilitator)
    for address in ("/salons/", f"/salons/{coming.code}/", "/salons/charge/"):
        client.get(f"/r/calanques{address}")
        with django_assert_max_num_queries(24):
            client.get(f"/r/calanques{address}")


def test_the_load_names_every_structure(world: Hall, noon: datetime) -> None:
    page = signed_in(world.writer).get("/r/calanques/salons/charge/").content.decode()
    assert all(name in page for name in ("Maison Ravelle", "Cap Farigoule", "Tramontelle"))
