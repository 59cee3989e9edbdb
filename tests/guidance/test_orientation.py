"""The way in: one question a page, without script, nothing personal in an address."""

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from laplateforme.core.models import OutgoingMail
from laplateforme.guidance.models import AskedQuestion, Gap, RouteSnapshot
from laplateforme.guidance.queries.profile import Profile
from tests.factories.guidance import KeyQuestionFactory, PublishedOfferFactory, found_in_index
from tests.factories.network import DutyPersonFactory, NetworkFactory, OrganizationFactory
from tests.factories.places import CommuneFactory, DepartmentFactory, EpciFactory

pytestmark = pytest.mark.django_db
WORDS = "Qui décide de quoi entre Mireille et moi, 06 39 98 01 14 ?"


@pytest.fixture
def network():
    CommuneFactory()
    network = NetworkFactory(slug="calanques", name="Les Calanques")
    organization = OrganizationFactory(name="Maison Ravelle", network=network)
    DutyPersonFactory(network=network, organization=organization, name="Inès Ferrandi")
    offer = PublishedOfferFactory(
        organization=organization, name="Décider à plusieurs", stages=["EMERGENCE"], themes=["GOVERNANCE"],
        functions=["TRAIN"],
    )  # fmt: skip
    question = KeyQuestionFactory(
        network=network, slug="qui-decide", text="Qui décide de quoi ?", stage="EMERGENCE", theme="GOVERNANCE",
        lay_words=["décider", "désaccord"],
    )  # fmt: skip
    question.offers.add(offer)
    found_in_index(offer)
    indexed_question(question)
    return network


def indexed_question(*questions) -> None:
    from laplateforme.core.search import note_changes

    note_changes("key_question", [question.pk for question in questions])


def step(name: str, **codes: str) -> str:
    query = Profile.from_codes(codes).query()
    return reverse("guidance:question", args=[name]) + (f"?{query}" if query else "")


def test_somebody_gets_a_route_with_one_typed_field_and_keeps_it(client, network, run_tasks) -> None:
    """Home → route → kept → mailed, with a plain browser; eight taps at most."""
    page = client.get(reverse("guidance:start") + "?situation=team")
    assert page.url == step("envie", situation="team")

    page = client.post(page.url, {"answer": ["together"]})
    assert page.url == step("question", situation="team", envie="together")

    assert "Qui décide de quoi ?" in client.get(page.url).content.decode()
    page = client.post(page.url, {"pick": "qui-decide"})
    page = client.post(page.url, {"answer": "Aubagne"})
    page = client.post(page.url, {"answer": "several"})
    assert page.url.startswith(reverse("guidance:route"))

    text = client.get(page.url).content.decode()
    assert "Décider à plusieurs" in text
    assert "Inès Ferrandi" in text

    codes = {
        "situation": "team",
        "question": "qui-decide",
        "lieu": "13005",
        "equipe": "several",
        "idempotency_key": "k",
    }
    kept = client.post(reverse("guidance:keep_route"), codes)
    again = client.post(reverse("guidance:keep_route"), codes)
    assert kept.url == again["Location"]
    snapshot = RouteSnapshot.objects.get()
    assert snapshot.code in client.get(kept.url).content.decode()

    sent = client.post(reverse("guidance:mail_route", args=[snapshot.code]), {"email": "lea@exemple.example"})
    assert sent.status_code == 302
    mail = OutgoingMail.objects.get()
    assert snapshot.code in mail.text
    assert "Décider à plusieurs" in mail.text


def test_free_words_are_understood_and_never_in_an_address(client, network) -> None:
    page = client.post(step("question", situation="team"), {"words": WORDS})

    assert "compris=qui-decide" in page.url
    assert "theme=GOVERNANCE" in page.url
    assert "Mireille" not in page.url
    assert "06" not in page.url
    text = client.get(page.url).content.decode()
    assert "Qui décide de quoi ?" in text
    assert "Mireille" not in text
    assert not AskedQuestion.objects.exists()

    followed = client.post(page.url, {"pick": "aucune"})
    assert followed.url == step("lieu", situation="team", theme="GOVERNANCE")


def test_words_are_kept_only_with_the_tick_and_scrubbed(client, network) -> None:
    client.post(step("question", situation="team", lieu="13005"), {"words": WORDS, "helps": "on"})

    kept = AskedQuestion.objects.get()
    assert kept.department_code == "13"
    assert kept.theme == "GOVERNANCE"
    assert "06 39" not in kept.words


def test_words_that_nobody_understands_lead_on(client, network) -> None:
    page = client.post(step("question"), {"words": "xqzw"})

    assert client.get(page.url).status_code == 200
    assert client.post(page.url, {"pick": "aucune"}).url == step("lieu")


def test_an_empty_question_says_what_to_do_and_keeps_the_page(client, network) -> None:
    page = client.post(step("question", situation="team"), {"pick": "", "words": " "})

    assert page.status_code == 200
    assert "error-summary" in page.content.decode()


def test_a_name_of_several_communes_becomes_a_choice(client, network) -> None:
    var = DepartmentFactory(code="83", name="Var")
    for code, department in (("13900", DepartmentFactory()), ("83900", var)):
        CommuneFactory(
            code=code, name="Saint-Jean", department=department, post_codes=[code], epci=None, search_key="saint jean"
        )

    page = client.post(step("lieu", situation="idea"), {"answer": "Saint-Jean"})
    text = page.content.decode()
    assert 'value="com:13900"' in text
    assert 'value="com:83900"' in text

    page = client.post(step("lieu", situation="idea"), {"answer": "Saint-Jean", "chosen": "com:13900"})
    assert page.url == step("equipe", situation="idea", lieu="13900")


def test_outside_the_territory_leads_to_the_network_that_serves_it(client, network) -> None:
    elsewhere = NetworkFactory(slug="restanques", name="Les Restanques", territory__codes=["dep:83"])
    epci = EpciFactory(code="248300543", department=DepartmentFactory(code="83", name="Var"))
    CommuneFactory(code="83137", name="Toulon", department=epci.department, epci=epci, post_codes=["83000"])

    page = client.post(f"/r/calanques{step('lieu', situation='idea')}", {"answer": "83000"})
    text = client.get(page.url).content.decode()

    assert "Les Restanques" in text
    assert f"{elsewhere.base_address()}/orientation/equipe/?situation=idea&amp;lieu=83137" in text


def test_none_of_these_situations_shows_somebody_and_goes_on(client, network) -> None:
    page = client.post(step("situation"), {"answer": "none"})
    text = client.get(page.url).content.decode()

    assert reverse("guidance:ask_contact") in text
    assert step("envie", situation="none") in text


def test_changing_one_answer_keeps_the_others(client, network) -> None:
    codes = {"situation": "team", "question": "qui-decide", "lieu": "13005", "equipe": "several"}

    page = client.post(step("equipe", **codes) + "&fin=1", {"answer": "alone"})

    query = Profile.from_codes({**codes, "equipe": "alone"}).query()
    assert page.url == f"{reverse('guidance:route')}?{query}"


def test_going_back_keeps_the_answers(client, network) -> None:
    text = client.get(step("lieu", situation="team", question="qui-decide", lieu="13005")).content.decode()

    assert step("question", situation="team", question="qui-decide", lieu="13005").replace("&", "&amp;") in text
    assert "Aubagne" in text


def test_a_gap_is_counted_once_however_often_the_form_arrives(client, network) -> None:
    address = step("equipe", situation="started", lieu="13005")
    for _ in range(3):
        client.post(address, {"answer": "several", "idempotency_key": "same"})

    assert Gap.objects.filter(stage="CREATION", commune_code="13005", department_code="13").count() == 1
    assert Gap.objects.count() == 2
    assert Gap.objects.first().noted_date == timezone.localdate()


def test_reading_a_route_counts_no_gap(client, network) -> None:
    client.get(reverse("guidance:route") + "?situation=started&lieu=13005")

    assert not Gap.objects.exists()


def test_an_unknown_question_of_the_way_in_is_not_found(client, network) -> None:
    assert client.get(reverse("guidance:question", args=["autre"])).status_code == 404


ODD = st.dictionaries(
    st.sampled_from(
        ["situation", "envie", "question", "theme", "lieu", "equipe", "compris", "fin", "answer", "chosen"]
    ),
    st.one_of(
        st.text(max_size=30), st.sampled_from(["team", "13005", "com:13005", "com:", "aucune", "GOVERNANCE", "\x00"])
    ),
    max_size=6,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(where=st.sampled_from(["situation", "envie", "question", "lieu", "equipe"]), query=ODD, body=ODD)
def test_odd_answers_never_break_a_page(client, network, where, query, body) -> None:
    from django.core.cache import cache

    cache.clear()
    address = reverse("guidance:question", args=[where])
    assert client.get(address, query).status_code < 500
    assert client.post(f"{address}?situation=team", body).status_code < 500
    assert client.get(reverse("guidance:route"), query).status_code < 500
