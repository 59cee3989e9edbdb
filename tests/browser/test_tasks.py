"""The tasks of each persona, each under its limit (taps, fields typed, seconds) on the demonstration network."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Site, wait_until
from tests.browser.effort import Effort
from tests.browser.found import link_in_mail
from tests.browser.test_every_page import defects

ROUTE = "trajectoire/?situation=team&lieu=13005&equipe=several"
MAIN_BUTTON = "main form button.button"


def test_a_holder_keeps_the_route_without_javascript(site: Site, new_page: Callable[..., Page]) -> None:
    page, effort = new_page(360, "light", javascript=False), Effort()
    page.goto(site.page(ROUTE))
    effort.tap(page.locator(".bottom-bar button").first, loads=True)
    assert re.search(r"/t/[A-Z]+-\d+/", page.url)
    effort.type(page.locator("input[type=email]"), "moi@courriel.example")
    effort.tap(page.locator("main form:has(input[type=email]) button"), decide=False, loads=True)
    assert page.get_by_text("Votre trajectoire part vers votre boîte aux lettres").is_visible()
    effort.within("keep the result", taps=2, fields=1, seconds=20)


def test_a_holder_asks_to_be_contacted_without_javascript(site: Site, new_page: Callable[..., Page]) -> None:
    page, effort = new_page(360, "light", javascript=False), Effort()
    page.goto(site.page(ROUTE))
    effort.tap(page.locator(".bottom-bar a.button").first, loads=True)
    effort.type(page.locator("input[name=name]"), "Camille")
    effort.type(page.locator("input[name=contact]"), "06 39 98 01 02")
    effort.tap(page.locator(MAIN_BUTTON).last, decide=False, loads=True)
    assert "Inès Ferrandi" in page.locator("main").inner_text()
    effort.within("ask to be contacted", taps=4, fields=4, seconds=75)


def test_an_adviser_sees_what_waits_and_finds_an_offer(site: Site, new_page: Callable[..., Page], sign_in) -> None:
    page, effort = new_page(1280, "light"), Effort()
    sign_in(page, "Karim Oualid")
    assert page.locator("h1").inner_text() == "À faire"  # at once: no tap
    page.keyboard.press("/")
    page.wait_for_url("**/annuaire/**")
    effort.taps, effort.seconds = 1, 1.1 + 1.0
    effort.type(page.locator("input[type=search]"), "local")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=local**")
    effort.taps += 1
    effort.seconds += 1.1 + 1.0
    assert page.locator("ol.offers li").count() >= 1
    effort.within("find an offer for somebody opposite", taps=3, fields=1, seconds=15)


def test_an_owner_says_from_the_mail_that_nothing_has_changed(site: Site, new_page, sign_in) -> None:
    facilitator, effort = new_page(1280, "light"), Effort()
    sign_in(facilitator, "Nora Delmas")
    effort.tap(facilitator.get_by_role("link", name="Relancer").first, loads=True)
    effort.tap(facilitator.get_by_role("button", name="Relancer tout le monde"), loads=True)
    effort.within("chase stale offers", taps=3, fields=0, seconds=20)

    link = wait_until(lambda: link_in_mail(site, "/verifier/"))
    owner, effort = new_page(360, "light", javascript=False), Effort()
    owner.goto(link)
    effort.tap(owner.get_by_role("button", name="Rien n’a changé"), loads=True)
    assert "Merci" in owner.locator("main").inner_text()
    effort.within("say that nothing has changed", taps=2, fields=0, seconds=60)


def test_a_facilitator_prints_the_leaflet(site: Site, new_page, sign_in) -> None:
    page, effort = new_page(1280, "light"), Effort()
    sign_in(page, "Nora Delmas")
    effort.tap(page.locator("nav.main-nav").get_by_role("link", name="Imprimer"), loads=True)
    effort.tap(page.locator(MAIN_BUTTON).first, loads=True)
    ready = page.get_by_role("link", name="Télécharger").first
    ready.wait_for(timeout=30_000)
    with page.expect_download() as download:
        effort.tap(ready, decide=False)
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
    effort.within("leaflet of the network", taps=3, fields=0, seconds=15)


def test_an_administrator_sees_that_all_is_well_and_adds_an_organization(site: Site, new_page, sign_in) -> None:
    page, effort = new_page(1280, "light"), Effort()
    sign_in(page, "Simon Gautrand")
    well = page.locator("aside").get_by_text("Rien n’attend")  # said on the first page: no tap
    for _second in range(60):  # a demonstration that has just begun still has letters to send, and says so
        if well.is_visible():
            break
        page.wait_for_timeout(1000)
        page.goto(site.page("a-faire/"))
    assert well.is_visible()
    effort.tap(page.locator("nav.main-nav").get_by_role("link", name="Animer"), loads=True)
    effort.tap(page.get_by_role("link", name="Ajouter une structure"), loads=True)
    effort.type(page.locator("input[name=name]"), "Coopérative du Vallon")
    effort.type(page.locator("input[name=commune]"), "Aubagne")
    effort.type(page.locator("input[name=email]"), "accueil@vallon.example")
    effort.tap(page.locator(MAIN_BUTTON).first, decide=False, loads=True)
    assert "/structures/" in page.url
    assert page.locator("h1").inner_text().startswith("Coopérative du Vallon")
    effort.within("add a member organization and its first user", taps=5, fields=4, seconds=60)


def test_an_adviser_hands_on_with_the_agreement_of_the_person(site: Site, new_page, sign_in) -> None:
    page, effort = new_page(1280, "light"), Effort()
    sign_in(page, "Karim Oualid")
    page.goto(site.page("personnes/"))
    page.get_by_role("link", name="Bois d’Étoile").first.click()
    effort.tap(page.get_by_role("link", name="Passer le relais").first, loads=True)
    assert defects(page) == []
    effort.tap(page.locator("input[name=offers]:not(:checked)").first)
    page.get_by_text("Voici exactement ce que").first.wait_for()
    effort.tap(page.locator("input[name=bundles]").nth(0))
    page.wait_for_load_state("networkidle")
    effort.tap(page.locator("input[name=bundles]").nth(1))
    page.wait_for_load_state("networkidle")
    effort.type(page.locator("textarea[name=why]"), "Il cherche un atelier à l’essai.")
    effort.tap(page.get_by_role("button", name="Envoyer à"), loads=True)
    assert page.get_by_role("button", name="Annuler l’envoi").first.is_visible()
    assert defects(page) == []
    effort.within("hand over with consent", taps=6, fields=2, seconds=75)


def test_a_receiver_answers_from_the_mail_without_javascript(site: Site, new_page) -> None:
    link = wait_until(lambda: link_in_mail(site, "/relais/lien/"), 90)
    page, effort = new_page(360, "light", javascript=False), Effort()
    page.goto(link)
    assert defects_without_script(page) == []
    effort.tap(page.get_by_text("Non, nous ne pouvons pas"))
    effort.tap(page.get_by_text("pas de place pour le moment").or_(page.locator("input[value=full]")).first)
    effort.tap(page.get_by_role("button", name="Répondre non"), loads=True)
    assert "Merci" in page.locator("main").inner_text()
    effort.within("answer a hand-over received", taps=3, fields=1, seconds=25)


def defects_without_script(page: Page) -> list[str]:
    """One heading, and words that tell it from other pages."""
    return [] if page.locator("h1").count() == 1 and " — " in page.title() else [page.title()]


def test_a_task_over_its_limit_is_refused() -> None:
    with pytest.raises(AssertionError, match="9 taps"):
        Effort(taps=9).within("too long", taps=8, fields=0, seconds=60)
