"""The workshop: Wagtail's editor of one text, mended from our side until axe finds nothing."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Site
from tests.browser.test_every_page import OPTIONS, SHAPES, axe

TEXT = "ressources/actualites/une-table-pour-seize-chaque-premier-mardi/"


@pytest.mark.parametrize(("width", "theme"), SHAPES)
def test_the_editor_of_a_text_has_no_defect(
    width: int, theme: str, site: Site, new_page: Callable[..., Page], sign_in
) -> None:
    page = new_page(width, theme)
    sign_in(page, "Nora Delmas")
    page.goto(site.page(TEXT))
    address = page.get_by_role("link", name="Corriger une faute").get_attribute("href") or ""
    found = re.search(r"/(\d+)/$", address)
    assert found is not None
    page.goto(site.page(f"atelier/pages/{found[1]}/edit/"))
    page.wait_for_selector(".public-DraftEditor-content[aria-labelledby]")
    violations = axe().run(page, options=OPTIONS).response["violations"]
    assert [(one["id"], one["nodes"][0]["target"]) for one in violations] == []
