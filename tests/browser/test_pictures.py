"""Pictures for the documentation: made by the browser, so that they never lie. Kept with LP_PICTURES=1."""

import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page

from tests.browser.conftest import REPOSITORY, Site

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
MOST_BYTES = 150_000


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
    file = folder_of(tmp_path) / f"{name}.png"
    shot = Image.open(BytesIO(page.screenshot())).convert("RGB")
    shot.quantize(128, dither=Image.Dither.NONE).save(file, optimize=True)
    assert 5_000 < file.stat().st_size < MOST_BYTES
    assert f"../pictures/{name}.png" in (REPOSITORY / "docs/handbook/reunions.md").read_text()
