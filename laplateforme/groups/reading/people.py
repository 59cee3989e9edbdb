"""People in a text: lines of a list, and names with their organization behind."""

import re
from dataclasses import dataclass

WORD = r"[A-ZÀ-Ý][\w’'à-ÿ-]*\.?"
LINE = re.compile(rf"^({WORD}(?:\s+(?:de|du|des|le|la|d’|d')?\s*{WORD})?)\s*(.*)$")
SEPARATOR = re.compile(r"\s*(?:/|\s[–—-]\s|\t|,|:)\s*")
BRACKETS = re.compile(r"^(.*?)\s*\(([^()]+)\)\s*$")
NAMED = re.compile(rf"(?<![\w-])({WORD}(?:\s+{WORD})?)\s*\(([A-ZÀ-Ý][^(),\n]{{1,50}})\)")
ALONE = re.compile(r"\(([A-ZÀ-Ý][a-zà-ÿ]{2,}(?:-[A-ZÀ-Ý]?[a-zà-ÿ]+)?\s+[A-ZÀ-Ý][a-zà-ÿ]{2,})\)")
MOST_NAME = 80
NOT_PEOPLE = {
    "Le",
    "La",
    "Les",
    "Un",
    "Une",
    "Des",
    "Dans",
    "Pour",
    "Expérimentation",
    "Point",
    "Il",
    "Elle",
    "Nous",
    "Ces",
}


@dataclass(frozen=True)
class Person:
    """`presence`: present, excused or named."""

    name: str
    body: str
    presence: str


def people_in(words: str, presence: str) -> list[Person]:
    """People of one line of a list: one with an organization, or several with commas between. Empty for a sentence."""
    words = words.strip().lstrip("-*•· ").rstrip(" .;,")
    if not words:
        return []
    brackets = BRACKETS.match(words)
    if brackets and "," not in brackets[1] and _is_name(brackets[1]):
        return [Person(brackets[1].strip(), brackets[2].strip(), presence)]
    if "/" in words and words.count("/") == 1 and "," not in words:
        name, body = (part.strip() for part in words.split("/"))
        return [Person(name, body, presence)] if _is_name(name) else []
    if "," in words:
        parts = [part.strip() for part in re.split(r",|\bet\b", words) if part.strip()]
        if len(parts) == 2 and _is_name(parts[0]) and not _is_name(parts[1]):
            return [Person(parts[0], parts[1][:160], presence)]
        if all(_is_name(BRACKETS.sub(r"\1", part)) for part in parts):
            return [one for part in parts for one in people_in(part, presence)]
        return []
    return _one(words, presence)


def _one(words: str, presence: str) -> list[Person]:
    split = SEPARATOR.split(words, maxsplit=1)
    if len(split) == 2 and _is_name(split[0]):
        return [Person(split[0].strip(), split[1].strip()[:160], presence)]
    match = LINE.match(words)
    if match is None or len(words) > 120 or words[-1:] in ".:" or len(words.split()) > 8:
        return []
    name, body = match[1].strip(), match[2].strip()
    if body and not body[0].isupper() and not body[0].isdigit():
        return []
    return [Person(name, body[:160], presence)] if _is_name(name) else []


def _is_name(words: str) -> bool:
    """One to four words that begin with a capital; never a whole sentence."""
    parts = words.split()
    if not 1 <= len(parts) <= 4 or len(words) > MOST_NAME or parts[0] in NOT_PEOPLE:
        return False
    return parts[0][0].isupper() and all(
        part[0].isupper() or part in {"de", "du", "des", "le", "la", "d’"} for part in parts
    )


def named_in(text: str) -> list[Person]:
    """People named in sentences with their organization, "Eglantine (Lieux d’accent)", or alone in brackets."""
    found: dict[str, Person] = {}
    for match in NAMED.finditer(text):
        name = match[1].strip()
        if name.split()[0] not in NOT_PEOPLE and not name.isupper() and _is_name(name):
            found.setdefault(name, Person(name, match[2].strip(), "named"))
    for match in ALONE.finditer(text):
        found.pop(match[1], None)
        found.setdefault(match[1], Person(match[1], "", "named"))
    return list(found.values())[:50]
