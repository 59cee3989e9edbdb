"""The report of an occasion: who reads it, what is counted and when, what stays once contacts are erased."""

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from laplateforme.core import tombstones
from laplateforme.core.models import JournalEntry
from laplateforme.fairs import actions
from laplateforme.fairs.actions.contact import take_out
from laplateforme.fairs.enums import HeardState
from laplateforme.fairs.models import AmbassadorAnswer, Contact, Feedback, HeardWords, Occasion
from laplateforme.fairs.queries.figures import figures_of
from laplateforme.fairs.queries.report import report_of, series_of
from laplateforme.guidance.models import KeyQuestion
from laplateforme.portal.queries import todo_of
from laplateforme.projects.models import Project
from laplateforme.referrals.actions import close_referral
from laplateforme.referrals.actions.moves import move
from laplateforme.referrals.enums import ReferralStatus
from laplateforme.referrals.models import Referral
from laplateforme.vocabulary.enums import Stage
from tests.factories.accounts import signed_in
from tests.factories.fairs import Hall, accepted
from tests.factories.groups import MeetingFactory, WorkingGroupFactory
from tests.factories.reports import asked, met, past_fair

EVERYBODY = ("facilitator", "adviser", "manager", "ambassador", "writer", "holder", "funder", "stranger")
COLLEAGUES = {"facilitator", "adviser", "manager", "ambassador", "writer"}
NAMED = "Je suis Camille Roux, 06 39 98 01 14, camille@courriel.example, je cherche un local pour une épicerie"


@pytest.fixture
def past(world: Hall) -> Occasion:
    return past_fair(world, timezone.now() - timedelta(days=5))


def opened(world: Hall, who: str, address: str, data: Any = None) -> int:
    client, address = signed_in(getattr(world, who)), f"/r/calanques{address}"
    return (client.get(address) if data is None else client.post(address, data)).status_code


def page(world: Hall, who: str, name: str, *values: Any) -> str:
    answer = signed_in(getattr(world, who)).get(f"/r/calanques{reverse(f'fairs:{name}', args=values)}")
    return answer.content.decode()


def test_who_opens_which_page(world: Hall, past: Occasion) -> None:
    allowed = {
        "report": COLLEAGUES, "report_words": COLLEAGUES, "compare": {"facilitator"}, "answer_three": {"ambassador"},
    }  # fmt: skip
    for name, those in allowed.items():
        address = reverse(f"fairs:{name}", args=[past.code])
        assert {who for who in EVERYBODY if opened(world, who, address) == 200} == those, name
        assert {opened(world, who, address) for who in set(EVERYBODY) - those} <= {404}, name
        assert Client().get(f"/r/calanques{address}").status_code in (302, 404), name


def test_there_is_no_report_before_it_begins(world: Hall) -> None:
    at = timezone.now()
    coming = accepted(world, at, starts_at=at + timedelta(days=2), ends_at=at + timedelta(days=3))
    for name in ("report", "report_words", "answer_three", "compare"):
        assert opened(world, "facilitator", reverse(f"fairs:{name}", args=[coming.code])) == 404


def test_the_report_says_needs_hours_and_cost_and_hides_small_figures(world: Hall) -> None:
    past = past_fair(world, timezone.now() - timedelta(days=5), cost=300)
    shop = asked(world, "Où trouver un local ?", Stage.CREATION)
    idea = asked(world, "Mon idée tient-elle ?")
    met(world, past, 7, key_question=shop)
    met(world, past, 2, key_question=idea)
    met(world, past, 3)
    made = report_of(past, timezone.now())
    assert made.readings[0][0] == "12"
    assert made.readings[1][0] == "4"
    assert made.readings[3][0] == "25 €"
    assert [(row.words, row.values) for row in made.needs] == [
        ("4. Lancer", ("7",)), ("Où trouver un local ?", ("7",)), ("Autres étapes, ensemble", ("5",)),
    ]  # fmt: skip
    assert made.became == []
    text = page(world, "writer", "report", past.code)
    assert "Où trouver un local ?" in text
    assert "Mon idée tient-elle ?" not in text


def test_nothing_is_counted_while_telephones_send(world: Hall) -> None:
    past = past_fair(world, timezone.now() - timedelta(days=1))
    met(world, past, 9)
    made = report_of(past, timezone.now())
    assert (made.is_counted, made.readings[0][0], made.needs) == (False, "…", [])


def test_fewer_than_five_are_not_counted_out(world: Hall) -> None:
    past = past_fair(world, timezone.now() - timedelta(days=100), cost=300)
    met(world, past, 4, key_question=asked(world, "Où trouver un local ?"))
    made = report_of(past, timezone.now())
    assert made.readings[0][0] == "moins de 5"
    assert len(made.readings) == 3
    assert (made.needs, made.became, made.places) == ([], [], [])


def open_files(world: Hall, contacts: list[Contact], at: datetime) -> list[Project]:
    return [actions.open_file_of(contact=one, by=world.adviser, at=at) for one in contacts]


def test_what_became_of_them_is_told_by_its_dates(world: Hall) -> None:
    ended = timezone.now() - timedelta(days=95)
    past = past_fair(world, ended)
    sure = met(world, past, 12, confirmed=True)
    met(world, past, 8)
    open_files(world, sure[:5], ended + timedelta(days=10))
    open_files(world, sure[5:], ended + timedelta(days=50))
    rows = {row.words: row.values for row in report_of(past, timezone.now()).became}
    assert rows["ont laissé un contact"] == ("20", "20")
    assert rows["ont confirmé vouloir être rappelées"] == ("12", "12")
    assert rows["ont un dossier dans une structure"] == ("5", "12")


def test_hand_overs_are_told_step_by_step_at_their_dates(world: Hall) -> None:
    ended = timezone.now() - timedelta(days=95)
    past = past_fair(world, ended)
    sure = met(world, past, 16, confirmed=True, key_question=asked(world, "Et après ?"))
    projects = open_files(world, sure, ended + timedelta(days=2))
    for number, project in enumerate(projects[:11]):
        sent = ended + timedelta(days=5 if number < 6 else 50)
        referral = Referral.objects.create(
            network=world.network, project=project, need=project.needs.get(), sender=world.one, receiver=world.two,
            status="sent", asked_at=sent, sent_at=sent,
        )  # fmt: skip
        if number < 6:
            move(
                referral, to=ReferralStatus.ACCEPTED, by=None, at=ended + timedelta(days=40), organization=world.two.pk
            )
            close_referral(referral=referral, outcome="helped", by=world.manager, at=ended + timedelta(days=80))
    rows = {row.words: row.values for row in report_of(past, timezone.now()).became}
    assert rows["ont un dossier dans une structure"] == ("16", "16")
    assert rows["ont été confiées à une autre structure"] == ("6", "11")
    assert rows["y ont été acceptées"] == ("0", "6")
    assert rows["ont été aidées, selon elles ou la structure"] == ("0", "6")


def test_counts_stay_when_contacts_and_files_are_gone(world: Hall) -> None:
    ended = timezone.now() - timedelta(days=95)
    past = past_fair(world, ended)
    sure = met(world, past, 9, confirmed=True, key_question=asked(world, "Où trouver un local ?"))
    open_files(world, sure, ended + timedelta(days=10))
    before = report_of(past, timezone.now())
    call_command("tend_reports")
    kept = Feedback.objects.get(occasion=past).figures
    for one in sure:
        actions.forget_contact(contact=one, at=timezone.now())
    Project.objects.all().delete()
    KeyQuestion.objects.all().delete()
    after = report_of(past, timezone.now())
    assert (after.became, after.needs, after.readings) == (before.became, before.needs, before.readings)
    assert "Camille" not in str(kept)
    assert figures_of(past, timezone.now()).contacts == 9


def test_the_nightly_count_is_done_once(world: Hall, past: Occasion) -> None:
    met(world, past, 6)
    assert actions.tend_reports(at=timezone.now()) == 1
    met(world, past, 6)
    assert actions.tend_reports(at=timezone.now()) == 0
    assert actions.tend_reports(at=past.ends_at + timedelta(days=31)) == 1
    assert actions.tend_reports(at=past.ends_at + timedelta(days=91)) == 1
    assert Feedback.objects.get().figures["first"]["contacts"] == 6


def test_somebody_noted_twice_counts_once(world: Hall, past: Occasion) -> None:
    contacts = met(world, past, 6)
    actions.tell_same(contact=contacts[0], other=contacts[1], by=world.facilitator, at=timezone.now())
    assert figures_of(past, timezone.now()).contacts == 5


def test_three_questions_are_answered_by_whoever_stood_there(world: Hall, past: Occasion) -> None:
    at = timezone.now()
    with pytest.raises(actions.UnableToAnswer):
        actions.answer_three(occasion=past, worked="Bien", missing="", change="", by=world.adviser, at=at)
    assert [one.title for one in todo_of(world.ambassador, world.network, at).week] == ["Trois questions sur un salon"]
    address = reverse("fairs:answer_three", args=[past.code])
    assert opened(world, "ambassador", address, {"worked": "", "missing": "", "change": ""}) == 422
    typed = {"worked": "L’affiche. Demandez zoe@courriel.example", "missing": "Qui paie la formation ?", "change": ""}
    assert opened(world, "ambassador", address, typed) == 302
    answer = AmbassadorAnswer.objects.get()
    assert answer.worked == "L’affiche. Demandez …"
    assert todo_of(world.ambassador, world.network, at).week == []
    text = page(world, "writer", "report", past.code)
    assert "L’affiche." in text
    assert "Dounia" not in text.split("<main")[1]
    assert opened(world, "ambassador", address, {**typed, "worked": "Le code"}) == 302
    assert AmbassadorAnswer.objects.get().worked == "Le code"


def test_a_missing_question_goes_to_the_bank_in_one_press_and_is_not_shown_yet(world: Hall, past: Occasion) -> None:
    at = timezone.now()
    answer = actions.answer_three(
        occasion=past, worked="", missing="Qui paie la formation ?", change="", by=world.ambassador, at=at
    )
    address = reverse("fairs:propose_question", args=[past.code, answer.pk])
    assert {opened(world, who, address, {}) for who in ("holder", "funder", "stranger")} == {404}
    assert opened(world, "writer", address, {}) == opened(world, "writer", address, {}) == 302
    question = KeyQuestion.objects.get()
    assert (question.text, question.is_published) == ("Qui paie la formation ?", False)
    lines = [one.text for one in todo_of(world.facilitator, world.network, at).week]
    assert lines == ["Qui paie la formation ?"]


def test_words_are_kept_without_names_and_read_again_before_all_read_them(world: Hall, past: Occasion) -> None:
    (contact,) = met(world, past, 1, words=NAMED)
    address = reverse("fairs:report_words", args=[past.code])
    press = {"deed": "keep", "pk": contact.pk}
    assert {opened(world, who, address, press) for who in ("writer", "manager", "facilitator", "stranger")} == {404}
    assert "Camille" not in page(world, "ambassador", "report_words", past.code).split("<main")[1]
    assert opened(world, "ambassador", address, press) == opened(world, "ambassador", address, press) == 302
    words = HeardWords.objects.get()
    for name in ("Camille", "Roux", "06 39", "courriel.example"):
        assert name not in words.text
    assert "un local pour une épicerie" in words.text
    assert "épicerie" not in page(world, "writer", "report", past.code)
    field = f"{words.pk}-text"
    release = {"deed": "release", "pk": words.pk, field: "Je cherche un local pour une épicerie"}
    assert {opened(world, who, address, release) for who in ("writer", "ambassador", "stranger")} == {404}
    assert opened(world, "facilitator", address, {**release, field: ""}) == 422
    assert opened(world, "facilitator", address, release) == 302
    assert "un local pour une épicerie" in page(world, "writer", "report", past.code)
    assert opened(world, "facilitator", address, {"deed": "leave", "pk": words.pk}) == 302
    assert HeardWords.objects.get().state == HeardState.LEFT_OUT
    assert "épicerie" not in page(world, "writer", "report", past.code)


def test_words_go_with_the_contact(world: Hall, past: Occasion) -> None:
    at = timezone.now()
    one, other = met(world, past, 2, words="Un local pour une épicerie")
    for contact in (one, other):
        words = actions.keep_words(contact=contact, by=world.ambassador, at=at)
        actions.release_words(words=words, text=words.text, by=world.facilitator, at=at)
    actions.forget_contact(contact=one, at=at)
    assert HeardWords.objects.get().contact == other
    actions.tend_contacts(at=past.ends_at + timedelta(days=31))
    assert not HeardWords.objects.exists()
    assert tombstones.gather()


def test_words_noted_wrongly_go_with_what_is_corrected_at_the_stand(world: Hall, past: Occasion) -> None:
    (contact,) = met(world, past, 1, words="Un local pour une épicerie")
    actions.keep_words(contact=contact, by=world.ambassador, at=timezone.now())
    assert take_out(contact=contact, at=timezone.now()) is not None
    assert not HeardWords.objects.exists()


def test_lapsed_words_are_kept_by_nobody(world: Hall) -> None:
    past = past_fair(world, timezone.now() - timedelta(days=17))
    (contact,) = met(world, past, 1, words="Un local pour une épicerie")
    assert "épicerie" not in page(world, "ambassador", "report_words", past.code)
    with pytest.raises(actions.UnableToKeepWords):
        actions.keep_words(contact=contact, by=world.ambassador, at=timezone.now())


def test_the_same_fair_is_found_by_its_name_or_as_somebody_says(world: Hall) -> None:
    assert series_of("Salon de l’idée 2026") == series_of("3e Salon de l’idée 2025")
    now = timezone.now()
    before = past_fair(world, now - timedelta(days=380), title="Salon de l’idée 2025")
    other = past_fair(world, now - timedelta(days=200), title="Portes ouvertes")
    past = past_fair(world, now - timedelta(days=5), title="Salon de l’idée 2026")
    assert report_of(past, now).previous == before
    address = reverse("fairs:compare", args=[past.code])
    assert opened(world, "facilitator", address, {"previous": other.pk}) == 302
    assert report_of(past, now).previous == other
    assert opened(world, "facilitator", address, {"previous": ""}) == 302
    made = report_of(past, now)
    assert (made.previous, made.compared) == (None, [])
    actions.compare_with(occasion=before, previous=past, by=world.facilitator, at=now)
    assert report_of(before, now).previous is None


def test_a_working_group_puts_the_report_on_its_agenda_in_one_click(world: Hall, past: Occasion) -> None:
    met(world, past, 8)
    actions.tend_reports(at=timezone.now())
    group = WorkingGroupFactory(network=world.network)
    one, two = MeetingFactory(group=group), MeetingFactory(group=group)
    client = signed_in(world.facilitator)
    address = f"/r/calanques/reunions/{one.code}/"
    assert f"Bilan de «\xa0{past.title}\xa0»\xa0: 8 contacts" in client.get(address).content.decode()
    client.post(f"/r/calanques{reverse('groups:suggest', args=[one.code])}", {"key": f"fair-{past.code}"})
    assert one.items.get().about_path == f"/salons/{past.code}/bilan/"
    assert "Bilan de" not in client.get(f"/r/calanques/reunions/{two.code}/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_report_costs_the_same_for_one_and_for_three(
    world: Hall, past: Occasion, count: int, django_assert_num_queries: Any
) -> None:
    for contact in met(world, past, count, words="Un local pour une épicerie"):
        words = actions.keep_words(contact=contact, by=world.ambassador, at=timezone.now())
        actions.release_words(words=words, text=words.text, by=world.facilitator, at=timezone.now())
    with django_assert_num_queries(7):
        report_of(past, timezone.now())


def test_nothing_of_the_words_is_in_the_journal(world: Hall, past: Occasion) -> None:
    (contact,) = met(world, past, 1, words=NAMED)
    actions.keep_words(contact=contact, by=world.ambassador, at=timezone.now())
    rows = str(list(JournalEntry.objects.values()))
    assert "épicerie" not in rows
    assert "words kept" in rows


def test_the_papers_are_read_by_those_who_may(world: Hall, past: Occasion) -> None:
    allowed = {"report_pdf": COLLEAGUES, "report_brief": COLLEAGUES | {"funder"}}
    for name, those in allowed.items():
        address = reverse(f"fairs:{name}", args=[past.code])
        assert {who for who in EVERYBODY if opened(world, who, address) == 200} == those, name
        assert {opened(world, who, address) for who in set(EVERYBODY) - those} == {404}, name
        assert Client().get(f"/r/calanques{address}").status_code in (302, 404), name


def test_the_page_for_a_funder_is_one_page_and_says_nothing_that_members_say_among_themselves(world: Hall) -> None:
    past = past_fair(world, timezone.now() - timedelta(days=95), cost=300, title="Salon de l’idée")
    for number in range(6):
        met(
            world,
            past,
            6,
            key_question=asked(world, f"Une question assez longue, la numéro {number} ?"),
            confirmed=True,
        )
    (contact,) = met(world, past, 1, words=NAMED, confirmed=True)
    words = actions.keep_words(contact=contact, by=world.adviser, at=timezone.now())
    actions.release_words(words=words, text=words.text, by=world.facilitator, at=timezone.now())
    actions.answer_three(
        occasion=past, worked="Le code", missing="", change="Une table plus haute", by=world.ambassador,
        at=timezone.now(),
    )  # fmt: skip
    whole, brief = (pdf_of(world, "writer", name, past) for name in ("report_pdf", "report_brief"))
    assert len(brief.pages) == 1
    for text in (words_in(whole), words_in(brief)):
        assert "épicerie" in text
        for name in ("Camille", "Roux", "06 39", "Dounia", "Merad"):
            assert name not in text
    assert "Une table plus haute" in words_in(whole)
    assert "Une table plus haute" not in words_in(brief)


def pdf_of(world: Hall, who: str, name: str, occasion: Occasion) -> PdfReader:
    address = f"/r/calanques{reverse(f'fairs:{name}', args=[occasion.code])}"
    return PdfReader(BytesIO(signed_in(getattr(world, who)).get(address).content))


def words_in(made: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in made.pages)
