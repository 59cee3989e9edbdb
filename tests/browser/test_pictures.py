"""Pictures for the documentation: made by the browser, so that they never lie. Kept with LP_PICTURES=1."""

import os
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.conftest import REPOSITORY, Site

PICTURES = {"home": "", "route": "trajectoire/?situation=team&lieu=13005&equipe=several"}


def test_the_pictures_of_the_documentation(site: Site, new_page: Callable[..., Page], tmp_path: Path) -> None:
    folder = REPOSITORY / "docs/pictures" if os.environ.get("LP_PICTURES") else tmp_path
    for name, path in PICTURES.items():
        page = new_page(360, "light")
        answer = page.goto(site.page(path))
        assert answer is not None
        assert answer.status == 200
        page.screenshot(path=folder / f"{name}.png")
        assert 5_000 < (folder / f"{name}.png").stat().st_size < 200_000
