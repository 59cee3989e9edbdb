"""What the engine finds, for whom, where and why. In memory, without a database."""

import random
import time
from collections.abc import Callable

import pytest

from laplateforme.core.search import Document, Near, SearchRequest, SearchResult
from laplateforme.core.search.engine import ask
from laplateforme.core.search.geo import Places, distance_km, place_term
from laplateforme.core.search.store import Store
from laplateforme.core.search.synonyms import Group, Synonyms
from laplateforme.core.search.words import analyse

LAY = Synonyms.from_groups(
    [Group(("sous", "argent"), ("financement",)), Group(("cae",), ("coopérative d’activité",), True)]
)
MARSEILLE = (43.2965, 5.3698)
AIX = (43.5297, 5.4474)
PARIS = (48.8566, 2.3522)

Ask = Callable[..., SearchResult]


def made(documents: list[Document]) -> Ask:
    store = Store(None, ("stages", "fee"), ("stages",))
    store.rebuild(documents, {})

    def answer(text: str = "", network: str | None = "a", **more: object) -> SearchResult:
        request = SearchRequest(text=text, network=network, **more)
        return ask(store.snapshot(), request, synonyms=LAY, facets=store.facets)

    return answer


def doc(key: str, title: str, **more: object) -> Document:
    texts = {"title": title, **more.pop("texts", {})}
    return Document(more.pop("kind", "offer"), key, more.pop("networks", ("a",)), texts, **more)


def keys(result: SearchResult) -> list[str]:
    return [hit.key for hit in result.hits]


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("pépinière", "pepiniere"), ("pépinières", "pépinière"), ("entrepreneur", "entrepreneuse"),
        ("entrepreneurs", "entrepreneuses"), ("formateur", "formatrice"), ("créatrice", "créateurs"),
        ("locaux", "local"), ("animaux", "animal"), ("sociale", "sociaux"), ("hébergement", "heberger"),
        ("financement", "financer"), ("coopérative", "cooperatives"), ("bénévole", "bénévolat"),
        ("chauffage", "chauffer"), ("isolation", "isoler"), ("végétalisation", "végétal"),
        ("agricole", "agriculture"), ("économie", "economique"), ("énergétique", "énergie"),
        ("l’accompagnement", "accompagner"), ("d'entreprise", "entreprises"), ("co-working", "coworking"),
        ("éco-conduite", "écoconduite"), ("S.C.I.C.", "scic"), ("ESS", "ess"), ("œuvre", "oeuvre"),
        ("MÉDIATION", "mediations"), ("artisane", "artisan"), ("première", "premier"), ("salariée", "salariés"),
    ],
)  # fmt: skip
def test_french_pairs_find_each_other(written: str, typed: str) -> None:
    answer = made([doc("1", f"Un titre {written}"), doc("2", "Autre chose")])
    assert keys(answer(typed)) == ["1"]


def test_lay_words_find_the_words_of_the_trade() -> None:
    answer = made([doc("1", "Financement de départ"), doc("2", "Coopérative d’activité"), doc("3", "Jardin")])
    assert keys(answer("des sous")) == ["1"]
    assert keys(answer("CAE")) == ["2"]


def test_stop_words_alone_find_what_says_them() -> None:
    assert [word.typed for word in analyse("Je cherche un local pour mon association")] == ["local", "association"]


def test_title_comes_before_body() -> None:
    answer = made([doc("1", "Atelier", texts={"body": "vélo"}), doc("2", "Vélo", texts={"body": "atelier"})])
    assert keys(answer("vélo")) == ["2", "1"]


def test_reasons_say_where_each_word_was_found() -> None:
    answer = made([doc("1", "Pépinières rurales", texts={"summary": "Un financement"})])
    (hit,) = answer("pepiniere sous").hits
    assert [(reason.field, reason.typed, reason.found) for reason in hit.reasons] == [
        ("title", "pepiniere", "Pépinières"),
        ("summary", "sous", "financement"),
    ]


def test_payload_comes_back() -> None:
    (hit,) = made([doc("1", "Vélo", payload={"name": "Été", "n": 2})])("velo").hits
    assert hit.payload == {"name": "Été", "n": 2}


@pytest.mark.canary
@pytest.mark.parametrize(
    "more",
    [
        {}, {"text": "secret"}, {"text": "secre"}, {"areas": ("all",)}, {"near": Near(*MARSEILLE, 50)},
        {"near": Near(*MARSEILLE, 50), "areas": ("all",), "near_or_areas": True}, {"kinds": ("offer",)},
        {"keys": ("b1",)}, {"facets": {"stages": ("IDEA",)}}, {"text": "secret", "order": "near",
         "near": Near(*PARIS, 5000)},
    ],
)  # fmt: skip
def test_one_network_never_sees_another(more: dict[str, object]) -> None:
    place = {"areas": ("all",), "lat": MARSEILLE[0], "lon": MARSEILLE[1], "facets": {"stages": ("IDEA",)}}
    answer = made([doc("b1", "Secret", networks=("b",), **place), doc("ab", "Commun", networks=("a", "b"), **place)])
    assert "b1" in keys(answer(**{"network": "b", **more}))
    seen = answer(**more, facet_counts=("stages",))
    assert "b1" not in keys(seen)
    assert seen.total <= 1
    assert seen.facets["stages"].get("IDEA", 0) <= 1
    assert "ecret" not in (seen.suggestion or "").replace(str(more.get("text", "")), "")
    assert answer(network=None, **more).total == answer(network="", **more).total == 0


def test_facets_count_under_the_other_filters() -> None:
    answer = made(
        [
            doc("1", "Vélo", facets={"stages": ("IDEA", "TEST"), "fee": ("free",)}),
            doc("2", "Vélo", facets={"stages": ("IDEA",), "fee": ("paid",)}),
            doc("3", "Jardin", facets={"stages": ("IDEA",), "fee": ("free",)}),
        ]
    )
    result = answer("velo", facets={"fee": ("free",)}, facet_counts=("stages", "fee", "unknown"))
    assert (keys(result), result.total) == (["1"], 1)
    assert result.facets == {"stages": {"IDEA": 1, "TEST": 1}, "fee": {"free": 1, "paid": 1}, "unknown": {}}
    assert answer(facets={"stages": ("TEST", "IDEA")}).total == 3
    assert answer(facets={"nonsense": ("x",)}).total == 0


def test_circle_is_a_true_circle() -> None:
    draw = random.Random(3)
    points = [(draw.uniform(42, 45), draw.uniform(4, 7)) for _ in range(400)]
    answer = made([doc(str(n), "Vélo", lat=lat, lon=lon) for n, (lat, lon) in enumerate(points)])
    for radius in (5, 30, 80, 600):
        right = {
            str(n)
            for n, (lat, lon) in enumerate(points)
            if distance_km(*MARSEILLE, round(lat, 4), round(lon, 4)) <= radius
        }
        result = answer(near=Near(*MARSEILLE, radius), limit=1000)
        assert set(keys(result)) == right
        assert all(hit.distance_km is not None and hit.distance_km <= radius + 0.1 for hit in result.hits)


def test_places_and_cells_agree_at_the_edges() -> None:
    places = Places.from_terms([place_term(*MARSEILLE), place_term(*AIX), place_term(0.0, -0.00001)])
    away = distance_km(*MARSEILLE, *AIX)
    assert place_term(*AIX) not in places.circle(*MARSEILLE, away - 0.02).places
    assert place_term(*AIX) in places.circle(*MARSEILLE, away + 0.02).places
    assert places.circle(*PARIS, 1).places == places.circle(*PARIS, 1).cells == ()


def test_near_or_areas_adds_who_comes_from_afar() -> None:
    answer = made(
        [
            doc("here", "Vélo", lat=MARSEILLE[0], lon=MARSEILLE[1], areas=("com:13055",)),
            doc("far", "Vélo", lat=PARIS[0], lon=PARIS[1], areas=("all",)),
            doc("out", "Vélo", lat=PARIS[0], lon=PARIS[1], areas=("dep:75",)),
        ]
    )
    near = Near(*MARSEILLE, 30)
    assert keys(answer(near=near)) == ["here"]
    assert set(keys(answer(near=near, areas=("com:13055", "all"), near_or_areas=True))) == {"here", "far"}
    assert keys(answer(near=near, areas=("all",))) == []


def test_nearest_first() -> None:
    answer = made([
        doc("aix", "Vélo vélo", lat=AIX[0], lon=AIX[1]), doc("marseille", "Vélo", lat=MARSEILLE[0], lon=MARSEILLE[1])
    ])  # fmt: skip
    result = answer("velo", near=Near(*MARSEILLE, 100), order="near")
    assert [(hit.key, hit.distance_km) for hit in result.hits] == [("marseille", 0.0), ("aix", 26.7)]


def test_without_words_the_boost_decides_and_pages_follow() -> None:
    answer = made([doc(str(n), "Vélo", boost=n / 10) for n in range(5)])
    assert keys(answer(limit=2)) == ["4", "3"]
    assert keys(answer(limit=2, offset=2)) == ["2", "1"]
    assert answer().total == 5


def test_pages_of_a_text_search_never_overlap() -> None:
    answer = made([doc(str(n), f"Vélo {n}") for n in range(450)])
    seen = [key for start in range(0, 450, 50) for key in keys(answer("velo", limit=50, offset=start))]
    assert len(seen) == len(set(seen)) == 450


def test_subjects_of_the_best_lift_their_like() -> None:
    told = [doc(f"t{n}", "Compost et compost", facets={"stages": ("WASTE",)}) for n in range(3)]
    like = doc("like", "Compost et autre sujet bien différent", facets={"stages": ("WASTE",)})
    unlike = doc("unlike", "Compost et autre sujet bien différent", facets={"stages": ("SPORT",)})
    fill = [doc(f"f{n}", "Rien", facets={"stages": ("SPORT",)}) for n in range(9)]
    ranked = keys(made([unlike, *told, like, *fill])("compost"))
    assert ranked.index("like") < ranked.index("unlike")


def test_a_misspelt_word_gets_a_suggestion() -> None:
    answer = made([doc("1", "Pépinière d’entreprises"), doc("2", "Comptabilité")])
    assert answer("pépinnière").suggestion == "Pépinière".lower()
    assert answer("comptabillité solidaire").suggestion == "comptabilité solidaire"
    assert answer("zzzzzz").suggestion is None
    assert answer("comptabilité").suggestion is None


HOSTILE = [
    "", "   ", "!!!", "((((", "a AND", "title:x OR", '"', "\\", "*", "~", "[1 TO", "+-+-",
    "\x00\x01\x02", "\ud800", "😀😀",
    "'" * 500, "-" * 500, "a-" * 5000, "é" * 100_000, "mot " * 25_000, "x" * 100_000, "’’’’l’", "%s %d {0}", "1e999",
    "select * from offer; drop table", "<script>alert(1)</script>", "٣٤ 漢字 кириллица",
    "\u202e\u200b", ".a.b.c." * 2000,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_only_text(text: str) -> None:
    answer = made([doc("1", "Vélo", facets={"stages": ("IDEA",)})])
    answer("velo comptabilite")  # what is imported at first use is imported
    started = time.perf_counter()
    result = answer(text, facet_counts=("stages",), near=Near(0, 0, 1e9))
    assert time.perf_counter() - started < 0.05
    assert result.total in (0, 1)


@pytest.mark.parametrize(
    "more", [{"limit": 0}, {"limit": 10**9}, {"offset": -4}, {"offset": 10**7}, {"facets": {"stages": ("\x00", "")}}]
)
def test_odd_requests_are_answered(more: dict[str, object]) -> None:
    answer = made([doc("1", "Vélo")])
    assert answer("velo", **more).total in (0, 1)
