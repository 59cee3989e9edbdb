"""Writers and facilitators on a phone, each task under its limit (taps, fields, seconds) on the demonstration."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

from PIL import Image

from tests.browser.conftest import Site
from tests.browser.effort import Effort


def photograph() -> bytes:
    out = BytesIO()
    Image.new("RGB", (1200, 800), "#1B6B78").save(out, "JPEG")
    return out.getvalue()


def test_a_writer_publishes_a_news_item_with_a_photo(site: Site, new_page, sign_in) -> None:
    page, effort = new_page(360, "light"), Effort()
    sign_in(page, "Nora Delmas")
    effort.tap(page.locator("footer").get_by_role("link", name="Entrée rédacteurs"), loads=True)
    effort.tap(page.get_by_role("link", name="Écrire une actualité"), loads=True)
    effort.type(page.locator("input[name=title]"), "Le four de Gémenos est allumé")
    effort.type(page.locator("textarea[name=text]"), "Samedi, quatre équipes ont cuit leur premier pain ensemble.")
    page.locator("input[name=picture]").set_input_files(
        {"name": "IMG_0042.jpg", "mimeType": "image/jpeg", "buffer": photograph()}
    )
    effort.taps, effort.seconds = effort.taps + 1, effort.seconds + 5  # the picture is chosen in the phone's own list
    effort.type(page.locator("input[name=picture_alt]"), "Quatre personnes devant un four à pain.")
    effort.tap(page.locator("main form button[type=submit]").last, decide=False, loads=True)
    effort.tap(page.get_by_role("button", name="Publier", exact=True), loads=True)
    assert "/ressources/" in page.url
    assert page.locator("main img[alt='Quatre personnes devant un four à pain.']").count() == 1
    effort.within("publish a news item with a photo", taps=6, fields=3, seconds=120)


def test_a_facilitator_calls_a_meeting_with_a_date_poll(site: Site, new_page, sign_in) -> None:
    page, effort = new_page(360, "light"), Effort()
    sign_in(page, "Nora Delmas")
    page.goto(site.page("groupes/trajectoires-lisibles/"))
    effort.tap(page.get_by_role("link", name="Convoquer une réunion"), loads=True)
    for name, hour in (("date_1", 9), ("date_2", 14)):
        day = datetime.now(UTC) + timedelta(days=20 + hour)
        effort.type(page.locator(f"input[name={name}]"), f"{day:%Y-%m-%d}T{hour:02}:00")
    effort.type(page.locator("input[name=place]"), "Maison Ravelle")
    effort.tap(page.get_by_role("button", name="Convoquer la réunion"), decide=False, loads=True)
    assert "/reunions/" in page.url
    effort.within("call a meeting with a date poll", taps=6, fields=3, seconds=90)


def test_a_writer_puts_a_mistake_right_from_the_page_seen(site: Site, new_page, sign_in) -> None:
    """Three taps and one field: the passage is touched, and only the wrong word is typed again."""
    page, effort = new_page(360, "light"), Effort()
    sign_in(page, "Nora Delmas")
    page.goto(site.page("ressources/actualites/une-table-pour-seize-chaque-premier-mardi/"))
    effort.tap(page.get_by_role("link", name="Corriger une faute"), loads=True)
    passage = page.locator("main section li a").nth(2)
    before = passage.inner_text()
    effort.tap(passage, loads=True)
    word = before.split()[0]
    effort.type(page.locator("textarea[name=right]"), f"Enfin, {before}", typed="Enfin, ")
    effort.tap(page.get_by_role("button", name="Corriger", exact=True), decide=False, loads=True)
    assert page.url.endswith("/une-table-pour-seize-chaque-premier-mardi/")
    assert f"Enfin, {word}" in page.locator("main article").inner_text()
    effort.within("put a mistake right from the page seen", taps=3, fields=1, seconds=25)
