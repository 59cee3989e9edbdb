"""Facilitators with their group, each task under its limit (taps, fields, seconds) on the demonstration."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page

from tests.browser.conftest import Site, wait_until
from tests.browser.effort import TAP, THINK, Effort
from tests.browser.found import link_in_mail
from tests.browser.test_every_page import defects

SAID = """Trois personnes sur six ne savaient pas qu’un test d’activité existe.
D: La page commune ouvre par une question
A: Karim – relire la page – dans quinze jours"""


def paste(effort: Effort, page: Page, text: str) -> None:
    """One field, filled at once."""
    page.locator("main textarea").last.fill(text)
    effort.fields, effort.seconds = effort.fields + 1, effort.seconds + 2 * TAP + THINK


def test_minutes_are_published_with_their_decisions_and_actions(site: Site, new_page, sign_in) -> None:
    """In a group that approves at once; where the next meeting approves, that meeting is the same last tap."""
    page, effort = new_page(1280, "light"), Effort()
    sign_in(page, "Nora Delmas")
    page.goto(site.page("groupes/nouveau/"))
    page.locator("input[name=name]").fill("Accueil du jeudi")
    page.locator("textarea[name=purpose], input[name=purpose]").first.fill("Accueillir ensemble")
    page.locator("main form button.button").last.click()
    page.goto(site.page("groupes/accueil-du-jeudi/modifier/"))
    page.locator("[name=approval][value=once], select[name=approval]").first.evaluate(
        "one => one.tagName === 'SELECT' ? (one.value = 'once') : one.click()"
    )
    page.locator("main form button.button").last.click()
    page.goto(site.page("groupes/accueil-du-jeudi/reunion/"))
    page.locator("input[name=date_1]").fill(f"{datetime.now(UTC) - timedelta(days=1):%Y-%m-%d}T09:30")
    page.get_by_role("button", name="Convoquer la réunion").click()
    page.locator("input[name=title]").fill("Ce que les personnes nous ont dit")
    page.get_by_role("button", name="Ajouter le point").click()

    effort.tap(page.get_by_role("link", name="Prendre les notes"), loads=True)
    paste(effort, page, SAID)
    effort.tap(page.get_by_role("button", name="Enregistrer ce point").last, decide=False, loads=True)
    effort.tap(page.get_by_role("link", name="Voir le compte rendu"), loads=True)
    assert defects(page) == []
    effort.tap(page.get_by_role("button", name="Approuver et publier"), loads=True)
    address = page.url
    effort.within("publish minutes with decisions and actions", taps=4, fields=1, seconds=60)

    public = new_page(360, "light")
    public.goto(address)
    words = public.locator("main").inner_text()
    assert "La page commune ouvre par une question" in words
    assert "Karim" not in words
    assert "Relire la page" in words


def test_a_new_member_is_welcomed_with_past_minutes_and_next_dates(site: Site, new_page, sign_in) -> None:
    page, effort = new_page(360, "light"), Effort()
    sign_in(page, "Nora Delmas")
    page.goto(site.page("groupes/trajectoires-lisibles/"))
    effort.tap(page.get_by_role("link", name="Membres"), loads=True)
    chosen = page.locator("select[name=person] option:not([value=''])").first.get_attribute("value")
    page.locator("select[name=person]").select_option(chosen)
    effort.taps, effort.fields, effort.seconds = effort.taps + 1, 1, effort.seconds + TAP + THINK
    effort.tap(page.get_by_role("button", name="Accueillir"), decide=False, loads=True)
    assert defects(page) == []
    effort.within("welcome a new member", taps=3, fields=2, seconds=30)
    assert wait_until(lambda: link_in_mail(site, "/groupes/trajectoires-lisibles/bienvenue/"), 60)


def test_open_actions_are_chased(site: Site, new_page: Callable[..., Page], sign_in) -> None:
    page, effort = new_page(360, "light"), Effort()
    sign_in(page, "Nora Delmas")
    page.goto(site.page("groupes/trajectoires-lisibles/"))
    effort.tap(page.get_by_role("link", name="Ce que nous avons dit que nous ferions").first, loads=True)
    effort.tap(page.get_by_role("button", name="Relancer les personnes"), loads=True)
    assert page.get_by_text(re.compile("en route")).first.is_visible()
    assert defects(page) == []
    effort.within("chase open actions", taps=3, fields=0, seconds=20)
    assert wait_until(lambda: link_in_mail(site, "/groupes/trajectoires-lisibles/suivi/"), 60)
