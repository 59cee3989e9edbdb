"""What a text may ask of the site it comes from: addresses of its other pages, pictures and documents."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Target:
    """Where an internal link leads, and what that page is called."""

    url: str
    title: str


class Site(Protocol):
    """Asked while a text is read. Kinds are SPIP's: article, rubrique, breve, mot, auteur, document, site."""

    def target(self, kind: str, number: int) -> Target | None:
        """The page of a thing of the old site; None when it was not brought over."""

    def address(self, url: str) -> str:
        """`url` itself, or the new address when it is a page of the old site."""

    def model(self, name: str, number: int, options: tuple[str, ...], link: str) -> str | None:
        """The HTML of <name12|option|name=value>, inside a link to `link` or ""; None when there is no such model."""


class Nowhere:
    """A text alone: no other page, no picture."""

    def target(self, kind: str, number: int) -> Target | None:
        return None

    def address(self, url: str) -> str:
        return url

    def model(self, name: str, number: int, options: tuple[str, ...], link: str) -> str | None:
        return None
