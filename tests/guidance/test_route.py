"""From a profile to a readable route."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from laplateforme.guidance.queries import Profile, build_route
from laplateforme.guidance.queries.route import verbs_shown
from laplateforme.vocabulary.enums import Capacity, Verb
from tests.factories.guidance import KeyQuestionFactory, PublishedOfferFactory, client_of, found_in_index, room
from tests.factories.network import DeclaredLinkFactory, DutyPersonFactory, NetworkFactory, OrganizationFactory
from tests.factories.places import CommuneFactory

pytestmark = pytest.mark.django_db
PROFILE = Profile("team", ("together",), "qui-decide", "", "13005", "several")


@pytest.fixture
def network():
    CommuneFactory()
    return NetworkFactory(slug="calanques", name="Les Calanques")


def offer_of(network, name: str, **values):
    values = {"stages": ["EMERGENCE"], "functions": ["TRAIN"], "themes": ["GOVERNANCE"], **values}
    offer = PublishedOfferFactory(
        organization=values.pop("organization", None) or OrganizationFactory(name=f"Structure {name}", network=network),
        name=name,
        **values,
    )
    found_in_index(offer)
    return offer


def asked(network, *offers):
    question = KeyQuestionFactory(network=network, slug="qui-decide", stage="EMERGENCE", theme="GOVERNANCE")
    question.offers.set(offers)
    return question


def route_of(network, noon, profile=PROFILE, **more):
    with translation.override("fr"):
        return build_route(profile, network=network, at=noon, day=noon.date(), **more)


def names(route) -> list[str]:
    return [offer.name for offer in route.here.offers]


def test_the_verbs_run_from_where_the_person_stands(network) -> None:
    assert verbs_shown(Profile("idea"), None) == [Verb.IMAGINE, Verb.GATHER, Verb.BUILD]
    assert verbs_shown(Profile("started"), None) == [Verb.LAUNCH, Verb.LAST]
    assert verbs_shown(Profile(), None)[0] == Verb.IMAGINE


def test_an_offer_that_answers_the_question_comes_first(network, noon) -> None:
    offer_of(network, "Ailleurs", themes=["DIGITAL"], commune_id="13005")
    right = offer_of(network, "Décider à plusieurs")
    asked(network, right)

    route = route_of(network, noon)

    assert names(route)[0] == "Décider à plusieurs"
    assert route.here.verb == "GATHER"
    assert route.stages[0].state == "done"


def test_one_offer_for_each_organization_and_stage(network, noon) -> None:
    here = OrganizationFactory(name="Maison Ravelle", network=network)
    offers = [
        offer_of(network, f"Offre {number}", organization=here, functions=[function])
        for number, function in enumerate(["TRAIN", "CONSULT", "NETWORK", "FUND"])
    ]
    asked(network, *offers)

    assert len(names(route_of(network, noon))) == 1


def test_offers_cover_different_needs(network, noon) -> None:
    asked(network, offer_of(network, "Former"), offer_of(network, "Former aussi"))
    offer_of(network, "Conseiller", functions=["CONSULT"], themes=["LEGAL"])
    offer_of(network, "Rencontrer", functions=["NETWORK"], themes=["COLLECTIVE"])

    shown = names(route_of(network, noon))

    assert len(shown) == 3
    assert len({"Former", "Former aussi"}.intersection(shown)) == 1
    assert {"Conseiller", "Rencontrer"} < set(shown)


@pytest.mark.parametrize(
    "worse",
    [
        {"capacity": Capacity.FULL},
        {"checked_at": None},
        {"receptions": ["ON_SITE"], "commune_id": "13055"},
    ],
)
def test_near_open_and_fresh_come_first(network, noon, worse) -> None:
    CommuneFactory(code="13055", name="Marseille", latitude=43.65, longitude=5.1, post_codes=["13001"])
    offer_of(network, "Moins bien", **{"commune_id": "13005", **worse})
    offer_of(network, "Bien", commune_id="13005")

    assert names(route_of(network, noon)) == ["Bien"]


def test_each_offer_says_why_in_one_sentence(network, noon) -> None:
    asked(network, offer_of(network, "Décider", commune_id="13005", holder_types=["GROUP"]))

    reason = route_of(network, noon).here.offers[0].reason

    assert reason.startswith("Parce que vous êtes plusieurs")
    assert reason.endswith("Aubagne.")
    assert "%" not in reason


def test_the_same_day_and_answers_give_the_same_route(network, noon) -> None:
    asked(network, *[offer_of(network, f"Égale {letter}") for letter in "ABCDE"])

    assert route_of(network, noon) == route_of(network, noon + timedelta(hours=3)) or (
        names(route_of(network, noon)) == names(route_of(network, noon + timedelta(hours=3)))
    )


def test_equals_take_turns_from_one_commune_to_the_next(network, noon) -> None:
    asked(network, *[offer_of(network, f"Égale {letter}") for letter in "ABC"])
    winners = set()
    for number in range(20, 32):
        commune = CommuneFactory(code=f"130{number}", name=f"Commune {number}", post_codes=[])
        winners.add(names(route_of(network, noon, PROFILE.but(commune=commune.code)))[0])

    assert winners == {"Égale A", "Égale B", "Égale C"}


def test_people_of_another_kind_are_not_sent_there(network, noon) -> None:
    offer_of(network, "Pour les communes", holder_types=["LOCAL_AUTHORITY"])
    offer_of(network, "Pour les professionnels", open_to=["PROFESSIONALS"])

    assert names(route_of(network, noon)) == []


def test_an_empty_stage_gives_the_nearest_and_is_a_gap(network, noon) -> None:
    toulon = CommuneFactory(code="83137", name="Toulon", latitude=43.136, longitude=5.932, post_codes=["83000"])
    offer_of(network, "À Toulon", commune=toulon, coverage=["dep:83"])

    route = route_of(network, noon, PROFILE.but(question="", theme="GOVERNANCE"))

    assert route.here.state == "hole"
    assert [offer.name for offer in route.here.nearest] == ["À Toulon"]
    assert [(gap.stage, gap.theme) for gap in route.gaps][0] == ("EMERGENCE", "GOVERNANCE")


def test_an_empty_network_still_answers(network, noon) -> None:
    route = route_of(network, noon)

    assert route.offers() == []
    assert route.duty is None
    assert route.phone == network.phone
    assert len(route.gaps) == 3


def test_declared_links_tell_what_comes_next_and_somebody_is_on_duty(network, noon) -> None:
    first = offer_of(network, "Décider", documents_to_bring="Une page sur votre idée\n")
    asked(network, first)
    next_one = OrganizationFactory(name="Ourséa", network=network)
    DeclaredLinkFactory(
        network=network, from_organization=first.organization, to_organization=next_one, terms="Le même mois."
    )
    DutyPersonFactory(network=network, organization=next_one, name="Inès Ferrandi", promised_days=2)

    route = route_of(network, noon)

    assert [(step.to_name, step.terms) for step in route.next_steps] == [("Ourséa", "Le même mois.")]
    assert route.to_bring == ("Une page sur votre idée",)
    assert route.duty is not None
    assert route.duty.answers_before == "mercredi 25 novembre 2026"


def test_offers_of_another_network_do_not_exist_here(network, noon) -> None:
    offer_of(NetworkFactory(), "D’à côté")

    assert route_of(network, noon).offers() == []


def test_a_draft_never_shows_even_when_the_index_is_late(network, noon) -> None:
    offer = offer_of(network, "Retirée")
    route_of(network, noon)
    type(offer).objects.filter(pk=offer.pk).update(status="draft")

    assert names(route_of(network, noon)) == []


def test_the_number_of_queries_does_not_follow_the_number_of_offers(network, noon) -> None:
    counts = []
    question = asked(network)
    for target in (1, 3, 50):
        while question.offers.count() < target:
            question.offers.add(offer_of(network, f"Offre {question.offers.count()}", commune_id="13005"))
        route_of(network, noon)
        with CaptureQueriesContext(connection) as captured:
            route_of(network, noon)
        # On disk a process looks at the change sequence once a second at most; in memory, at each of the searches.
        counts.append(sum("core_searchchange" not in query["sql"] for query in captured) + 1)

    assert counts[0] == counts[1] == counts[2]
    assert counts[0] <= 12


def test_a_route_is_plain_values(network, noon) -> None:
    asked(network, offer_of(network, "Décider"))

    content = json.loads(json.dumps(route_of(network, noon).as_json()))

    assert content["stages"][1]["offers"][0]["name"] == "Décider"
    assert "draws" not in content


def test_the_page_reads_for_everybody_without_writing(network, noon, client) -> None:
    people = room_in(network)
    asked(network, offer_of(network, "Décider"))
    address = f"/r/calanques{reverse('guidance:route')}?{PROFILE.query()}"
    for reader in (client, client_of(people.facilitator), client_of(people.ambassador), client_of(people.stranger)):
        page = reader.get(address)
        assert page.status_code == 200
        text = page.content.decode()
        assert "Décider" in text
        assert "«undefined" not in text


def room_in(network):
    network.slug = "autre"
    network.save()
    people = room()
    type(network).objects.filter(slug="calanques").update(slug="calanques-2")
    network.slug = "calanques"
    network.save()
    return people


def test_a_route_without_any_answer_begins_at_the_beginning(network, client) -> None:
    assert client.get(reverse("guidance:route")).url == reverse("guidance:start")
