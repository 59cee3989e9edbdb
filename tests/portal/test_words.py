"""Pages of words, and addresses for robots."""

from xml.etree import ElementTree

from laplateforme.core.retention import models_about_people
from laplateforme.portal.queries.register import kept_words, processing_register
from tests.factories.guidance import KeyQuestionFactory, PublishedOfferFactory, client_of

HERE = "/r/calanques"
SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_register_holds_every_personal_field(world) -> None:
    lines = processing_register()
    fields = sum(len(line.fields) for line in lines)
    assert fields == sum(len(declared) for _model, declared in models_about_people()) > 20
    assert all(line.purpose and line.kept for line in lines)
    text = client_of(None).get(f"{HERE}/vos-donnees/").text
    assert text.count("<tr ") == len(lines) + 1


def test_delays_are_said_in_words() -> None:
    assert [kept_words(days) for days in (None, 8, 30, 90, 183, 365, 730)] == [
        "tant que la personne participe", "8 jours", "30 jours", "3 mois", "6 mois", "1 an", "2 ans",
    ]  # fmt: skip


def test_site_map_for_search_engines_lists_what_is_public(world) -> None:
    shown = PublishedOfferFactory(organization=world.organization, code="ab12")
    PublishedOfferFactory(organization=world.organization, code="cd34", status="draft")
    question = KeyQuestionFactory(network=world.network, slug="qui-signe")
    page = client_of(None).get(f"{HERE}/sitemap.xml")
    assert page.headers["Content-Type"] == "application/xml"
    addresses = [one.text or "" for one in ElementTree.fromstring(page.text).iter(f"{SPACE}loc")]
    assert all(address.startswith("http://testserver/r/calanques/") for address in addresses)
    assert any(address.endswith(f"/offres/{shown.code}/") for address in addresses)
    assert any(address.endswith(f"/questions/{question.slug}/") for address in addresses)
    assert not any("cd34" in address for address in addresses)


def test_site_map_for_people_lists_offers_and_questions(world) -> None:
    offer = PublishedOfferFactory(organization=world.organization)
    question = KeyQuestionFactory(network=world.network)
    text = client_of(None).get(f"{HERE}/plan-du-site/").text
    for words in (offer.name, question.text, "Cap Farigoule"):
        assert words in text


def test_robots_leave_what_is_somebody_s_alone(world) -> None:
    text = client_of(None).get("/robots.txt").text
    for path in ("/compte/", "/t/", "/verifier/"):
        assert f"Disallow: {path}" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text


def test_security_txt_says_whom_to_tell_and_until_when(world) -> None:
    lines = dict(
        line.split(": ", 1) for line in client_of(None).get("/.well-known/security.txt").text.splitlines() if line
    )
    assert lines["Contact"].startswith(("mailto:", "http"))
    assert lines["Expires"].endswith("T23:59:59Z")
    assert lines["Preferred-Languages"] == "fr, en"


def test_accessibility_is_not_claimed_before_an_audit(world) -> None:
    text = client_of(None).get(f"{HERE}/accessibilite/").text
    assert "non conforme" in text
    assert "Défenseur des droits" in text
    assert world.network.phone in text
