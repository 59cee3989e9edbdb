"""What somebody told, as codes: it fits in an address and names nobody."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Self
from urllib.parse import urlencode

from laplateforme.guidance.enums import Situation, Team, Wish
from laplateforme.vocabulary.enums import Theme

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
COMMUNE = re.compile(r"[0-9][0-9AB][0-9]{3}")
MOST_WISHES = 3
LONGEST_SLUG = 80


@dataclass(frozen=True, slots=True)
class Digits:
    """A profile as numbers: commune in its département, the team, the situation, the question; in words the rest."""

    answers: tuple[int, int, int, int]
    department: str
    other: str


@dataclass(frozen=True, slots=True)
class Profile:
    """Answers so far; an empty one was not given. `question` is the short name of a key question."""

    situation: str = ""
    wishes: tuple[str, ...] = ()
    question: str = ""
    theme: str = ""
    commune: str = ""
    team: str = ""

    @classmethod
    def from_codes(cls, data: Any) -> Self:
        """Reads a query string (QueryDict) or a mapping; what is unknown or odd is left out, never an error."""
        values = _lists(data)
        return cls(
            situation=_known(values.get("situation"), Situation.values),
            wishes=tuple(dict.fromkeys(code for code in values.get("envie", ()) if code in Wish.values))[:MOST_WISHES],
            question=_matching(values.get("question"), SLUG, LONGEST_SLUG),
            theme=_known(values.get("theme"), Theme.values),
            commune=_matching(values.get("lieu"), COMMUNE, 5),
            team=_known(values.get("equipe"), Team.values),
        )

    def codes(self) -> list[tuple[str, str]]:
        """Pairs for a query string, in a fixed order, without the answers that were not given."""
        pairs = [("situation", self.situation), *(("envie", code) for code in self.wishes)]
        pairs += [("question", self.question), ("theme", self.theme), ("lieu", self.commune), ("equipe", self.team)]
        return [(name, value) for name, value in pairs if value]

    def query(self) -> str:
        return urlencode(self.codes())

    def but(self, **changes: Any) -> "Profile":
        return replace(self, **changes)

    @property
    def themes(self) -> tuple[str, ...]:
        """Themes of the wishes, without doubles."""
        return tuple(dict.fromkeys(Wish(code).theme for code in self.wishes))

    @property
    def holder(self) -> str:
        return Team(self.team).holder if self.team else ""

    def digits(self, question: int = 0) -> "Digits":
        """The place of this profile among all (see choice.Rotation); `question`: its place in the bank, 0 for none."""
        return Digits(
            answers=(
                int(self.commune[2:]) + 1 if self.commune else 0,
                [*Team.values, ""].index(self.team),
                [*Situation.values, ""].index(self.situation),
                question,
            ),
            department=self.commune[:2],
            other="|".join((self.theme, *sorted(self.wishes))),
        )


def _lists(data: Any) -> Mapping[str, list[str]]:
    if hasattr(data, "lists"):
        return dict(data.lists())
    return {name: [value] if isinstance(value, str) else list(value) for name, value in dict(data).items()}


def _known(values: Iterable[str] | None, codes: Iterable[str]) -> str:
    last = [*(values or ())][-1:]
    return last[0] if last and last[0] in list(codes) else ""


def _matching(values: Iterable[str] | None, pattern: re.Pattern[str], longest: int) -> str:
    last = [*(values or ())][-1:]
    return last[0] if last and len(last[0]) <= longest and pattern.fullmatch(last[0]) else ""
