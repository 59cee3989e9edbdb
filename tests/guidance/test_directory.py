"""The directory: words, place, filters, and whatever an address may hold."""

from uuid import uuid4

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from laplateforme.core.search import note_change, rebuild
from laplateforme.guidance.forms.directory import read_filters
from laplateforme.guidance.queries.directory import directory_page
from laplateforme.places.models import PlacesEdition
from tests.factories.guidance import KeyQuestionFactory, PublishedOfferFactory, client_of, room
from tests.factories.network import DutyPersonFactory, NetworkFactory, OrganizationFactory
from tests.factories.places import CommuneFactory, marseille

pytestmark = pytest.mark.django_db
NAMES = ("guidance:directory", "guidance:embed_list", "guidance:key_questions")


@pytest.fixture
def here():
    return room()


@pytest.fixture
def offers(here):
    """Aubagne and Marseille, 14 km apart; one elsewhere in another network."""
    aubagne = PublishedOfferFactory(organization=here.organization, name="Relire des statuts", commune=CommuneFactory())
    local = PublishedOfferFactory(
        organization=here.neighbor, name="Trouver un local", commune=marseille(), themes=["PREMISES"],
        stages=["CREATION"], fee="PAID", capacity="FULL",
    )  # fmt: skip
    stranger = OrganizationFactory(network=NetworkFactory(slug="ailleurs"))
    PublishedOfferFactory(organization=stranger, name="Relire des statuts ailleurs")
    PublishedOfferFactory(organization=here.organization, name="Brouillon de statuts", status="draft")
    rebuild()
    return aubagne, local


def address(here, name="guidance:directory", *args):
    return f"/r/{here.network.slug}{reverse(name, args=args)}"


def names_of(response):
    return [card.name for card in response.context["page"].cards]


def listed(here, client=None, **data):
    return (client or client_of(None)).get(address(here), data)


def test_the_directory_lists_published_offers_of_its_network(here, offers):
    assert sorted(names_of(listed(here))) == ["Relire des statuts", "Trouver un local"]


def test_words_find_and_say_where(here, offers):
    page = listed(here, q="statut")
    assert names_of(page) == ["Relire des statuts"]
    assert "statuts" in page.context["page"].cards[0].reason


def test_lay_words_are_understood(here, offers):
    PublishedOfferFactory(organization=here.organization, name="Obtenir une subvention", summary="Un dossier à deux.")
    rebuild()
    assert "Obtenir une subvention" in names_of(listed(here, q="sous"))


def test_a_spelling_mistake_gets_a_suggestion(here, offers):
    page = listed(here, q="statuuts")
    assert page.context["page"].suggestion == "statuts"
    assert "?q=statuts" in page.content.decode()


def test_filters_count_and_choose(here, offers):
    page = listed(here, prix="FREE")
    assert names_of(page) == ["Relire des statuts"]
    assert page.context["page"].counts["fee"] == {"FREE": 1, "PAID": 1}
    assert names_of(listed(here, etape="LAUNCH")) == ["Trouver un local"]
    assert names_of(listed(here, places="OPEN")) == ["Relire des statuts"]


def test_a_circle_holds_what_is_near(here, offers):
    assert names_of(listed(here, lieu="Aubagne", rayon="10")) == ["Relire des statuts"]
    assert sorted(names_of(listed(here, lieu="Aubagne", rayon="20"))) == ["Relire des statuts", "Trouver un local"]


def test_an_empty_list_gives_the_nearest_and_a_human(here, offers):
    DutyPersonFactory(network=here.network, organization=here.organization, phone="04 65 71 12 41")
    page = listed(here, q="zeppelin", lieu="Aubagne")
    said = page.content.decode()
    assert [one.label for one in page.context["page"].nearest] == ["Relire des statuts", "Trouver un local"]
    assert "04 65 71 12 41" in said
    assert "Inès Ferrandi" in said


def test_questions_and_organizations_that_match_are_shown(here, offers):
    question = KeyQuestionFactory(network=here.network, text="Qui relit nos statuts ?")
    note_change("key_question", question.pk)
    rebuild()
    page = listed(here, q="statuts")
    assert [one.label for one in page.context["page"].also.questions] == ["Qui relit nos statuts ?"]


HOSTILE = [
    {"q": "x" * 10_000},
    {"q": "\x00\x1b[31m\u202e"},
    {"q": "'; DROP TABLE offers; --"},
    {"q": "AND OR NOT (("},
    {"q": "<script>alert(1)</script>"},
    {"page": "9999"},
    {"page": "-1"},
    {"page": "9" * 400},
    {"page": "٣"},
    {"rayon": "abc"},
    {"rayon": "1e9"},
    {"lieu": "Nulleparville"},
    {"lieu": "\x00" * 500},
    {"lieu": "com:zzzzz"},
    {"etape": "NOPE", "theme": "../../etc/passwd"},
    {"theme": ["LEGAL"] * 500},
]


@pytest.mark.parametrize("data", HOSTILE)
def test_odd_addresses_never_break_the_page(here, offers, data):
    page = listed(here, **data)
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()
    assert "undefined" not in page.content.decode()


@pytest.mark.parametrize(
    "data", [{"rayon": "abc"}, {"page": "-1"}, {"etape": "NOPE"}, {"lieu": "Nulleparville"}, {"q": "a b " * 900}]
)
def test_what_is_left_out_is_said(here, data):
    query = QueryDict(mutable=True)
    query.update(data)
    assert len(read_filters(query).notices) == 1


def test_a_page_too_far_is_the_last_one(here):
    PublishedOfferFactory.create_batch(25, organization=here.organization)
    rebuild()
    page = listed(here, page="9999").context["page"]
    assert (page.number, page.pages, page.total, len(page.cards)) == (2, 2, 25, 5)
    assert [card.number for card in page.cards] == [21, 22, 23, 24, 25]


def test_the_list_costs_the_same_with_one_and_three(here):
    commune = CommuneFactory()
    filters = read_filters(QueryDict("lieu=Aubagne&q=statuts"))
    costs = []
    for more in (1, 2):
        PublishedOfferFactory.create_batch(more, organization=here.organization, commune=commune)
        rebuild()
        directory_page(here.network, filters, timezone.now())
        with CaptureQueriesContext(connection) as counted:
            directory_page(here.network, filters, timezone.now())
        costs.append(len(counted))
    assert costs[0] == costs[1] <= 8


def test_the_whole_page_asks_the_database_at_most_eight_times(here, offers):
    PlacesEdition.objects.create(stamp=uuid4().hex, vintage=timezone.localdate())
    listed(here, q="statuts", lieu="Aubagne")
    with CaptureQueriesContext(connection) as counted:
        listed(here, q="statut", lieu="Aubagne")
    assert len([one for one in counted if "core_generation" not in one["sql"]]) <= 8, [
        one["sql"][:90] for one in counted
    ]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("who", ["facilitator", "ambassador", "stranger", None])
def test_public_pages_are_for_everybody(here, offers, name, who):
    assert client_of(getattr(here, who) if who else None).get(address(here, name)).status_code == 200


def test_the_embedded_list_has_no_cookie_no_script_and_may_be_framed(here, offers):
    answer = client_of(None).get(
        address(here, "guidance:embed_list"), {"stage": "LAUNCH", "near": "Marseille", "organization": "cap-farigoule"}
    )
    said = answer.content.decode()
    assert not answer.cookies
    assert "<script" not in said
    assert "X-Frame-Options" not in answer.headers
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert "Trouver un local" in said
    assert "Relire des statuts" not in said
    assert f"{here.network.base_address()}/offres/{offers[1].code}/" in said


@pytest.mark.parametrize(
    "data", [{"q": "x" * 9000}, {"stage": "NOPE"}, {"theme": "\x00"}, {"near": "zzz"}, {"organization": "<b>"}]
)
def test_odd_parameters_of_the_embedded_list_are_left_out(here, offers, data):
    assert client_of(None).get(address(here, "guidance:embed_list"), data).status_code == 200
