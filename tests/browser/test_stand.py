"""Thirty ways for a stand to lose its connection, its page or its memory: no contact is lost or doubled, and what a
telephone erased by itself is announced. `pytest -m offline`.
"""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.booth import Booth, Phone, files_of, open_booth, prepare, press
from tests.browser.conftest import FLAGS, Site, chromium
from tests.browser.effort import Effort

SEND = re.compile(r"/envoyer/$")
SIZE = {"viewport": {"width": 360, "height": 740}, "locale": "fr-FR", "timezone_id": "Europe/Paris"}
OPTIONS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(scope="module")
def booth(site: Site, browser: Browser) -> Iterator[Booth]:
    context = browser.new_context(**SIZE)
    yield open_booth(site, context.new_page(), lambda page, name: signed(site, page, name), "Salon des essais")
    context.close()


def signed(site: Site, page: Page, name: str) -> None:
    page.goto(f"{site.address}/compte/demo/")
    page.get_by_role("button", name=name).first.click()
    page.wait_for_load_state()


@pytest.fixture
def phone(booth: Booth, browser: Browser) -> Iterator[Phone]:
    context = browser.new_context(**SIZE)
    yield prepare(booth, context, lambda page, name: signed(booth.site, page, name))
    context.close()


def note_offline(phone: Phone, names: list[str]) -> None:
    phone.context.set_offline(True)
    for name in names:
        phone.note(name)
    phone.home()
    expect(phone.page.locator("[data-pill]")).to_contain_text(f"Hors ligne : {len(names)} à transmettre")
    assert phone.page.title().startswith(f"({len(names)})")


def close(page: Page) -> None:
    page.close(run_before_unload=False)


# ------------------------------------------------------------------ the ways


def no_network(phone: Phone, names: list[str]) -> None:
    note_offline(phone, names)
    phone.context.set_offline(False)


def cut_before_the_server(phone: Phone, names: list[str]) -> None:
    phone.context.route(SEND, lambda route: route.abort("connectionreset"), times=2)
    for name in names:
        phone.note(name)
    phone.home()


def response_lost_after_commit(phone: Phone, names: list[str]) -> None:
    def lose(route: Route) -> None:
        route.fetch()  # the server has written
        route.abort("connectionreset")

    phone.context.route(SEND, lose, times=2)
    for name in names:
        phone.note(name)
    phone.home()


def page_closed_while_sending(phone: Phone, names: list[str]) -> None:
    note_offline(phone, names)
    reached: list[Route] = []
    phone.context.route(SEND, lambda route: reached.append(route), times=1)  # never answered
    phone.context.set_offline(False)
    phone.page.evaluate("dispatchEvent(new Event('online'))")
    for _ in range(50):
        if reached:
            break
        phone.page.wait_for_timeout(100)
    assert reached
    expect(phone.page.locator("[data-pill]")).to_contain_text("Envoi en cours")
    close(phone.page)
    phone.open()


def tab_closed(phone: Phone, names: list[str]) -> None:
    note_offline(phone, names)
    close(phone.page)
    phone.open()  # without a connection
    expect(phone.page.locator("[data-pill]")).to_contain_text(f"{len(names)} à transmettre")
    phone.context.set_offline(False)


def clock_ahead(phone: Phone, names: list[str]) -> None:
    skewed(phone, names, 48 * 3600 * 1000)


def clock_behind(phone: Phone, names: list[str]) -> None:
    skewed(phone, names, -48 * 3600 * 1000)


def skewed(phone: Phone, names: list[str], milliseconds: int) -> None:
    close(phone.page)
    phone.context.add_init_script(
        "const real = Date; globalThis.Date = class extends real {"
        " constructor(...given) { if (given.length) super(...given); else super(real.now() + SHIFT); }"
        " static now() { return real.now() + SHIFT; } };".replace("SHIFT", str(milliseconds))
    )
    phone.open()
    note_offline(phone, names)
    phone.context.set_offline(False)


def two_tabs(phone: Phone, names: list[str]) -> None:
    first = phone.page
    second = phone.context.new_page()
    second.goto(phone.booth.address)
    second.locator("body[data-started]").wait_for()
    phone.context.set_offline(True)
    for number, name in enumerate(names):
        phone.note(name, (first, second)[number % 2])
    phone.context.set_offline(False)
    for page in (first, second):
        page.evaluate("dispatchEvent(new Event('online'))")
    phone.page = first
    phone.home(first)


def upgrade_with_a_queue(phone: Phone, names: list[str]) -> None:
    """A newer page has made the database newer, and the stand has a new key meanwhile."""
    note_offline(phone, names)
    close(phone.page)
    phone.open()
    phone.page.evaluate(
        """(name) => new Promise((done, failed) => { const asked = indexedDB.open(name, 7);
        asked.onupgradeneeded = () => asked.result.createObjectStore("later");
        asked.onsuccess = () => { asked.result.close(); done(); }; asked.onerror = failed; })""",
        f"lp-stand-{phone.booth.code}",
    )
    phone.context.set_offline(False)
    owner = phone.context.browser.new_context(**SIZE).new_page()  # type: ignore[union-attr]
    signed(phone.booth.site, owner, "Nora Delmas")
    owner.goto(phone.booth.site.page(f"salons/{phone.booth.code}/tenue/"))
    press(owner, "Faire une nouvelle clé")
    owner.context.close()
    close(phone.page)
    phone.open()


def server_in_trouble(phone: Phone, names: list[str]) -> None:
    phone.context.route(SEND, lambda route: route.fulfill(status=503, body="<html>"), times=2)
    for name in names:
        phone.note(name)
    phone.home()


def asked_to_wait(phone: Phone, names: list[str]) -> None:
    phone.context.route(SEND, lambda route: route.fulfill(status=429, body="{}"), times=1)
    for name in names:
        phone.note(name)
    phone.home()


def a_portal_answers_for_the_server(phone: Phone, names: list[str]) -> None:
    """The Wi-Fi of a fair answers 200 with a page of its own."""
    phone.context.route(SEND, lambda route: route.fulfill(status=200, body="<html>Bienvenue</html>"), times=2)
    for name in names:
        phone.note(name)
    phone.home()


def no_room_left(phone: Phone, names: list[str]) -> None:
    phone.page.evaluate(
        "IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); }; null"
    )
    phone.context.set_offline(True)
    for name in names:
        phone.note(name)
        assert "dans cette page" in phone.page.locator("[data-done-words]").inner_text()
    phone.home()
    assert str(len(names)) in phone.page.locator("[data-line-unkept]").inner_text()
    phone.context.set_offline(False)


SURVIVED = [
    no_network, cut_before_the_server, response_lost_after_commit, page_closed_while_sending, tab_closed, clock_ahead,
    clock_behind, two_tabs, upgrade_with_a_queue, server_in_trouble, asked_to_wait, a_portal_answers_for_the_server,
    no_room_left,
]  # fmt: skip
QUICK = {(no_network, 1), (response_lost_after_commit, 2), (tab_closed, 2), (two_tabs, 2), (no_room_left, 1)}
CASES = [
    pytest.param(way, count, id=f"{way.__name__}-{count}", marks=() if (way, count) in QUICK else pytest.mark.slow)
    for way in SURVIVED
    for count in (1, 2)
]


@pytest.mark.offline
@pytest.mark.parametrize(("way", "count"), CASES)
def test_no_contact_is_lost_or_doubled(phone: Phone, way: Callable[[Phone, list[str]], None], count: int) -> None:
    mark = f"Zq{SURVIVED.index(way)}x{count}n"
    names = [f"{mark}{number}" for number in range(count)]
    way(phone, names)
    phone.page.evaluate("dispatchEvent(new Event('online'))")
    phone.all_sent()
    assert sorted(phone.booth.wait_for(mark, count)) == names
    assert phone.page.locator("[data-line-lost]").is_hidden()
    assert kept_in(phone.page) == []


@pytest.mark.offline
@pytest.mark.parametrize("count", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_what_the_telephone_erased_is_announced(phone: Phone, count: int) -> None:
    """Nothing in a browser can bring back an evicted store: it is said at once, with how many."""
    mark = f"Zqevicted{count}n"
    phone.note(f"{mark}sent")
    phone.booth.wait_for(mark, 1)
    note_offline(phone, [f"{mark}{number}" for number in range(count)])
    phone.page.evaluate(
        "(name) => new Promise((done) => { const asked = indexedDB.deleteDatabase(name);"
        " asked.onsuccess = asked.onerror = asked.onblocked = done; })",
        f"lp-stand-{phone.booth.code}",
    )
    close(phone.page)
    phone.open()
    said = phone.page.locator("[data-line-lost]")
    expect(said).to_contain_text(f"que le téléphone a effacés avant l’envoi : {count}.")
    phone.context.set_offline(False)
    close(phone.page)
    phone.open()
    expect(phone.page.locator("[data-line-lost]")).to_contain_text(f"avant l’envoi : {count}.")
    assert phone.booth.names(mark) == [f"{mark}sent"]


@pytest.mark.offline
@pytest.mark.parametrize("count", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_a_restarted_telephone_still_has_its_queue_and_nothing_readable(
    booth: Booth, tmp_path: Path, playwright_alone: Callable[[Path], BrowserContext], count: int
) -> None:
    """All that the browser wrote to the disk is read: no first name, no number, no word of the visitor."""
    names = [f"Zqrestart{count}n{number}" for number in range(count)]
    context = playwright_alone(tmp_path)
    phone = prepare(booth, context, lambda page, name: signed(booth.site, page, name))
    context.set_offline(True)
    for name in names:
        phone.page.locator('[data-show="note"]:visible').first.click()
        if phone.page.locator("#words").is_hidden():
            phone.page.locator("[data-form] details summary").first.click()
        phone.page.locator("#words").fill(f"Motsecretdu{name}")
        phone.note_here(name)
    assert_nothing_readable(phone.page, names)
    context.close()
    everything = files_of(tmp_path)
    assert booth.code.encode() in everything  # the reader does read what the browser wrote
    for secret in (*names, "39 98 01 14", "39980114", "Motsecret"):
        assert secret.encode() not in everything, secret
        assert secret.encode("utf-16-le") not in everything, secret
    context = playwright_alone(tmp_path)
    phone = Phone(booth, context, context.pages[0])
    phone.open()
    phone.all_sent()
    assert sorted(booth.wait_for(f"Zqrestart{count}n", count)) == names
    context.close()


@pytest.fixture
def playwright_alone(browser: Browser) -> Callable[[Path], BrowserContext]:
    """A browser with a folder of its own, which survives it."""
    return lambda folder: browser.browser_type.launch_persistent_context(
        folder, executable_path=chromium(), args=FLAGS, **SIZE
    )  # type: ignore[arg-type]


def kept_in(page: Page) -> list[object]:
    return page.evaluate(  # type: ignore[no-any-return]
        """(name) => new Promise((done) => { const asked = indexedDB.open(name); asked.onsuccess = () => {
        const all = asked.result.transaction("envelopes").objectStore("envelopes").getAll();
        all.onsuccess = () => { asked.result.close(); done(all.result); }; }; })""",
        f"lp-stand-{page.evaluate('document.body.dataset.stand')}",
    )


def assert_nothing_readable(page: Page, names: list[str]) -> None:
    kept = kept_in(page)
    assert len(kept) == len(names)
    seen = page.evaluate(
        """async () => { let all = JSON.stringify(localStorage) + JSON.stringify(sessionStorage) + document.cookie
        + location.href + JSON.stringify(history.state);
        for (const name of await caches.keys()) { const cache = await caches.open(name);
          for (const asked of await cache.keys()) all += asked.url + await (await cache.match(asked)).text(); }
        return all; }"""
    )
    for secret in (*names, "39 98 01 14", "Motsecret"):
        assert secret not in json.dumps(kept) + seen, secret


# ------------------------------------------------------------------ the ambassador's tasks, axe, a revoked phone


def test_the_tasks_of_whoever_holds_the_stand_are_within_their_limits(phone: Phone) -> None:
    page = phone.page
    phone.context.set_offline(True)
    effort = Effort()
    effort.tap(page.get_by_role("link", name="Noter un contact"))
    effort.type(page.get_by_label("Prénom"), "Zqtask")
    effort.type(page.get_by_label("Téléphone ou adresse électronique"), "06 39 98 01 14")
    effort.tap(page.locator("[data-chips] label").first)
    effort.tap(page.get_by_text("La personne est d’accord"), decide=False)
    effort.tap(page.get_by_role("button", name="Enregistrer"), decide=False)
    expect(page.locator("[data-done-words]")).to_have_text("Gardé sur cet appareil, pas encore transmis.")
    effort.within("note a contact", taps=5, fields=3, seconds=35)
    phone.home()
    effort = Effort()
    effort.tap(page.get_by_role("link", name="Afficher le QR"))
    assert page.locator(".stand-qr img").evaluate("(image) => image.complete && image.naturalWidth > 0")
    effort.within("show the code", taps=1, fields=0, seconds=3)
    phone.home()
    effort = Effort()
    effort.tap(page.get_by_role("link", name="Présenter l’offre"))
    assert page.locator("[data-cards] li").count() >= 3
    effort.within("present what we offer", taps=2, fields=0, seconds=5)


@pytest.mark.parametrize("sun", [False, True])
def test_axe_finds_nothing_on_any_screen_of_the_stand(phone: Phone, sun: bool) -> None:
    page = phone.page
    if sun:
        page.locator("#full-sun").check()
    for screen in ("home", "note", "code", "offer"):
        if screen != "home":
            page.locator(f'[data-show="{screen}"]:visible').first.click()
        found = Axe().run(page, options=OPTIONS)
        wrong = [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found.response["violations"]]
        assert wrong == [], (screen, wrong)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), screen
        if screen != "home":
            phone.home()


def test_a_revoked_telephone_is_told_and_its_queue_is_in_safety(booth: Booth, phone: Phone, browser: Browser) -> None:
    note_offline(phone, ["Zqrevoked"])
    owner = browser.new_context(**SIZE).new_page()
    signed(booth.site, owner, "Nora Delmas")
    owner.goto(booth.site.page(f"salons/{booth.code}/tenue/"))
    owner.get_by_role("button", name=re.compile("^Révoquer")).first.click()
    owner.wait_for_load_state()
    phone.context.set_offline(False)
    phone.page.evaluate("dispatchEvent(new Event('online'))")
    expect(phone.page.locator("[data-aside]")).to_contain_text("Ce téléphone ne peut plus envoyer.")
    assert booth.names("Zqrevoked") == []
    owner.reload()
    owner.get_by_role("button", name=re.compile("^Réessayer")).first.click()
    owner.wait_for_load_state()
    assert booth.wait_for("Zqrevoked", 1) == ["Zqrevoked"]
    owner.context.close()
