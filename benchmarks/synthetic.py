"""Offers that nobody makes, the same on every run: enough of them to be slow."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from laplateforme.core.search import Document

STAGES = tuple(f"stage-{number}" for number in range(10))
FUNCTIONS = tuple(f"function-{number}" for number in range(6))
THEMES = tuple(f"theme-{number}" for number in range(24))
PLACES = 3_000
WORDS = 20_000
NETWORK = "measured"

_KNOWN = str.split(
    """
accompagnement création entreprise association financement hébergement pépinière coopérative formation conseil projet
emploi territoire solidarité insertion habitat énergie mobilité déchets réemploi alimentation culture santé jeunesse
numérique juridique comptabilité gouvernance bénévole collectif étude diagnostic atelier rencontre réseau subvention
prêt garantie local bureau quartier commune agriculture jardin recyclerie vélo logement tourisme
artisan innovation impact
stratégie développement transmission reprise diplôme compétence recrutement salarié économie
sociale écologie climat eau
"""
)
_HEADS = str.split(
    "ba be bi bo bu ca co cu da de di do fa fe fi ga go la le li lo ma me mi mo na ne no pa pe pi po ra re ri ro"
)
_TAILS = str.split("tion ment age ance eur ique able ier ette oire ure isme")


@dataclass(frozen=True, slots=True)
class Synthetic:
    key: str
    title: str
    summary: str
    body: str
    stages: tuple[str, ...]
    functions: tuple[str, ...]
    themes: tuple[str, ...]
    lat: float
    lon: float

    def document(self) -> Document:
        return Document(
            "offer",
            self.key,
            (NETWORK,),
            {"title": self.title, "summary": self.summary, "body": self.body},
            {"stages": self.stages, "functions": self.functions, "themes": self.themes},
            ("all",),
            self.lat,
            self.lon,
            payload={"name": self.title},
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """One directory query: words, a place, a radius."""

    text: str
    lat: float
    lon: float
    radius_km: float


class World:
    """The words and places that offers and queries draw from."""

    def __init__(self, seed: int = 13) -> None:
        self.random = random.Random(seed)
        made = {
            head + middle + tail
            for head in _HEADS
            for middle in ("", *_HEADS)
            for tail in _TAILS
            if len(head + tail) > 4
        }
        self.words = [*_KNOWN, *sorted(made)][:WORDS]
        self.places = [(self.random.uniform(42.5, 50.5), self.random.uniform(-4, 7.5)) for _ in range(PLACES)]

    @cached_property
    def _shares(self) -> list[float]:
        """Words follow Zipf's law, as in any real text."""
        total, shares = 0.0, []
        for rank in range(len(self.words)):
            total += 1 / (rank + 3)
            shares.append(total)
        return shares

    def _some(self, count: int) -> str:
        return " ".join(self.random.choices(self.words, cum_weights=self._shares, k=count))

    def texts(self) -> Iterator[tuple[str, str, str]]:
        """Title, summary and description, without end."""
        while True:
            yield self._some(5).capitalize(), self._some(16), self._some(60)

    def offers(self, count: int) -> Iterator[Synthetic]:
        draw, texts = self.random, self.texts()
        for number in range(count):
            lat, lon = self.places[min(int(draw.expovariate(1 / 400)), PLACES - 1)]
            yield Synthetic(
                f"{number:08d}",
                *next(texts),
                tuple(draw.sample(STAGES, draw.randint(1, 3))),
                (draw.choice(FUNCTIONS),),
                tuple(draw.sample(THEMES, draw.randint(1, 3))),
                lat,
                lon,
            )

    def questions(self, count: int) -> list[str]:
        """One to three words, as often as the texts say them."""
        draw = random.Random(29)
        lengths = (1, 2, 2, 3)
        return [
            " ".join(dict.fromkeys(draw.choices(self.words, cum_weights=self._shares, k=draw.choice(lengths))))
            for _ in range(count)
        ]

    def queries(self, count: int) -> list[Asked]:
        """The same words; places where offers are."""
        draw = random.Random(31)
        asked = []
        for words in self.questions(count):
            lat, lon = self.places[min(int(draw.expovariate(1 / 400)), PLACES - 1)]
            asked.append(Asked(words, lat, lon, draw.choice((10, 30, 30, 50))))
        return asked
