"""Minutes in a text: who, when, points, decisions and actions, annexes, next date. What is not sure is said so."""

import html
import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from laplateforme.groups.reading.dates import find_date
from laplateforme.groups.reading.marks import MARK
from laplateforme.groups.reading.people import Person, named_in, people_in
from laplateforme.groups.reading.promises import promised

MOST_ITEMS = 60
LONG_LINE = 5000  # nobody writes a heading or a name that long
FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.S)
ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}
NUMBERED = re.compile(
    r"^(?:(I|II|III|IV|V|VI|VII|VIII|IX|X)(?:\s*[-–—.):]\s*|\s+(?=[A-ZÀ-Ý]))|(\d{1,2})\s*[.)]\s+)(\S.*)$"
)
HASHES = re.compile(r"^#{1,6}\s+(.*?)\s*#*$")
BOLD = re.compile(r"^(?:\*\*|__)([^*_]+)(?:\*\*|__)\s*:?$")
PEOPLE = re.compile(
    r"^(?:[ÉE]taient\s+)?(participants?|présents?|présentes?|personnes présentes|membres présents)"
    r"(?:\s*\(\d+\))?\s*:\s*(.*)$",
    re.I,
)
EXCUSED = re.compile(r"^(?:absents?\s+)?excusée?s?(?:\s+\w+)?\s*:\s*(.*)$", re.I)
SPIP_PATH = re.compile(r"^Hiérarchie\s*:\s*(.+)$")
SPIP_ONLINE = re.compile(r"^mis(?:e)? en ligne le\s+(.+?)\.?$", re.I)
SPIP_ARROW = re.compile(r"^(?:fleche|trefle)\b[\s.…]*")
SPIP_TAIL = re.compile(r"^(?:Répondre à cet article|Articles dans la même rubrique)$")
MEETING = re.compile(r"(?:réunion|rencontre|séance|atelier|assemblée|compte[- ]rendu|synthèse|comité)", re.I)
NEXT = re.compile(
    r"prochain(?:e|s|es)?\s+(?:\w+\s+)?(?:réunion|rencontre|atelier|séance|rendez-vous|rdv|date|comité|ag\b)", re.I
)
ENDS = r"(?=\s+(?:afin|pour|à|de|où)\b|[,.;()]|$)"
HOST = re.compile(
    rf"(?:dans les locaux|aux bureaux)\s+(?:de la|de l[’']|du|des|de|d[’'])\s*([A-ZÀ-Ý][^,.;()\n]{{1,60}}?){ENDS}"
)
HOST_AT = re.compile(rf"\bchez\s+([A-ZÀ-Ý][^,.;()\n]{{1,60}}?){ENDS}")
ANNEX = re.compile(r"\bannexes?\b", re.I)
ODD_DATE = re.compile(r"\b\d{4}/\d{1,2}/\d{4}\b|\b\d{1,2}/\d{1,2}/\d{1,2}/\d+\b")


@dataclass
class Item:
    title: str
    notes: str
    number: int = 0


@dataclass
class Read:
    """What was found. `doubts`: what a person should look at, as short codes."""

    title: str = ""
    path: list[str] = field(default_factory=list)
    day: date | None = None
    online: date | None = None
    people: list[Person] = field(default_factory=list)
    introduction: str = ""
    items: list[Item] = field(default_factory=list)
    annexes: str = ""
    keywords: list[str] = field(default_factory=list)
    sisters: list[str] = field(default_factory=list)
    next_day: date | None = None
    next_host: str = ""
    doubts: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """For a JSON column."""
        return {
            "title": self.title, "path": self.path, "day": self.day.isoformat() if self.day else "",
            "online": self.online.isoformat() if self.online else "",
            "people": [[one.name, one.body, one.presence] for one in self.people], "introduction": self.introduction,
            "items": [[one.title, one.notes] for one in self.items], "annexes": self.annexes,
            "keywords": self.keywords, "sisters": self.sisters,
            "next_day": self.next_day.isoformat() if self.next_day else "", "next_host": self.next_host,
            "doubts": self.doubts,
        }  # fmt: skip


def read_minutes(text: str) -> Read:
    """Reads any text; the emptier it is, the less is found."""
    read = Read()
    text = _front_matter(text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " "), read)
    text = re.sub(r"!\[[^\]\[]{0,300}\]\([^()]{0,600}\)", "", text)
    text = re.sub(r"\[([^\]\[\n]{0,300})\]\([^()]{0,600}\)", r"\1", text)
    lines = [_plain(line) for line in text.split("\n")]
    lines = _spip_edges(lines, read)
    lines = _people(lines, read)
    _sections(lines, read)
    _dates(lines, read)
    whole = "\n".join([read.introduction, *(item.notes for item in read.items)])
    known = {one.name for one in read.people}
    read.people += [one for one in named_in(whole) if one.name not in known and not _is_first_name(one, read.people)]
    for item in read.items:
        item.notes = _with_promises(item.notes, read)
    _doubts(read, text)
    return read


def _front_matter(text: str, read: Read) -> str:
    match = FRONT.match(text)
    if match is None:
        return text
    for line in match[1].split("\n"):
        name, _, value = line.partition(":")
        value = re.sub(r"<!--.*?-->", "", value).strip().strip("\"'")
        if name == "title":
            read.title = html.unescape(value)[:200]
        elif name == "date":
            read.online = find_date(value)
        elif name == "tags":
            read.keywords = [word.strip() for word in value.split(",") if word.strip()][:12]
    return text[match.end() :]


def _plain(line: str) -> str:
    """Marks of Markdown and leftovers of machines taken away; headings keep their sign."""
    if len(line) > LONG_LINE:
        return line
    line = html.unescape(line.rstrip())
    line = re.sub(r"\{[{%].*?[%}]\}", "", line)
    line = re.sub(r"</?(?:mark|b|i|em|strong|br|span|p|u|a)\b[^>]*>", "", line)
    if heading := HASHES.match(line.strip()):
        return f"# {re.sub(r'[*_`]+', '', heading[1]).strip()}"
    if bold := BOLD.match(line.strip()):
        return f"# {bold[1].strip()}"
    return re.sub(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", r"\2", line)


def _spip_edges(lines: list[str], read: Read) -> list[str]:
    """The frame of a SPIP page: path and title before, sisters and keywords after."""
    kept: list[str] = []
    tail = ""
    for number, line in enumerate(lines):
        words = line.strip()
        if path := SPIP_PATH.match(words):
            kept.clear()  # what stands before is the decoration of the page
            read.path = [part.strip() for part in re.split(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Ý])|\s*[>»]\s*", path[1])]
            continue
        if online := SPIP_ONLINE.match(words):
            read.online = find_date(online[1])
            continue
        if words.startswith("Mots clefs de l"):
            tail = "keywords"
        elif SPIP_TAIL.match(words) and number > 3:
            tail = "sisters"
        elif tail == "sisters" and SPIP_ARROW.match(words):
            read.sisters.append(SPIP_ARROW.sub("", words)[:200])
        elif tail == "keywords" and words.endswith("-"):
            read.keywords.append(words.strip(" -")[:60])
        elif not tail and SPIP_ARROW.match(words) and not read.title:
            read.title = SPIP_ARROW.sub("", words)[:200]
        elif not tail:
            kept.append(line)
    read.sisters = [one for one in dict.fromkeys(read.sisters) if one and one != read.title][:50]
    return kept


def _people(lines: list[str], read: Read) -> list[str]:
    """The lists of who was there and who was excused, taken out of the text."""
    kept: list[str] = []
    presence = ""
    for line in lines:
        words = line.lstrip("# ").strip()
        here, away = PEOPLE.match(words), EXCUSED.match(words)
        if here or away:
            presence = "excused" if away else "present"
            first = (away[1] if away else here[2] if here else "").strip()
            read.people += people_in(first, presence)
            continue
        if presence and words and not line.startswith("# ") and len(words) <= 300:
            found = people_in(words, presence)
            if found:
                read.people += found
                continue
        if words or read.people:
            presence = presence if not words and not any(one.presence == presence for one in read.people) else ""
        kept.append(line)
    seen: dict[str, Person] = {}
    for one in read.people:
        seen.setdefault(one.name, one)
    read.people = list(seen.values())[:200]
    return kept


def _heading(line: str) -> tuple[str, int] | None:
    """(title, number) of a line that opens a point."""
    words = line.strip()
    if words.startswith("# "):
        title = words[2:].strip()
        number = NUMBERED.match(title)
        return (number[3] if number else title)[:300], _number(number) if number else 0
    match = NUMBERED.match(words)
    if match is None or len(words) > 250 or (match[2] and (len(words) > 120 or words[-1] in ".,;")):
        return None
    return match[3].strip()[:300], _number(match)


def _number(match: re.Match[str]) -> int:
    return ROMAN[match[1]] if match[1] else int(match[2])


def _sections(lines: list[str], read: Read) -> None:
    """The points with their notes. A numbered summary at the top, without notes, goes to the introduction."""
    head: list[str] = []
    items: list[Item] = []
    for line in lines:
        found = _heading(line)
        if found and found[0]:
            if line.startswith("# ") and not items and not read.title:
                read.title = found[0][:200]
                continue
            items.append(Item(found[0], "", found[1]))
        elif items:
            items[-1].notes += f"{line}\n"
        else:
            head.append(line)
    for item in items:
        item.notes = item.notes.strip()
    restart = next((n for n, one in enumerate(items) if n and one.number == 1 and not any(
        before.notes for before in items[:n])), 0)  # fmt: skip
    head += [f"- {one.title}" for one in items[:restart]]
    items = items[restart:]
    annexes = [one for one in items if ANNEX.search(one.title)]
    read.annexes = "\n\n".join(f"{one.title}\n\n{one.notes}".strip() for one in annexes)[:40_000]
    read.items = [one for one in items if one not in annexes and (one.notes or len(items) < MOST_ITEMS)][:MOST_ITEMS]
    introduction = re.sub(r"\n{3,}", "\n\n", "\n".join(head)).strip()
    if not read.items and introduction:
        read.items, introduction = [Item("", introduction)], ""
    read.introduction = introduction[:6000]


def _dates(lines: list[str], read: Read) -> None:
    near = [line for line in [read.title, *lines[:60]] if MEETING.search(line) and not NEXT.search(line)]
    read.day = next(
        (found for line in near if (found := find_date(line, read.online and _year_before(read.online)))), None
    )
    read.day = find_date(read.title) or read.day
    if read.day is None and read.online:
        read.day = read.online
        read.doubts.append("day_of_publication")
    for line in lines:
        match = NEXT.search(line)
        if match is None:
            continue
        sentence = line[match.start() :]
        if day := find_date(sentence, read.day):
            read.next_day = day
            host = HOST.search(sentence) or HOST_AT.search(sentence)
            read.next_host = host[1].strip() if host else ""
            break


def _year_before(day: date) -> date:
    """From when a day without a year is counted: minutes are put online within ten months."""
    return date(day.year - 1, 3, 1) if day.month < 3 else date(day.year, 1, 1)


def _is_first_name(one: Person, people: list[Person]) -> bool:
    return any(other.name.split(" ")[0] == one.name for other in people)


def _with_promises(notes: str, read: Read) -> str:
    """The notes with the decisions and actions that sentences announce, as marked lines at the end."""
    firsts = {one.name.split(" ")[0] for one in read.people}
    marks = [line for line in promised(notes, firsts) if line not in notes]
    return "\n".join([notes, "", *marks]).strip() if marks else notes


def _doubts(read: Read, text: str) -> None:
    if read.day is None:
        read.doubts.append("no_day")
    if not any(one.presence == "present" for one in read.people):
        read.doubts.append("no_people")
    if any(one.presence == "present" and not one.body for one in read.people):
        read.doubts.append("no_body")
    if any(one.presence == "named" for one in read.people):
        read.doubts.append("named")
    if ODD_DATE.search(text):
        read.doubts.append("odd_date")
    if any(MARK.match(line) for item in read.items for line in item.notes.split("\n")):
        read.doubts.append("promises")
    if len(read.items) == 1 and not read.items[0].title:
        read.doubts.append("no_points")
