"""Public pages printed by the browser: two A4 sheets at most, no menu, a title nothing covers, where the page is."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable

import pypdf
import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Site

# Each page, the address that its paper says, the number of sheets.
PAPERS = [
    ("", "", 2),
    ("offres/f2cb/", "o/f2cb/", 2),
    ("annuaire/", "annuaire/", 2),
    ("annuaire/?q=local", "annuaire/", 2),
    ("t/FENOUIL-27/", "t/FENOUIL-27/", 1),
    ("filiere/", "filiere/", 1),
    ("structures/maison-ravelle/", "structures/maison-ravelle/", 2),
    ("questions/choisir-la-forme/", "questions/choisir-la-forme/", 1),
    ("agenda/", "agenda/", 2),
    ("le-reseau/", "le-reseau/", 2),
]


@pytest.mark.parametrize(("path", "said", "most"), PAPERS, ids=[path or "home" for path, *_ in PAPERS])
def test_a_public_page_on_paper(site: Site, new_page: Callable[..., Page], path: str, said: str, most: int) -> None:
    page = new_page(1280)
    page.goto(site.page(path))
    paper = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    text = unicodedata.normalize("NFKC", "".join("".join(sheet.extract_text() for sheet in paper.pages).split()))
    assert len(paper.pages) <= most
    assert site.page(said) in text
    assert "Àjourau" in text
    assert "Plandusite" not in text
    assert "Accessibilité" not in text


@pytest.mark.parametrize("path", ["", "annuaire/", "t/FENOUIL-27/", "filiere/", "offres/f2cb/"])
def test_nothing_covers_the_title_on_paper(site: Site, new_page: Callable[..., Page], path: str) -> None:
    page = new_page(1280)
    page.goto(site.page(path))
    page.emulate_media(media="print")
    header, title = page.locator(".site-header").bounding_box(), page.locator("h1").bounding_box()
    assert header is not None
    assert title is not None
    assert title["y"] >= header["y"] + header["height"]
    assert page.locator(".paper-foot .qr svg").count() == 1
    assert page.locator(".paper-foot .qr").bounding_box()["width"] >= 25 / 25.4 * 96  # type: ignore[index]


def test_the_foot_of_paper_stays_off_the_screen(site: Site, new_page: Callable[..., Page]) -> None:
    page = new_page(360)
    page.goto(site.page("annuaire/"))
    assert not page.locator(".paper-foot").is_visible()
