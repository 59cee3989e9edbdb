"""What a test finds on its way: links in messages, and the addresses of pages that carry an identifier."""

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as modern
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.browser.conftest import Site, wait_until

FILE = "Théâtre de la Halte"  # of Karim Oualid: one hand-over refused, one with a date to answer, one to agree to


def letter_with(site: Site, part: str, to: str = "") -> tuple[EmailMessage, str] | None:
    """The newest message with `part` in a link, and that link here, among those that the worker has sent. The
    demonstration may have been made for another port.
    """
    for path in sorted((site.folder / "mail").glob("*.log"), key=lambda one: one.stat().st_mtime, reverse=True):
        for raw in re.split(rb"\n-{70,}\n", path.read_bytes()):
            letter = message_from_bytes(raw, policy=modern)
            body = letter.get_body(("plain",)) if raw.strip() and to in str(letter["To"]) else None
            found = re.search(rf"https?://\S*{re.escape(part)}\S*", body.get_content()) if body else None
            if found:
                return letter, site.address + urlsplit(found[0]).path
    return None


def link_in_mail(site: Site, part: str, to: str = "") -> str:
    """The newest link with `part` in the messages that the worker has sent; "" when there is none yet."""
    found = letter_with(site, part, to)
    return found[1] if found else ""


def identifiers(page: Page, site: Site) -> dict[str, str]:
    """Of the file above, as its adviser comes to them; the links of the person and of a receiver, from their mail."""
    page.goto(site.page("personnes/"))
    page.get_by_role("link", name=FILE).first.click()
    page.wait_for_url(re.compile("/personnes/[0-9a-f-]{36}/$"))
    links = page.locator("main").evaluate("one => [...one.querySelectorAll('a')].map(a => a.getAttribute('href'))")

    def first(pattern: str) -> str:
        return next(found[1] for one in links if (found := re.search(pattern, one)))

    relays = {
        name: str(page.get_by_role("link", name=f"Vers {called}").first.get_attribute("href")).rstrip("/")[-36:]
        for name, called in {"refused": "Juristes du quai", "dated": "Ourséa"}.items()
    }
    named = {"file": page.url.rstrip("/")[-36:], "person": first("/avec/([0-9a-f-]{36})/"), **relays}
    person = str(page.locator("aside a[href^='mailto:']").first.get_attribute("href")).removeprefix("mailto:")
    page.get_by_role("button", name="Envoyer le lien vers sa page").click()
    page.wait_for_load_state()
    for name, part, to in (("own", "/mes-partages/", person), ("by_link", "/relais/lien/", "")):
        link = wait_until(lambda part=part, to=to: link_in_mail(site, part, to), 90)  # type: ignore[misc]
        named[name] = link.removeprefix(site.page())
    return named
