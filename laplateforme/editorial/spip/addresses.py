"""The addresses that a SPIP site gives its pages, in all the forms that its versions knew.

Links to an old site, and the addresses that people kept, are read here into one form: ("article", 12).
"""

import re
from urllib.parse import parse_qsl, unquote

KINDS = ("article", "rubrique", "breve", "mot")
FEED = "backend"
SCRIPT = re.compile(r"(?:^|/)(?:(spip|index|page|forum|article|rubrique|breve|mot|backend)\.php3?)?$", re.I)
PATH = re.compile(r"(?:^|/)(article|rubrique|breve|mot)(\d{1,9})(?:\.html?)?/?$", re.I)
BARE = re.compile(r"(article|rubrique|breve|mot)(\d{1,9})$", re.I)
LONGEST = 2_000


def read_address(address: str) -> tuple[str, int] | None:
    """What an address of a SPIP site names: a kind of KINDS with its number, or ("backend", 0) for its feed.

    The feed of a section is ("backend", 3), the section's number; None for whatever is no address of SPIP.
    """
    if len(address) > LONGEST:
        return None
    path, _, query = address.partition("#")[0].partition("?")
    path = unquote(path)
    if not query and (found := PATH.search(path)):
        return found[1].lower(), int(found[2])
    script = SCRIPT.search(path)
    if script is None or not (script[1] or query):
        return None
    return _asked(dict(parse_qsl(query[:LONGEST], keep_blank_values=True, max_num_fields=None)), script[1] or "")


def _asked(said: dict[str, str], script: str) -> tuple[str, int] | None:
    script = script.lower()
    numbers = {kind: _number(said.get(f"id_{kind}", "")) for kind in KINDS}
    if script == FEED or said.get("page") in {FEED, "backend-breves", "rss"}:
        return FEED, numbers["rubrique"]
    for name in said:
        if found := BARE.match(name):
            return found[1].lower(), int(found[2])
    for kind in (script, said.get("page", ""), *KINDS):
        if numbers.get(kind):
            return kind, numbers[kind]
    return None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def kept_path(kind: str, number: int) -> str:
    """The one form under which an old address is kept, whatever form somebody asks for."""
    if kind == FEED:
        return "/spip.php?page=backend"
    return f"/spip.php?{kind}{number}"


def named_paths(kind: str, name: str) -> list[str]:
    """The addresses made of words ("-Agir-", "Une-rencontre"), with the signs that some versions put around them."""
    name = name.strip().strip("/")
    if not name or len(name) > 300 or "://" in name:
        return []
    around = {"rubrique": "-{}-", "mot": "+-{}-+", "breve": "+{}+"}.get(kind)
    return [f"/{name}", *([f"/{around.format(name)}"] if around else [])]
