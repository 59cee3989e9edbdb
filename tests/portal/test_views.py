"""Each page of the hall met by a facilitator, an adviser, an ambassador, a stranger, and nobody."""

import re

import pytest
from django.core.cache import cache

from laplateforme.vocabulary.enums import Role
from tests.factories.accounts import UserFactory
from tests.factories.guidance import KeyQuestionFactory, PublishedOfferFactory, client_of
from tests.factories.network import MembershipFactory, NetworkFactory, OrganizationFactory
from tests.factories.offers import SessionFactory
from tests.factories.places import gap, marseille, nice

HERE = "/r/calanques"
EVERYBODY = (200, 200, 200, 200, 200)
# page → status for facilitator, adviser, ambassador, stranger, nobody
PAGES = {
    "/": EVERYBODY,
    "/reseaux/": EVERYBODY,
    "/a-faire/": (200, 200, 200, 302, 302),
    "/animer/": (200, 404, 404, 404, 302),
    "/etat/": (200, 200, 200, 200, 302),
    "/imprimer/": (200, 200, 200, 404, 302),
    "/vos-donnees/": EVERYBODY,
    "/mentions-legales/": EVERYBODY,
    "/accessibilite/": EVERYBODY,
    "/aide/": EVERYBODY,
    "/plan-du-site/": EVERYBODY,
    "/sitemap.xml": EVERYBODY,
    "/robots.txt": EVERYBODY,
    "/.well-known/security.txt": EVERYBODY,
    "/t/FENOUIL-99/pdf/": (404, 404, 404, 404, 404),
}
ACTORS = ("facilitator", "adviser", "ambassador", "stranger", None)


@pytest.mark.parametrize("page", PAGES)
def test_page_answers_each_person_by_right(world, page) -> None:
    answers = tuple(client_of(actor and getattr(world, actor)).get(f"{HERE}{page}").status_code for actor in ACTORS)
    assert answers == PAGES[page]


def test_todo_leads_a_stranger_to_the_network_where_they_work(world) -> None:
    response = client_of(world.stranger).get(f"{HERE}/a-faire/")
    assert response.headers["Location"].endswith("/r/restanques/a-faire/")


def test_state_is_for_people_of_a_network(world) -> None:
    assert client_of(UserFactory()).get(f"{HERE}/etat/").status_code == 404


@pytest.mark.parametrize("role", [Role.HOLDER, Role.FUNDER])
def test_holders_and_funders_read_what_waits_and_print_nothing(world, role) -> None:
    client = client_of(MembershipFactory(network=world.network, role=role).user)
    assert client.get(f"{HERE}/a-faire/").status_code == 200
    assert client.get(f"{HERE}/imprimer/").status_code == 404
    assert client.get(f"{HERE}/animer/").status_code == 404


@pytest.mark.parametrize("page", ["/a-faire/", "/imprimer/", "/etat/", "/animer/", "/", "/vos-donnees/", "/reseaux/"])
def test_pages_do_not_take_other_methods(world, page) -> None:
    assert client_of(world.facilitator).delete(f"{HERE}{page}").status_code == 405


def offer_with_all(world, number: int) -> None:
    organization = OrganizationFactory(network=world.network, commune=marseille(), name=f"Autre {number}")
    SessionFactory(offer=PublishedOfferFactory(organization=organization, commune=marseille()))
    KeyQuestionFactory(network=world.network)


def test_home_asks_as_many_questions_of_the_base_with_1_and_3_offers(world) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client_of(None).get(f"{HERE}/")  # what a process asks once
    counts = []
    for number in (1, 2, 3):
        offer_with_all(world, number)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            page = client_of(None).get(f"{HERE}/")
        counts.append(len(seen))
        assert f"Autre {number}" in page.text
    assert counts[0] == counts[1] == counts[2] <= 12


def test_home_shows_what_the_network_says(world) -> None:
    world.network.welcome_title = "Un projet utile, à plusieurs ?"
    world.network.save()
    offer_with_all(world, 1)
    text = client_of(None).get(f"{HERE}/").text
    for words in (
        "Un projet utile, à plusieurs ?",
        "Qui peut relire nos statuts",
        "Relire des statuts",
        "04 65 71 12 40",
    ):
        assert words in text
    assert "brochure.pdf" in text


def test_home_is_kept_for_visitors_until_something_public_changes(world) -> None:
    from laplateforme.core.models import Generation

    Generation.objects.get_or_create(pk=1, defaults={"value": 1})
    client = client_of(None)
    assert not getattr(client.get(f"{HERE}/"), "was_kept", False)
    cache.clear()
    assert client.get(f"{HERE}/").was_kept
    OrganizationFactory(network=world.network, name="La Rade")
    after = client.get(f"{HERE}/")
    assert not getattr(after, "was_kept", False)
    assert "La Rade" in after.text


def test_where_several_networks_share_an_address_its_first_page_is_their_list(world) -> None:
    text = client_of(None).get("/").text
    assert 'href="http://testserver' not in text
    for slug in ("calanques", "restanques"):
        assert f"/r/{slug}/" in text


def test_a_network_alone_needs_no_prefix(db) -> None:
    NetworkFactory(slug="seul", name="Le seul réseau", welcome_title="Bienvenue au port")
    assert "Bienvenue au port" in client_of(None).get("/").text


def test_one_network_serves_the_commune(world) -> None:
    marseille(), nice(), gap()
    elsewhere = NetworkFactory(slug="paillons", name="Les Paillons")
    elsewhere.territory.codes = ["dep:06"]
    elsewhere.territory.save()
    client = client_of(None)
    found = client.get("/reseaux/", {"commune": "Nice"})
    assert found.status_code == 302
    assert found.headers["Location"].endswith("/r/paillons/")
    several = client.get("/reseaux/", {"commune": "Marseille"}).text
    assert "Les Calanques" in several
    assert "Les Paillons" not in several
    nobody = client.get("/reseaux/", {"commune": "Gap"}).text
    assert "Aucun réseau ici" in nobody
    wrong = client.get("/reseaux/", {"commune": "Xyzzy"})
    assert wrong.status_code == 200
    assert "Xyzzy" in wrong.text


def test_inside_a_prefix_every_link_stays_in_the_network(world) -> None:
    text = client_of(None).get(f"{HERE}/").text
    assert 'href="/r/calanques/annuaire/"' in text
    assert 'href="/annuaire/"' not in text


def test_an_unknown_network_is_a_page_that_does_not_exist(world) -> None:
    assert client_of(None).get("/r/nulle-part/").status_code == 404


@pytest.mark.parametrize("slug", ["calanques", "restanques"])
@pytest.mark.parametrize(("language", "label"), [("fr", "Ressources"), ("en", "Resources")])
def test_menus_keep_to_their_network_their_language_and_the_page_one_is_on(world, slug, language, label) -> None:
    client = client_of(None)
    client.cookies["lp_language"] = language
    for page in ("agenda", "ressources"):
        html = client.get(f"/r/{slug}/{page}/").content.decode()
        assert re.findall(rf'<a href="/r/{slug}/([a-z]+)/" aria-current="page">', html) == [
            page,
            page,
        ]  # and on a phone
        assert set(re.findall(rf'<a href="/r/{slug}/ressources/"[^>]*>([^<]+)</a>', html)) == {label}


def test_the_frame_of_a_page_follows_the_network_and_whoever_reads(world) -> None:
    visitor = client_of(None)
    assert ">Les Calanques</a>" in visitor.get(f"{HERE}/aide/").content.decode()
    world.network.name, world.network.is_demo = "Calanques & rochers", True
    world.network.save()
    html = visitor.get(f"{HERE}/aide/").content.decode()
    assert "Calanques &amp; rochers</a>" in html
    assert "Les Calanques</a>" not in html
    assert 'class="account-menu"' not in html
    for person in (world.adviser, world.facilitator):
        html = client_of(person).get(f"{HERE}/aide/").content.decode()
        assert html.count('class="account-menu"') == 1
        assert person.name in html
        assert ("/animer/" in html) == (person is world.facilitator)
    html = visitor.get(f"{HERE}/aide/").content.decode()
    assert "/animer/" not in html
    assert world.adviser.name not in html
