"""The kit of a fair: who takes it, what stands in it, whom it names, its states."""

import io
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from pypdf import PdfReader

from laplateforme.core.models import JobStatus, JournalEntry
from laplateforme.core.print.pdf import TooMuchToPrint
from laplateforme.fairs import actions as fairs
from laplateforme.fairs.models import Duty, Occasion
from laplateforme.network.models import Membership
from laplateforme.portal import actions
from laplateforme.portal.kit import PARTS, made_parts, zipped
from laplateforme.portal.papers import failure_words
from laplateforme.portal.print.kit import notebook_pdf, notebook_values
from laplateforme.portal.queries import todo_of
from laplateforme.portal.queries.kit import kit_sheet
from laplateforme.vocabulary.enums import Theme
from tests.factories.accounts import signed_in
from tests.factories.fairs import Hall, accepted, hall, proposed, slot_of
from tests.factories.guidance import KeyQuestionFactory, PublishedOfferFactory
from tests.portal.print_sample import with_offers

HERE = "/r/calanques"
COLLEAGUES = {"facilitator", "adviser", "manager", "ambassador", "writer"}
EVERYBODY = (*COLLEAGUES, "holder", "funder", "stranger")
ONE, OTHER = Theme.values[0], Theme.values[1]


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Path) -> Hall:
    settings.MEDIA_ROOT, settings.LP_DATA_DIR = tmp_path / "media", tmp_path
    made = hall()
    PublishedOfferFactory(organization=made.one, name="Décider à plusieurs", themes=[ONE])
    offer = PublishedOfferFactory(organization=made.two, name="Relire vos statuts", themes=[OTHER])
    KeyQuestionFactory(network=made.network, text="Qui relit nos statuts ?").offers.add(offer)
    return made


@pytest.fixture
def coming(world: Hall) -> Occasion:
    """The ambassador comes; the adviser was asked and has not answered; the manager said no."""
    at = timezone.now()
    occasion = accepted(world, at, starts_at=at + timedelta(days=9), ends_at=at + timedelta(days=10), themes=[ONE])
    slot = slot_of(occasion, world, at, wanted=4)
    fairs.take_duty(slot=slot, by=world.ambassador, at=at)
    fairs.ask_duty(slot=slot, person=world.adviser, by=world.facilitator, at=at)
    asked = fairs.ask_duty(slot=slot, person=world.manager, by=world.facilitator, at=at)
    fairs.answer_duty(duty=asked, comes=False, by=world.manager, at=at)
    return occasion


def page_of(occasion: Occasion) -> str:
    return HERE + reverse("portal:kit", args=[occasion.code])


def words_of(content: bytes) -> str:
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return " ".join(text.replace("\u200b", "").split())


def test_colleagues_take_the_kit_of_an_occasion_to_which_the_network_goes(world: Hall, coming: Occasion) -> None:
    for occasion, those in ((coming, COLLEAGUES), (proposed(world, timezone.now()), set())):
        found = {who: signed_in(getattr(world, who)).get(page_of(occasion)).status_code for who in EVERYBODY}
        assert found == {who: 200 if who in those else 404 for who in EVERYBODY}
    assert Client().get(page_of(coming)).status_code in (302, 404)


def test_a_kit_is_asked_for_followed_and_fetched_by_whoever_asked(
    world: Hall, coming: Occasion, run_tasks: Any
) -> None:
    client = signed_in(world.ambassador)
    typed = {"organization": str(world.three.pk), "leaflet": "fair"}
    assert client.post(page_of(coming), {**typed, "organization": str(world.one.pk)}).status_code == 422
    address = client.post(page_of(coming), typed).headers["Location"]
    waiting = client.get(address)
    assert waiting.headers["Refresh"] == "2"
    assert client.get(f"{address}fichier/").status_code == 404
    assert run_tasks() == 1
    assert "Votre trousse est prête" in client.get(address).text
    assert "Prêt" in client.get(page_of(coming)).text
    assert [one.title for one in todo_of(world.ambassador, world.network, timezone.now()).information] == [
        "Votre trousse est prête"
    ]
    file = client.get(f"{address}fichier/")
    assert file.headers["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(b"".join(file.streaming_content))) as kept:
        names = [name.partition("/")[2] for name in kept.namelist()]
        assert names == sorted([*(part.name for part in PARTS), "lisez-moi.txt"])
        assert kept.testzip() is None
    for who in set(EVERYBODY) - {"ambassador"}:
        assert signed_in(getattr(world, who)).get(address).status_code == 404
        assert signed_in(getattr(world, who)).get(f"{address}fichier/").status_code == 404
    assert Client().get(f"{address}fichier/").status_code in (302, 404)
    Membership.objects.filter(user=world.ambassador).update(is_active=False)
    assert client.get(f"{address}fichier/").status_code == 404
    assert "kit asked" in JournalEntry.objects.values_list("verb", flat=True)


def test_a_kit_that_cannot_be_made_says_why(world: Hall, coming: Occasion, run_tasks: Any) -> None:
    job = actions.ask_kit(occasion=coming, by=world.ambassador, at=timezone.now())
    Membership.objects.filter(user=world.ambassador).update(is_active=False)
    run_tasks()
    Membership.objects.filter(user=world.ambassador).update(is_active=True)
    job.refresh_from_db()
    assert (job.status, bool(job.error), job.file.name) == (JobStatus.FAILED, True, "")
    page = signed_in(world.ambassador).get(HERE + reverse("portal:kit_job", args=[job.pk]))
    assert "n’a pas pu être faite" in page.text
    assert "Refresh" not in page.headers


def test_badges_name_those_who_said_yes_and_nobody_else(world: Hall, coming: Occasion) -> None:
    at = timezone.now()
    kit = kit_sheet(coming, at)
    assert [(one.first, one.last, one.organization) for one in kit.badges] == [("Dounia", "Merad", "Tramontelle")]
    made = dict(made_parts(kit, at=at))
    badges = words_of(made["badges.pdf"])
    assert "Dounia" in badges
    for name in ("Karim", "Paul", "Lise"):
        assert name not in badges
    fairs.leave_duty(duty=Duty.objects.get(user=world.ambassador), by=world.ambassador, at=at)
    assert kit_sheet(coming, at).badges == ()


def test_what_stands_in_the_kit_and_the_same_day_gives_the_same_bytes(world: Hall, coming: Occasion) -> None:
    at = timezone.now()
    kit = kit_sheet(coming, at, organization=world.one, themes=[ONE])
    made = dict(made_parts(kit, at=at))
    assert "Décider à plusieurs" in words_of(made["brochure.pdf"])
    assert "Relire vos statuts" not in words_of(made["brochure.pdf"])
    notebook = words_of(made["carnet-du-stand.pdf"])
    for words in ("Qui relit nos statuts", "Relire vos statuts", "Cap Farigoule", "Maison Ravelle lira votre prénom"):
        assert words in notebook
    assert "Maison Ravelle" in words_of(made["cartes.pdf"])
    assert made["diapositives.pptx"][:2] == b"PK"
    assert "carnet-du-stand.pdf" in made["lisez-moi.txt"].decode()
    again = kit_sheet(coming, at, organization=world.one, themes=[ONE])
    assert zipped(list(made_parts(again, at=at)), "x", at) == zipped(list(made.items()), "x", at)


def test_a_theme_without_an_offer_takes_the_whole_offer(world: Hall, coming: Occasion) -> None:
    kit = kit_sheet(coming, timezone.now(), themes=[Theme.values[5]])
    text = words_of(dict(made_parts(kit, at=timezone.now()))["brochure.pdf"])
    assert "Relire vos statuts" in text


@pytest.mark.parametrize("count", [1, 3])
def test_reading_costs_the_same_for_one_and_for_three(
    world: Hall, coming: Occasion, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        question = KeyQuestionFactory(network=world.network, text=f"Question {number} ?")
        question.offers.add(PublishedOfferFactory(organization=world.one))
    coming = Occasion.objects.select_related("network__territory", "network__lead_organization").get(pk=coming.pk)
    with django_assert_num_queries(11):
        kit_sheet(coming, timezone.now())


def test_a_notebook_holds_however_many_offers_there_are(world: Hall, coming: Occasion) -> None:
    sheet = replace(kit_sheet(coming, timezone.now()), network=with_offers(400))
    with translation.override("fr"):
        values = notebook_values(sheet)
    assert {len(stage["offers"]) for stage in values["send"]} <= set(range(31))
    assert any(stage["more"].startswith("Et ") for stage in values["send"])
    assert words_of(notebook_pdf(sheet, at=timezone.now()))


def test_too_many_offers_say_to_choose_a_theme() -> None:
    assert (
        failure_words(TooMuchToPrint("x"), "kit")
        == "Il y a trop d’offres pour une seule brochure. Choisissez un thème."
    )
