"""The shipped files are made from the sources, the same bytes each time."""

import json
import lzma
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from laplateforme.places.queries.shipped import DATA

HEADER = "kind,insee_code,name,lon,lat,post_codes,department_code,region_code,population\n"


def commune(code: str, name: str, posts: tuple[str, ...] = (), **more: Any) -> dict[str, Any]:
    values = {"code": code, "nom": name, "type": "commune-actuelle", "departement": code[:2], "population": 10}
    return {**values, "codesPostaux": list(posts), **more}


@pytest.fixture
def sources(tmp_path: Path) -> tuple[Path, Path]:
    """Six communes, each of which gets its center in another way."""
    decoupage, perimetres = tmp_path / "decoupage", tmp_path / "perimetres"
    decoupage.mkdir()
    perimetres.mkdir()
    communes = [
        commune("01001", "Known", ("01100",)),
        commune("01002", "Merged", anciensCodes=["01090"]),
        commune("01003", "Namesake"),
        commune("01004", "Neighbor", ("01100",)),
        commune("01005", "Fellow"),
        commune("01006", "Lost"),
        {"code": "01091", "nom": "Part", "type": "commune-deleguee", "chefLieu": "01002"},
        {"code": "01002", "nom": "Merged", "type": "commune-deleguee", "chefLieu": "01002"},
        {"code": "01201", "nom": "Known 1er Arrondissement", "type": "arrondissement-municipal", "commune": "01001"},
    ]
    members = [{"code": code, "populationTotale": 1} for code in ("01001", "01005")]
    files = {
        "communes": communes,
        "epci": [{"code": "200000001", "nom": "CC", "membres": members}],
        "departements": [{"code": "01", "nom": "Ain", "region": "84"}],
        "regions": [{"code": "84", "nom": "Auvergne-Rhône-Alpes"}],
    }
    for name, content in files.items():
        (decoupage / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
    (perimetres / "perimetres-centroides.csv").write_text(
        HEADER
        + "CITY,01001,Known,5.0,45.0,01100,01,84,\n"
        + "CITY,01090,Old,5.2,45.2,01110,01,84,\n"
        + "CITY,01091,Part,5.4,45.4,01110,01,84,\n"
        + "CITY,01099,Namesake,5.6,45.6,01120,01,84,\n"
        + "CITY,01098,Nowhere,,,01120,01,84,\n"
        + "DEPARTMENT,01,Ain,,,,,84,\n",
        encoding="utf-8",
    )
    square = [[5.0, 45.0], [5.0, 45.1], [5.0, 45.1], [5.1, 45.1], [5.0, 45.0]]
    dot = [[5.0, 45.0], [5.0, 45.0], [5.0, 45.0]]
    departments = [
        {"properties": {"code": "01"}, "geometry": {"type": "MultiPolygon", "coordinates": [[square], [dot]]}}
    ]
    towns = [
        {"properties": {"code": "01001", "commune": None}, "geometry": {"type": "Polygon", "coordinates": [square]}},
        {"properties": {"code": "01201", "commune": "01001"}, "geometry": {"type": "Polygon", "coordinates": [square]}},
    ]
    (perimetres / "departements-1000m.geojson").write_text(json.dumps({"features": departments}), encoding="utf-8")
    (perimetres / "communes-1000m-01.geojson").write_text(json.dumps({"features": towns}), encoding="utf-8")
    return decoupage, perimetres


def build(sources: tuple[Path, Path], into: Path) -> None:
    into.mkdir()
    call_command("build_places", *sources, into=into)


def read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(lzma.decompress(path.read_bytes()))
    return content


def test_each_commune_gets_the_best_center_there_is(
    sources: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build(sources, tmp_path / "out")

    communes = read(tmp_path / "out" / "places.json.xz")["communes"]
    centers = dict(zip(communes["name"], zip(communes["latitude"], communes["longitude"], strict=True), strict=True))
    assert centers == {
        "Known": (450000, 50000),
        "Merged": (453000, 53000),
        "Namesake": (456000, 56000),
        "Neighbor": (450000, 50000),
        "Fellow": (450000, 50000),
        "Lost": (None, None),
    }
    assert communes["epci"] == ["200000001", "", "", "", "200000001", ""]
    assert "centroid by none: 1" in capsys.readouterr().out


def test_other_names_lead_to_communes_of_today(sources: tuple[Path, Path], tmp_path: Path) -> None:
    build(sources, tmp_path / "out")

    aliases = read(tmp_path / "out" / "places.json.xz")["aliases"]
    assert aliases["code"] == ["01090", "01091", "01201"]
    assert aliases["kind"] == ["former", "delegated", "district"]
    assert aliases["commune"] == ["01002", "01002", "01001"]


def test_outlines_are_steps_of_thousandths_of_a_degree(sources: tuple[Path, Path], tmp_path: Path) -> None:
    build(sources, tmp_path / "out")

    outlines = read(tmp_path / "out" / "outlines.json.xz")["outlines"]
    square = [5000, 45000, 0, 100, 100, 0, -100, -100]
    assert outlines == {"dep:01": [square], "com:01001": [square]}


def test_the_same_sources_make_the_same_bytes(sources: tuple[Path, Path], tmp_path: Path) -> None:
    build(sources, tmp_path / "one")
    build(sources, tmp_path / "two")

    for name in ("places.json.xz", "outlines.json.xz"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_the_shipped_files_are_small_and_say_where_they_come_from() -> None:
    assert (DATA / "places.json.xz").stat().st_size < 1_200_000
    assert (DATA / "outlines.json.xz").stat().st_size < 300_000
    for name in ("places.json.xz", "outlines.json.xz"):
        assert set(read(DATA / name)["notice"]) == {"vintage", "sources", "licence"}
