"""Publicly only organizations are named: people's names in a text give way to their organization's."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

LETTER = r"[^\W\d_]"


@dataclass(frozen=True)
class Known:
    """Somebody named in a text, and the organization they spoke for (perhaps nobody knows which)."""

    name: str
    body: str = ""


def without_names(text: str, people: Iterable[Known], nobody: str) -> str:
    """`text` with the organization wherever a full or first name stood; `nobody` where none is known.

    A first name that two people of different organizations share becomes `nobody`.
    """
    people = [one for one in people if len(one.name.strip()) > 1]
    for one in sorted(people, key=lambda known: -len(known.name)):
        text = _replace(text, one.name.strip(), one.body or nobody)
    bodies: dict[str, set[str]] = {}
    for one in people:
        parts = one.name.split()
        for part in parts if len(parts) > 1 else []:
            if len(part) > 2 and part[0].isupper():
                bodies.setdefault(part, set()).add(one.body or nobody)
    for part, found in sorted(bodies.items(), key=lambda pair: -len(pair[0])):
        text = _replace(text, part, found.pop() if len(found) == 1 else nobody)
    return text


def _replace(text: str, name: str, body: str) -> str:
    """Whole words only; "Eglantine (Lieux d’accent)" becomes the organization once."""
    words = r"\s+".join(re.escape(part) for part in name.split())
    same = re.escape(body)
    pattern = re.compile(rf"(?<!{LETTER}){words}(?!{LETTER})(?:\s*\(\s*{same}\s*\))?")
    return pattern.sub(lambda _match: body, text)
