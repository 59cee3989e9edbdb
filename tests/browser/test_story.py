"""A person without account, on a phone, without JavaScript: from the first page to a route that is kept."""

import sys
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator, Page

from tests.browser.conftest import Site

TAP, THINK, CHARACTER, PAGE = 1.1, 1.35, 0.28, 1.0


@dataclass
class Effort:
    """Keystroke-level model: what a task costs."""

    taps: int = 0
    fields: int = 0
    seconds: float = 0.0

    def tap(self, target: Locator, *, decide: bool = True, loads: bool = False) -> None:
        target.click()
        self.taps += 1
        self.seconds += TAP + (THINK if decide else 0) + (PAGE if loads else 0)

    def type(self, target: Locator, text: str) -> None:
        target.fill(text)
        self.fields += 1
        self.seconds += TAP + THINK + CHARACTER * len(text)

    def say(self, task: str) -> None:
        sys.stdout.write(f"{task}: {self.taps} taps, {self.fields} fields, {self.seconds:.1f} s\n")


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
    effort.say("know who can help")

    assert "/trajectoire/" in page.url
    assert page.locator("main h1").inner_text() == "Votre trajectoire"
    assert page.get_by_text("Vous êtes ici").count() >= 1
    assert effort.taps <= 8
    assert effort.fields <= 1
    assert effort.seconds <= 60
