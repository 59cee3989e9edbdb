"""What bringing an old site over does, thing by thing, in words: kept, changed, left, or here already."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

MOST_KEPT = 3_000  # lines that stay on a page
KEPT, CHANGED, LEFT, ALREADY = "kept", "changed", "left", "already"
EFFECTS = {
    KEPT: _("brought over"),
    CHANGED: _("brought over, changed"),
    LEFT: _("left"),
    ALREADY: _("here already"),
}
TAGS = {KEPT: "ok", CHANGED: "info", LEFT: "wait", ALREADY: "plain"}
KINDS = {
    "sections": _("sections"),
    "articles": _("articles"),
    "briefs": _("news items"),
    "keyword_groups": _("groups of keywords"),
    "keywords": _("keywords"),
    "authors": _("authors"),
    "documents": _("pictures and files"),
    "messages": _("messages"),
    "addresses": _("old addresses"),
    "petitions": _("petitions"),
    "signatures": _("signatures"),
    "sites": _("links to other sites"),
}
WHY = {
    "gone": _("It was in the bin, refused or thrown away on the old site."),
    "empty": _("It held nothing."),
    "draft": _("It was not online: it is a draft here, which writers alone read."),
    "loop": _("Its sections turned in a circle: it stands at the top."),
    "orphan": _("What it stood in is lost: it stands at the top."),
    "twice": _("The backup holds it more than once: the last one counts."),
    "deep": _("It stood too deep: it stands higher."),
    "untitled": _("It had no title."),
    "long_title": _("Its title was too long: it is cut, the whole begins the text."),
    "undated": _("It had no date: it bears the day on which it was brought over."),
    "moved_text": _("The text of the section is an article of its own in it."),
    "top": _("It stood in no section: it has one now."),
    "virtual": _("It only led to another address: the link is its text."),
    "undescribed": _("Nobody has said what this picture shows: please do."),
    "missing": _("The file is not beside the backup."),
    "kind": _("We do not take this kind of file."),
    "large": _("The file is too large."),
    "unreadable": _("This picture cannot be read."),
    "elsewhere": _("It stands on another site: texts lead to it by a link."),
    "unused": _("No text that is brought over shows it."),
    "merged": _("A keyword of this name is here already: it serves for both."),
    "unnamed": _("Kept without being named to the public: say who agreed, on the page of authors."),
    "nameless": _("It had no name."),
    "no_page": _("What it was about is not brought over."),
    "held": _("It was not public: it waits for a moderator."),
    "petition": _("Petitions and their signatures stay on the old site: nobody agreed that they travel."),
    "syndic": _("Links to other sites are not brought over."),
    "taken": _("Another page answers at this address already."),
}
COUNTED = {
    "link": ngettext_lazy(
        "%(count)d link led nowhere any more: its words stay.",
        "%(count)d links led nowhere any more: their words stay.",
        "count",
    ),
    "document": ngettext_lazy(
        "%(count)d picture or file is missing: put the folder IMG beside the backup, or add it by hand.",
        "%(count)d pictures or files are missing: put the folder IMG beside the backup, or add them by hand.",
        "count",
    ),
    "distant": ngettext_lazy(
        "%(count)d picture or file stands on another site: a link leads to it.",
        "%(count)d pictures or files stand on other sites: links lead to them.",
        "count",
    ),
    "frame": ngettext_lazy(
        "%(count)d frame, form or script was left out.", "%(count)d frames, forms or scripts were left out.", "count"
    ),
}


def reason(code: str, count: int = 1) -> str:
    """One sentence that says why."""
    if code in COUNTED:
        return str(COUNTED[code] % {"count": count})
    return str(WHY[code])


@dataclass(slots=True)
class Line:
    """One thing of the old site. `why`: sentences, none when nothing had to be said."""

    effect: str
    kind: str
    number: int
    label: str
    why: list[str] = field(default_factory=list)


@dataclass
class Report:
    """Counts by effect and kind, and a line for each thing."""

    source: str
    lines: list[Line] = field(default_factory=list)
    missing: int = 0  # pictures and files that did not come along

    def add(self, effect: str, kind: str, number: int, label: str, *why: str) -> None:
        self.lines.append(Line(effect, kind, number, label[:120], list(why)))

    def brought(self, kind: str, number: int, label: str, why: list[str]) -> None:
        """Kept as it is when there is nothing to say, else changed."""
        self.add(CHANGED if why else KEPT, kind, number, label, *why)

    def counts(self) -> dict[str, dict[str, int]]:
        found: dict[str, Counter[str]] = {effect: Counter() for effect in EFFECTS}
        for line in self.lines:
            found[line.effect][line.kind] += 1
        return {effect: {kind: counts[kind] for kind in KINDS if counts[kind]} for effect, counts in found.items()}

    def changes_nothing(self) -> bool:
        return not any(line.effect in {KEPT, CHANGED} for line in self.lines)

    def as_object(self, *, most: int | None = None) -> dict[str, Any]:
        """The report as one JSON object. A line for whatever is not simply kept or here already, at most `most`."""
        told = [line for line in self.lines if line.why][:most]
        return {
            "source": self.source,
            **self.counts(),
            "changes_nothing": self.changes_nothing(),
            "missing": self.missing,
            "lines": [
                {"effect": one.effect, "kind": one.kind, "number": one.number, "label": one.label, "why": one.why}
                for one in told
            ],
        }


REFUSALS = {
    "archive_outside": _("This archive holds names that lead outside it, or links: nothing of it was read."),
    "archive_locked": _("This archive is locked by a password: make it again without one."),
    "archive_broken": _("This archive breaks off or is damaged: make it again."),
    "archive_empty": _("This archive holds no backup of SPIP: put it in, or give it beside the archive."),
    "absent": _("There is no such file or folder."),
    "empty": _("This backup holds no page of a site."),
    "unknown": _("This is not a backup of SPIP that we can read: XML, SQL or SQLite."),
    "broken": _("This backup breaks off or is damaged: make it again on the old site."),
    "large": _("This backup is too large."),
    "columns": _("This backup does not name its columns: make it again with the structure of the tables."),
}


def refusal(code: str) -> str:
    """Why a backup cannot be read, in words."""
    return str(REFUSALS.get(code, REFUSALS["broken"]))
