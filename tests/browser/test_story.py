"""A person without account, on a phone, without JavaScript: from the first page to a route that is kept."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.conftest import Site
from tests.browser.effort import Effort


def test_a_question_becomes_a_route_without_javascript(site: Site, new_page: Callable[..., Page]) -> None:
    page, effort = new_page(360, "light", javascript=False), Effort()
    page.goto(site.page(""))
    effort.tap(page.locator(".doors a.door").nth(1), loads=True)
    effort.tap(page.locator("a.skip"), loads=True)  # what makes you want to do it
    effort.tap(page.locator("label.choice-row:has(input[name=pick])").first)
    effort.tap(page.locator("main form button.button"), decide=False, loads=True)
    effort.type(page.locator("input[name=answer]"), "Aubagne")
    effort.tap(page.locator("main form button.button"), decide=False, loads=True)
    effort.tap(page.locator("button[name=answer][value=several]"), loads=True)
    assert "/trajectoire/" in page.url
    assert page.locator("main h1").inner_text() == "Votre trajectoire"
    assert page.get_by_text("Vous êtes ici").count() >= 1
    effort.within("know who can help", taps=8, fields=1, seconds=60)
