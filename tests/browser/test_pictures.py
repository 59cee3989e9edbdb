"""Pictures for the documentation: made by the browser, so that they never lie. Kept with LP_PICTURES=1."""

import os
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page

from tests.browser.conftest import REPOSITORY, Site
from tests.browser.found import identifiers, letter_with

PICTURES = {"home": "", "route": "trajectoire/?situation=team&lieu=13005&equipe=several"}
# The life of one meeting: name → (width, who looks, page).
MEETING = {
    "meeting-1-dates": (360, "Karim Oualid", "reunions/grive-07/dates/"),
    "meeting-2-agenda": (1280, "Nora Delmas", "reunions/grive-07/"),
    "meeting-3-notes": (360, "Nora Delmas", "reunions/grive-16/notes/"),
    "meeting-4-minutes": (1280, "Nora Delmas", "reunions/grive-16/compte-rendu/"),
    "meeting-5-follow-up": (360, "Nora Delmas", "groupes/trajectoires-lisibles/suivi/"),
    "meeting-6-published": (1280, "", "reunions/grive-21/compte-rendu/"),
}
# The life of one hand-over: name → (who looks, page, words that begin the picture).
RELAY = {
    "relay-1-prepared": ("Karim Oualid", "personnes/{file}/relais/nouveau/", "Voici exactement ce que"),
    "relay-2-mail": ("", "", ""),
    "relay-3-received": ("", "{by_link}", ""),
    "relay-4-refused": ("Karim Oualid", "relais/{refused}/", ""),
    "relay-5-own-page": ("", "{own}", "À qui une aide a été demandée pour vous"),
}
MOST_BYTES = 150_000
MOST_BYTES_OF_RELAY = 80_000


def folder_of(tmp_path: Path) -> Path:
    return REPOSITORY / "docs/pictures" if os.environ.get("LP_PICTURES") else tmp_path


def test_the_pictures_of_the_documentation(site: Site, new_page: Callable[..., Page], tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    for name, path in PICTURES.items():
        page = new_page(360, "light")
        answer = page.goto(site.page(path))
        assert answer is not None
        assert answer.status == 200
        page.screenshot(path=folder / f"{name}.png")
        assert 5_000 < (folder / f"{name}.png").stat().st_size < 200_000


def keep(page: Page, file: Path, most: int) -> None:
    """What is on the screen, in few colors."""
    shot = Image.open(BytesIO(page.screenshot())).convert("RGB")
    shot.quantize(128, dither=Image.Dither.NONE).save(file, optimize=True)
    assert 5_000 < file.stat().st_size < most


@pytest.mark.parametrize("name", MEETING)
def test_the_life_of_a_meeting_in_pictures(
    name: str, site: Site, new_page: Callable[..., Page], sign_in: Callable[[Page, str], None], tmp_path: Path
) -> None:
    """The page of the handbook about meetings shows them."""
    width, who, path = MEETING[name]
    page = new_page(width, "light")
    if who:
        sign_in(page, who)
    answer = page.goto(site.page(path))
    assert answer is not None
    assert answer.status == 200
    if name.endswith("notes"):
        page.locator("main section").nth(2).evaluate("one => one.scrollIntoView()")  # a point with words in it
    keep(page, folder_of(tmp_path) / f"{name}.png", MOST_BYTES)
    assert f"../pictures/{name}.png" in (REPOSITORY / "docs/handbook/reunions.md").read_text()


def test_the_life_of_a_hand_over_in_pictures(
    site: Site, new_page: Callable[..., Page], sign_in: Callable[[Page, str], None], tmp_path: Path
) -> None:
    """The page of the handbook about hand-overs shows them."""
    handbook = (REPOSITORY / "docs/handbook/relais.md").read_text()
    guide = new_page(1280, "light")
    sign_in(guide, "Karim Oualid")
    named = identifiers(guide, site)
    for name, (who, path, words) in RELAY.items():
        page = new_page(360, "light")
        if who:
            sign_in(page, who)
        if path:
            answer = page.goto(site.page(path.format(**named)))
            assert answer is not None
            assert answer.status == 200
        else:
            show_letter(page, site)
        if name.endswith("prepared"):
            for ticked in ("offers]:not(:checked)", "bundles][value=contact]", "bundles][value=project]"):
                tick(page, f"input[name={ticked}")
        if words:
            seen = page.get_by_role("heading", name=re.compile(words)).first
            seen.evaluate("one => one.scrollIntoView()")
        keep(page, folder_of(tmp_path) / f"{name}.png", MOST_BYTES_OF_RELAY)
        assert f"../pictures/{name}.png" in handbook


def tick(page: Page, box: str) -> None:
    """Ticks, and waits until the preview that follows is in its place."""
    if page.locator(box).first.is_checked():
        return
    with page.expect_response(lambda answer: "/relais/nouveau/" in answer.url):
        page.locator(box).first.check()
    page.wait_for_function("() => !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')")
    page.wait_for_timeout(300)


def show_letter(page: Page, site: Site) -> None:
    """The message as it left, its link cut short."""
    found = letter_with(site, "/relais/lien/")
    assert found is not None
    letter, link = found
    body = letter.get_body(("plain",))
    assert body is not None
    page.set_content(
        "<body style='font: 16px/1.5 sans-serif; margin: 16px; overflow-wrap: anywhere'><h1></h1><p></p></body>"
    )
    text = body.get_content().strip().replace(link, f"{link.split('/relais/')[0]}/relais/lien/…")
    for place, said in (("h1", str(letter["Subject"])), ("p", text)):
        page.locator(place).evaluate("(one, said) => { one.innerText = said; one.style.fontSize = '1em' }", said)
