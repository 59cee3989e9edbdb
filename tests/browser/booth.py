"""A stand of the demonstration, opened by its own pages, and phones that hold it."""

import re
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import Site

FACILITATOR = "Nora Delmas"


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name).first.click()
    page.wait_for_load_state()


@dataclass
class Booth:
    """An occasion with an open stand."""

    site: Site
    code: str

    @property
    def address(self) -> str:
        return self.site.page(f"salons/{self.code}/stand/")

    def names(self, mark: str) -> list[str]:
        """First names of the contacts that came, those that begin with `mark`."""
        with sqlite3.connect(self.site.folder / "laplateforme.sqlite3", timeout=20) as database:
            rows = database.execute("SELECT first_name FROM fairs_contact WHERE first_name LIKE ?", (f"{mark}%",))
            return [row[0] for row in rows]

    def wait_for(self, mark: str, count: int, seconds: float = 20) -> list[str]:
        end = time.monotonic() + seconds
        while time.monotonic() < end and len(self.names(mark)) < count:
            time.sleep(0.1)
        time.sleep(0.2)  # a second effect would come now
        return self.names(mark)


def open_booth(site: Site, page: Page, sign_in: Callable[[Page, str], None], title: str) -> Booth:
    """Proposed, decided and opened by the facilitator."""
    sign_in(page, FACILITATOR)
    page.goto(site.page("salons/proposer/"))
    starts = datetime.now() + timedelta(days=1)  # noqa: DTZ005  what somebody types
    page.locator("input[name=kind][value=fair]").check()
    page.locator("input[name=title]").fill(title)
    page.locator("input[name=starts_at]").fill(f"{starts:%Y-%m-%dT09:00}")
    page.locator("input[name=ends_at]").fill(f"{starts:%Y-%m-%dT18:00}")
    page.locator("main form button.button").last.click()
    page.wait_for_url(re.compile(r"/salons/[a-z0-9]{8}/$"))
    code = page.url.rstrip("/").rsplit("/", 1)[-1]
    page.goto(site.page(f"salons/{code}/decider/"))
    page.locator("input[name=goes][value=yes]").check()
    page.locator("main form button.button").last.click()
    page.wait_for_load_state()
    page.goto(site.page(f"salons/{code}/tenue/"))
    press(page, "Ouvrir le stand")
    return Booth(site, code)


@dataclass
class Phone:
    """A browser in which the stand is prepared."""

    booth: Booth
    context: BrowserContext
    page: Page

    def open(self) -> Page:
        self.page = self.context.new_page()
        self.page.goto(self.booth.address)
        self.page.locator("body[data-started]").wait_for(timeout=15_000)
        return self.page

    def note(self, name: str, page: Page | None = None) -> None:
        page = page or self.page
        page.locator('[data-show="note"]:visible').first.click()
        self.note_here(name, page)

    def note_here(self, name: str, page: Page | None = None) -> None:
        page = page or self.page
        page.locator("#first_name").fill(name)
        page.locator("#means").fill("06 39 98 01 14")
        page.locator("#agreed").check()
        page.locator("[data-form] button[type=submit]").click()
        page.locator('[data-screen="done"]').wait_for()

    def home(self, page: Page | None = None) -> None:
        (page or self.page).locator('[data-show="home"]:visible').first.click()

    def all_sent(self, seconds: float = 20) -> None:
        self.page.locator("[data-pill].online", has_text="tout est transmis").wait_for(timeout=seconds * 1000)


def prepare(booth: Booth, context: BrowserContext, sign_in: Callable[[Page, str], None]) -> Phone:
    """Signs in, prepares the phone, forgets the account: the phone's own key is enough."""
    page = context.new_page()
    sign_in(page, "Karim Oualid")
    page.goto(booth.address)
    press(page, "Préparer ce téléphone")
    page.locator("body[data-ready=yes]").wait_for(timeout=15_000)
    context.clear_cookies(name="sessionid")
    return Phone(booth, context, page)


def files_of(folder: Path) -> bytes:
    """All that a browser wrote to the disk."""
    return b"\n".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
