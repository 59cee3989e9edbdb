"""Sentences that announce a decision or an action, as marked lines for somebody to keep or throw away."""

import re
from collections.abc import Iterable

SENTENCE = re.compile(r"[^.!?\n]+[.!?]?")
NAME = r"[A-ZÀ-Ý][a-zà-ÿ’'-]+"
VERB = r"(?:propose(?:nt)?|suggère(?:nt)?|s[’']engage(?:nt)?|se charge(?:nt)?)"
PROPOSES = re.compile(
    rf"^({NAME}(?:\s*(?:,|et)\s+{NAME}){{0,3}})\s+{VERB}\s+(?:l[’']idée\s+)?(?:de\s+|d[’']|à\s+)?(.{{8,}})$"
)
ARROW = re.compile(rf"^[-*•\s]*(.{{6,}}?)\s*(?:->|=>|→)\s*\**({NAME}(?:\s*[/,]\s*{NAME})*)\**\s*$")
OF = r"(?:de\s+|d[’']|que\s+)"
DECIDES = re.compile(
    rf"(?:\bil (?:est|a été)\s+(?:\w+\s+)?décidé\s+{OF}|\bd[’']un commun accord,?\s+"
    rf"|\bnous (?:avons décidé|décidons)\s+{OF}|\ble groupe décide\s+{OF})(.{{8,}})",
    re.I,
)
MOST = 12
LONG_LINE = 3000


def promised(notes: str, firsts: Iterable[str]) -> list[str]:
    """Marked lines, `A: who – what` and `D: what`. `firsts`: first names of those who were there."""
    found: list[str] = []
    names = set(firsts)
    for line in notes.split("\n"):
        if len(line) > LONG_LINE:
            continue
        if arrow := ARROW.match(line.strip()):
            found.append(f"A: {arrow[2]} – {_short(arrow[1])}")
            continue
        for sentence in SENTENCE.findall(line):
            words = sentence.strip().lstrip("-*• ")
            if decides := DECIDES.search(words):
                found.append(f"D: {_short(decides[1])}")
            elif (proposes := PROPOSES.match(words)) and _are_known(proposes[1], names):
                found.append(f"A: {proposes[1]} – {_short(proposes[2])}")
    return list(dict.fromkeys(found))[:MOST]


def _are_known(words: str, names: set[str]) -> bool:
    return any(part in names for part in re.split(r"\s*(?:,|\bet\b)\s*", words))


def _short(words: str) -> str:
    words = re.sub(r"\s+[–—-]\s+", ", ", words.strip().rstrip(" .;:")).strip("* ")
    return words if len(words) <= 300 else words[:299].rsplit(" ", 1)[0] + "…"
