"""What the address of the directory says: cleaned quietly, with a sentence for what was left out."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from laplateforme.core.text import clean_text
from laplateforme.guidance.queries.directory import DEFAULT_RADIUS, FACETS, MOST_PAGES, PARAMETERS, RADII, Filters
from laplateforme.places.forms import CommuneField

LONGEST_WORDS = 200
LONGEST_PLACE = 80
MOST_CODES = 20


def read_filters(data: QueryDict) -> Filters:
    """Never an error: odd values give the plain list and a notice."""
    notices: list[str] = []
    typed = clean_text(data.get("q", ""))
    words = " ".join(typed[: LONGEST_WORDS * 4].split())
    if len(words) > LONGEST_WORDS:
        words = words[:LONGEST_WORDS].rsplit(" ", 1)[0]
        notices.append(_("We kept the first words of your search."))
    place, commune, candidates = _commune(data.get("lieu", ""), notices)
    return Filters(
        q=words,
        place=place,
        commune=commune,
        radius=_radius(data.get("rayon", ""), notices),
        codes=_codes(data, notices),
        page=_page(data.get("page", ""), notices),
        notices=tuple(notices),
        communes=candidates,
    )


def _commune(typed: str, notices: list[str]) -> tuple[str, Any, tuple[tuple[str, str], ...]]:
    text = clean_text(typed)[:LONGEST_PLACE]
    if not text:
        return "", None, ()
    try:
        commune = CommuneField(required=False).clean(text)
    except ValidationError as error:
        candidates = tuple((f"com:{one.code}", one.label) for one in getattr(error, "candidates", ()))
        if candidates:
            notices.append(_("Which commune do you mean? Until you choose, the list shows every place."))
        else:
            notices.append(_("We do not know this commune. Check its spelling, or type its post code."))
        return text, None, candidates
    return (commune.label if commune else ""), commune, ()


def _radius(typed: str, notices: list[str]) -> int:
    if typed == "partout":
        return 0
    if typed.isascii() and typed.isdigit() and int(typed[:4]) in RADII:
        return int(typed)
    if typed:
        notices.append(_("We did not understand the distance: the list uses 20 km."))
    return DEFAULT_RADIUS


def _codes(data: QueryDict, notices: list[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    is_odd = False
    for name, vocabulary in FACETS.items():
        sent = data.getlist(PARAMETERS[name])[:MOST_CODES]
        known = tuple(code for code in dict.fromkeys(sent) if code in vocabulary.values)
        is_odd = is_odd or len(known) != len(set(filter(None, sent)))
        if known:
            found[name] = known
    if is_odd:
        notices.append(_("We left out a filter that we do not know."))
    return found


def _page(typed: str, notices: list[str]) -> int:
    if not typed:
        return 1
    if typed.isascii() and typed.isdigit() and int(typed[:6]) > 0:
        return min(int(typed[:6]), MOST_PAGES)
    notices.append(_("We did not understand the page number: here is the first page."))
    return 1
