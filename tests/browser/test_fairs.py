"""Pages of fairs that one reaches by their links only: none has a defect at 360 px, without and with an error."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from playwright.sync_api import Page

from tests.browser.conftest import Site
from tests.browser.test_every_page import defects


def checked(page: Page, found: list[str]) -> None:
    page.wait_for_load_state()
    found += [f"{re.sub(r'[0-9a-f-]{36}', '…', page.url)}: {one}" for one in defects(page)]


def send(page: Page) -> None:
    page.locator("main form button.button").last.click()
    page.wait_for_load_state()


def test_a_contact_and_whom_to_ask(site: Site, new_page: Callable[..., Page], sign_in) -> None:
    page, found = new_page(360, "light"), []
    sign_in(page, "Nora Delmas")
    page.goto(site.page("salons/contacts/"))
    page.get_by_role("link", name="Ulysse").click()  # nobody but the team calls back: a structure opens the file
    checked(page, found)
    page.get_by_role("button", name="Ouvrir un dossier").click()
    checked(page, found)
    page.goto(site.page("salons/ciotat/"))
    page.get_by_role("link", name="Demander à quelqu’un").first.click()
    checked(page, found)
    assert found == []


def test_a_third_party_is_answered(site: Site, new_page: Callable[..., Page], sign_in) -> None:
    page, found = new_page(360, "light"), []
    sign_in(page, "Nora Delmas")
    page.goto(site.page("salons/proposer/"))
    starts = datetime.now() + timedelta(days=40)  # noqa: DTZ005  what somebody types
    page.locator("input[name=kind][value=meeting]").check()
    for name, words in {
        "title": "Rencontre des essais", "starts_at": f"{starts:%Y-%m-%dT14:00}", "ends_at": f"{starts:%Y-%m-%dT09:00}",
        "asked_body": "La Région des essais", "asked_contact": "essais@region-fictive.example",
    }.items():  # fmt: skip
        page.locator(f"input[name={name}]").fill(words)
    send(page)  # it ends before it begins: a sentence, and every word is still there
    checked(page, found)
    assert page.locator("input[name=title]").input_value() == "Rencontre des essais"
    page.locator("input[name=ends_at]").fill(f"{starts:%Y-%m-%dT18:00}")
    send(page)
    page.get_by_role("link", name="Noter la décision").click()
    checked(page, found)
    page.locator("input[name=goes][value=no]").check()
    send(page)
    checked(page, found)
    assert "Nous ne pouvons pas venir" in page.locator("textarea[name=text]").input_value()
    send(page)
    checked(page, found)
    assert "envoyée par courriel" in page.locator("main").inner_text()
    assert found == []


def test_a_person_with_a_project_is_asked_from_their_file(site: Site, new_page: Callable[..., Page], sign_in) -> None:
    page, found = new_page(360, "dark"), []
    sign_in(page, "Karim Oualid")
    page.goto(site.page("personnes/"))
    page.get_by_role("link", name="Épicerie du Jas").first.click()
    checked(page, found)
    page.get_by_role("link", name="Proposer un créneau").first.click()
    checked(page, found)
    send(page)
    checked(page, found)
    page.locator("input[name=slot]").first.check()
    page.locator("input[name=channel][value=link]").check()
    send(page)
    assert "Attend la personne" in page.locator("main").inner_text()
    checked(page, found)
    assert found == []
