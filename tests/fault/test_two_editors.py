"""Two people edit the same thing, in any order: nothing is overwritten unseen, nothing that was typed is lost."""

import html
import random
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import get_resolver

from laplateforme.core.signing import sign_link
from laplateforme.network.actions import organization as organization_actions
from laplateforme.network.models import PositioningText, PracticeVersion
from laplateforme.offers.emails import RECHECK
from tests.factories.guidance import Room, client_of, room
from tests.factories.network import DutyPersonFactory
from tests.fault.deeds import HERE, OFFER, SETTINGS, deeds_of

VERSION = re.compile(r'name="version"(?: value="(\d+)")?')


@dataclass(frozen=True)
class Editable:
    """One thing with a page to edit it. `who`: the two editors. `field`: what they change. `now`: what is saved."""

    name: str
    path: str
    who: tuple[str, str]
    body: dict[str, Any]
    field: str
    now: Callable[[], str]


@dataclass
class Editor:
    """`seen`: the version on the page that is open; `is_behind`: somebody saved since."""

    client: Client
    name: str
    seen: str = ""
    is_behind: bool = False
    typed: list[str] = field(default_factory=list)


def editables(world: Room) -> list[Editable]:
    """All that has a page of editing: a new one has to come in (see the last test)."""
    deeds_of(world)
    offer = world.organization.offers.get()
    question = world.network.key_questions.get()
    turn = DutyPersonFactory(network=world.network, organization=world.organization)
    here, both = world.organization, ("facilitator", "facilitator")
    duty = {"name": "Inès", "organization": "maison-ravelle", "starts_date": "2026-11-23", "promised_days": "2"}
    mail = f"/verifier/{sign_link(RECHECK, str(offer.pk))}/"

    def fresh(row: Any, name: str) -> Callable[[], str]:
        return lambda: str(type(row)._base_manager.values_list(name, flat=True).get(pk=row.pk))

    def last(model: Any, name: str) -> Callable[[], str]:
        return lambda: str(getattr(model.objects.order_by("-number").first(), name, ""))

    corrects = {**OFFER, "do": "correct", "capacity": "OPEN", "fee": "FREE"}
    return [
        Editable("offer", f"/mes-offres/{offer.code}/", ("adviser", "facilitator"), OFFER, "summary",
                 fresh(offer, "summary")),
        Editable("offer by mail", mail, ("", ""), corrects, "summary", fresh(offer, "summary")),
        Editable("organization", f"/structures/{here.slug}/modifier/", ("adviser", "facilitator"),
                 {"name": "Maison Ravelle"}, "summary", fresh(here, "summary")),
        Editable("practice", f"/pratiques/{here.slug}/WELCOME/modifier/", ("adviser", "facilitator"), {}, "utility",
                 last(PracticeVersion, "utility")),
        Editable("question", f"/questions-banque/{question.pk}/", both,
                 {"theme": "LEGAL", "stage": "", "is_published": "on"}, "text", fresh(question, "text")),
        Editable("positioning", "/texte-commun/", both, {"signed_by": "Nous"}, "text",
                 last(PositioningText, "text")),
        Editable("settings", "/reglages/", both, SETTINGS, "claim", fresh(world.network, "claim")),
        Editable("duty", f"/permanence/{turn.pk}/", both, duty, "hours", fresh(turn, "hours")),
        Editable("profile", "/compte/profil/", both, {"language": "fr"}, "name", fresh(world.facilitator, "name")),
    ]  # fmt: skip


def read(editor: Editor, thing: Editable) -> None:
    page = editor.client.get(f"{HERE}{thing.path}", {"corriger": "1"}).text  # the mailed link asks what one wants
    found = VERSION.search(page)
    assert found is not None, (thing.name, page)
    editor.seen, editor.is_behind = found[1] or "", False


def keep_mine(editor: Editor, thing: Editable, answer: Any, typed: str) -> str:
    """Having seen both versions, one may keep one's own: the button of that page sends it whole."""
    again: dict[str, list[str]] = {}
    for name, value in answer.context["posted"]:
        again.setdefault(name, []).append(value)
    assert editor.client.post(f"{HERE}{thing.path}", again).status_code == 302, thing.name
    return typed


def interleave(thing: Editable, world: Room, seed: int, steps: int = 9) -> int:
    """Reads and saves of two people in an order drawn by chance. Returns how often both versions were shown."""
    chance = random.Random(seed)
    editors = [Editor(client_of(getattr(world, who) if who else None), f"e{n}") for n, who in enumerate(thing.who)]
    for editor in editors:
        read(editor, thing)
    saved, conflicts = thing.now(), 0
    for step in range(steps):
        editor, other = chance.sample(editors, 2)
        if chance.random() < 0.4:
            read(editor, thing)
            continue
        typed = f"Version {thing.name} de {editor.name} au pas {seed} {step}"
        body = {**thing.body, thing.field: typed, "version": editor.seen}
        answer = editor.client.post(f"{HERE}{thing.path}", body)
        if editor.is_behind:
            conflicts += 1
            page = html.unescape(answer.text)
            assert answer.status_code == 409, (thing.name, step)
            assert typed in page
            assert saved in page
            assert thing.now() == saved
            if chance.random() < 0.5:
                saved = keep_mine(editor, thing, answer, typed)
                editor.is_behind = other.is_behind = True
        else:
            assert answer.status_code == 302, (thing.name, step, answer.text)
            saved = typed
            editor.is_behind = other.is_behind = True
        assert thing.now() == saved, (thing.name, step)
    return conflicts


@pytest.mark.django_db
def test_whoever_is_behind_sees_both_versions(noon: Any) -> None:
    world = room()
    for thing in editables(world):
        assert interleave(thing, world, 3) >= 2, thing.name


@pytest.mark.slow
@pytest.mark.django_db
def test_whoever_is_behind_sees_both_versions_in_two_hundred_orders() -> None:
    world = room()
    for thing in editables(world):
        for seed in range(200):
            cache.clear()  # two people do not save two thousand times in a minute: the rate limit is tried elsewhere
            interleave(thing, world, seed)


@pytest.mark.django_db
def test_control_without_the_version_somebody_is_overwritten(monkeypatch: pytest.MonkeyPatch) -> None:
    save = organization_actions.save_versioned
    monkeypatch.setattr(organization_actions, "save_versioned", lambda row, expected: save(row, None))
    world = room()
    thing = next(one for one in editables(world) if one.name == "organization")
    with pytest.raises(AssertionError, match="organization"):
        interleave(thing, world, 0)


@pytest.mark.django_db
def test_a_form_that_does_not_say_what_was_read_is_never_taken_for_the_last(noon: Any) -> None:
    world = room()
    for thing in editables(world):
        client = client_of(getattr(world, thing.who[0]) if thing.who[0] else None)
        before = thing.now() if thing.name not in {"practice", "positioning"} else ""
        answer = client.post(f"{HERE}{thing.path}", {**thing.body, thing.field: "Sans avoir lu"})
        if before:
            assert (answer.status_code, thing.now()) == (409, before), thing.name


def test_every_form_with_a_version_is_tried_here() -> None:
    """Things with a version that people edit: what this file does not know of has to come in."""
    from laplateforme.core.versions import VersionedForm

    def below(form: type) -> set[str]:
        return {form.__name__}.union(*(below(one) for one in form.__subclasses__()))

    get_resolver().url_patterns  # every form of every page is imported  # noqa: B018
    in_their_rooms = {  # tests/groups/test_views.py, tests/groups/test_meetings.py, tests/projects/test_files.py,
        # tests/editorial/test_writers.py, tests/editorial/test_arranging.py, tests/fairs/test_moved.py
        "GroupSettingsForm", "MeetingForm", "EditItemForm", "NotesForm", "SummaryForm", "EditPromiseForm",
        "EditProjectForm", "EditHolderForm", "EditForm", "EditPortraitForm", "SectionForm", "EditOccasionForm",
    }  # fmt: skip
    assert below(VersionedForm) - {"VersionedForm"} - in_their_rooms == {
        "OfferEditForm", "NewOfferForm", "CorrectionForm", "OrganizationForm", "PracticeForm", "KeyQuestionForm",
        "PositioningForm", "SettingsForm", "DutyForm", "ProfileForm",
    }  # fmt: skip


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one transaction write at a time")
def test_two_saves_at_the_same_moment_one_sees_both() -> None:
    world = room()
    for thing in editables(world):
        editors = [Editor(client_of(getattr(world, who) if who else None), who) for who in thing.who]
        for editor in editors:
            read(editor, thing)
        start, statuses = threading.Barrier(2), []

        def save(
            number: int, editors: Any = editors, thing: Any = thing, start: Any = start, statuses: Any = statuses
        ) -> None:
            body = {**thing.body, thing.field: f"Texte numéro {number} tapé", "version": editors[number].seen}
            start.wait(5)
            statuses.append(editors[number].client.post(f"{HERE}{thing.path}", body).status_code)
            connection.close()

        threads = [threading.Thread(target=save, args=(number,)) for number in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        assert sorted(statuses) == [302, 409], thing.name
