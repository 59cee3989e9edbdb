"""A hand-over is sent, answered or taken back, and the line is cut before, during or after: one effect all the same.

What one deed leaves behind is learned once without a cut; after each cut and the second try it has to be the same.
"""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from itertools import count
from random import Random
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from laplateforme.core import search
from laplateforme.core.signing import sign_link
from laplateforme.projects.enums import OWN_PAGE
from laplateforme.projects.models import Project
from laplateforme.referrals import actions
from laplateforme.referrals.enums import ANSWER
from laplateforme.referrals.models import Referral
from laplateforme.referrals.tasks import tell_now
from tests.factories.guidance import PublishedOfferFactory
from tests.factories.projects import Room, agreed, opened, room, the_holder
from tests.fault.cuts import cut_at, fail
from tests.fault.deeds import Deed

pytestmark = pytest.mark.django_db
COMPARED = ("projects", "referrals")
ALSO = ("core.OutgoingMail", "core.JournalEntry", "guidance.Gap")
Made = Callable[["Desk"], Deed]


class Desk:
    """Where deeds are made up: an offer to hand on to, and a new file for each deed."""

    def __init__(self, at: datetime) -> None:
        self.world: Room = room()
        self.at = at
        self.offer = PublishedOfferFactory(organization=self.world.receiver, themes=["PREMISES"], stages=["IDEA"])
        search.rebuild()

    def file(self) -> Project:
        return opened(self.world, self.at)

    def asked(self) -> Referral:
        project = self.file()
        agreed(project, self.world.receiver, self.at)
        asked = actions.Asked(self.world.receiver, project.needs.get(), "Elle cherche un local.", self.offer)
        made = actions.send_referral(project=project, asked=asked, by=self.world.adviser, at=self.at)
        assert tell_now(made.pk)
        return made


def send(desk: Desk) -> Deed:
    project = desk.file()
    body = {
        "theme": "PREMISES", "offers": [desk.offer.code], "people": [str(the_holder(project).pk)], "deed": "send",
        "bundles": ["contact", "project"], "channel": "screen", "why": "Elle cherche un local.",
    }  # fmt: skip
    return Deed("send", "adviser", "", reverse("referrals:relay", args=[project.pk]), body)


def by_link(name: str, **body: str) -> Made:
    def made(desk: Desk) -> Deed:
        path = reverse("referrals:by_link", args=[sign_link(ANSWER, str(desk.asked().pk))])
        return Deed(name, "", "", path, {"deed": name, **body})

    return made


def take_back(desk: Desk) -> Deed:
    return Deed("take back", "adviser", "", reverse("referrals:cancel", args=[desk.asked().pk]), {}, keyed=False)


def withdraw(desk: Desk) -> Deed:
    holder = the_holder(desk.asked().project)
    consent = holder.consents.get()
    path = reverse("projects:own_answer", args=[sign_link(OWN_PAGE, str(holder.pk)), consent.pk])
    return Deed("withdraw", "", "", path, {"deed": "withdraw"}, keyed=False)


ANSWERS: list[Made] = [
    by_link("accept", starts_at="2030-12-08T14:30", words="Bienvenue."), by_link("decline", reason="full"),
    by_link("ask", text="Depuis quand ?"),
]  # fmt: skip
DEEDS: list[Made] = [send, *ANSWERS, take_back, withdraw]


def sizes() -> Counter[str]:
    """How many rows there are of all that a deed may write."""
    models = [model for model in apps.get_models() if model._meta.app_label in COMPARED or model._meta.label in ALSO]
    return Counter({model._meta.label: model._base_manager.count() for model in models})


def effect(desk: Desk, make: Made, cut: Callable[[Deed, Client, str], None], key: str) -> Counter[str]:
    """What a deed leaves behind once it has gone through at last."""
    deed = make(desk)
    client = deed.client(desk.world)  # type: ignore[arg-type]
    before = sizes()
    key = key if deed.keyed else ""
    cut(deed, client, key)
    assert deed.send(client, key).status_code == 302, deed.name
    return sizes() - before


def cuts_of(desk: Desk, deeds: list[Made], most: int, *, keyed: bool = True) -> int:
    """`most` cuts as chance has it; each deed in the end has exactly one effect."""
    chance, keys, done = Random(most), count(), 0
    learned = [effect(desk, make, lambda *_: None, f"learned-{number}") for number, make in enumerate(deeds)]
    assert all(learned)

    def cut(deed: Deed, client: Client, key: str) -> None:
        """Before or while it is written, then perhaps between the commit and the answer."""
        nonlocal done
        for _ in range(chance.choice((0, 1, 1, 2))):
            with cut_at(chance.randrange(8), session=chance.random() < 0.2, how=fail) as found:
                answer = deed.send(client, key)
            done += bool(found) and answer.status_code >= 500
        if chance.random() < 0.7:  # committed, and the answer never came
            deed.send(client, key)
            done += 1

    while done < most:
        number = chance.randrange(len(deeds))
        found = effect(desk, deeds[number], cut, f"key-{next(keys)}" if keyed else "")
        assert found == learned[number], number
    return done


@pytest.fixture
def desk() -> Desk:
    return Desk(timezone.now())


@pytest.mark.parametrize("most", [60, pytest.param(2_000, marks=pytest.mark.slow)])
def test_whatever_is_cut_a_hand_over_has_one_effect(desk: Desk, most: int) -> None:
    assert cuts_of(desk, DEEDS, most) >= most


def test_control_without_a_key_the_same_cuts_ask_twice(desk: Desk) -> None:
    with pytest.raises(AssertionError):
        cuts_of(desk, [by_link("ask", text="Depuis quand ?")], 30, keyed=False)


def test_what_is_sent_again_gets_the_first_answer(desk: Desk) -> None:
    for number, make in enumerate([send, *ANSWERS]):
        deed = make(desk)
        client: Any = deed.client(desk.world)  # type: ignore[arg-type]
        first, again = deed.send(client, f"same-{number}"), deed.send(client, f"same-{number}")
        assert (first.status_code, first["Location"]) == (again.status_code, again["Location"])
