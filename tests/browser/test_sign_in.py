"""Passkeys with a virtual authenticator, on localhost; a session that ends while somebody writes."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Site

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
WORDS = "Nous appelons la personne avant de la présenter à quelqu’un."


@pytest.fixture
def device(new_page: Callable[..., Page]) -> Page:
    """A telephone that holds passkeys."""
    page = new_page(360)
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return page


def add_passkey(page: Page, site: Site) -> None:
    page.goto(site.page("compte/securite/webauthn/add/"))
    assert "Name" not in page.inner_text("main")
    page.get_by_label("Nom de cette clé d’accès").fill("Mon téléphone")
    with page.expect_navigation():
        page.get_by_role("button", name="Ajouter cette clé d’accès").click()
    assert page.locator("h1").inner_text() == "Codes de secours"


def sign_in_with_passkey(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Se connecter avec une clé d’accès").click()


def test_a_passkey_signs_in_and_counts_as_second_factor(site: Site, device: Page, sign_in) -> None:
    sign_in(device, "Inès Ferrandi")
    add_passkey(device, site)
    device.context.clear_cookies()

    device.goto(site.page("demandes/"))
    assert "connexion" in device.url
    sign_in_with_passkey(device)

    assert device.url == site.page("demandes/")  # a page of persons: no code was asked for
    assert device.locator("h1").inner_text() == "Demandes de contact"


def test_words_sent_after_the_session_come_back_after_the_sign_in(site: Site, device: Page, sign_in) -> None:
    sign_in(device, "Margaux Tellier")
    add_passkey(device, site)
    device.goto(site.page("pratiques/oursea/INCUBATE/modifier/"))
    device.get_by_label("La coopération").fill(WORDS)
    device.context.clear_cookies(name="sessionid")
    note = device.locator("[data-saved-note]")
    note.get_by_text("Pas encore gardé").wait_for(timeout=10_000)  # and not that it is kept

    device.get_by_role("button", name="Publier cette version").click()
    device.get_by_text("votre texte est gardé").wait_for()
    sign_in_with_passkey(device)

    assert device.locator("h1").inner_text() == "Votre texte est gardé"
    assert WORDS in device.inner_text("main")
    device.get_by_role("button", name="Envoyer maintenant").click()
    device.get_by_text("La fiche est publiée").wait_for()
    assert WORDS in device.inner_text("main")
