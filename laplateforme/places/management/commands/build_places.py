"""Makes the shipped files anew from the official sources. For maintainers; nothing at run time needs it."""

import csv
import json
import lzma
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from laplateforme.places.enums import AliasKind

DATA = Path(__file__).resolve().parents[2] / "data"
NOTICE = {
    "vintage": "2026-01-01",
    "sources": [
        "INSEE, Code officiel géographique 2026 et populations légales ; DGCL, EPCI 2026 ; La Poste, codes postaux ; "
        "réunis par Etalab dans @etalab/decoupage-administratif 6.0.0 (9 mars 2026)",
        "Centroïdes des communes de 2022 : données officielles des périmètres",
    ],
    "licence": "Licence Ouverte 2.0 (Etalab)",
}
OUTLINE_NOTICE = {
    "vintage": "2022",
    "sources": ["Contours des départements et de communes, généralisés à 1000 m"],
    "licence": "ISC, contributors of aides-territoires; the notice is in docs/data-places.md",
}
KINDS = {
    "arrondissement-municipal": AliasKind.DISTRICT,
    "commune-deleguee": AliasKind.DELEGATED,
    "commune-associee": AliasKind.ASSOCIATED,
}
Point = tuple[float, float]
Row = dict[str, Any]


class Centroids:
    """Where each commune is: by its code, else by what it was made of, else by its neighbors; counts each way."""

    def __init__(
        self, rows: Iterable[dict[str, str]], communes: list[Row], aliases: list[Row], epci_of: dict[str, str]
    ) -> None:
        self.known: dict[str, Point] = {}
        self.by_name: dict[tuple[str, str], Point] = {}
        for row in rows:
            if row["kind"] == "CITY" and row["lat"]:
                point = (float(row["lat"]), float(row["lon"]))
                self.known[row["insee_code"]] = point
                self.by_name[row["department_code"], row["name"]] = point
        self.parts: dict[str, list[str]] = defaultdict(list)
        for commune in communes:
            self.parts[commune["code"]].extend(commune.get("anciensCodes", ()))
        for alias in aliases:
            self.parts[alias.get("chefLieu") or alias["commune"]].append(alias["code"])
        self.epci_of = epci_of
        self.by_post_code: dict[str, list[Point]] = defaultdict(list)
        self.by_epci: dict[str, list[Point]] = defaultdict(list)
        for commune in communes:
            if known := self.known.get(commune["code"]):
                for post_code in commune.get("codesPostaux", ()):
                    self.by_post_code[post_code].append(known)
                self.by_epci[epci_of.get(commune["code"], "")].append(known)
        self.by_epci.pop("", None)
        self.count: dict[str, int] = defaultdict(int)

    def of(self, commune: Row) -> Point | None:
        for way, points in self._ways(commune):
            if points:
                self.count[way] += 1
                return mean(points)
        self.count["none"] += 1
        return None

    def _ways(self, commune: Row) -> Iterator[tuple[str, list[Point]]]:
        code = commune["code"]
        yield "same code", [self.known[code]] if code in self.known else []
        yield "communes it was made of", [self.known[part] for part in self.parts[code] if part in self.known]
        by_name = self.by_name.get((commune["departement"], commune["nom"]))
        yield "same name in the same département", [by_name] if by_name else []
        post_codes = commune.get("codesPostaux", ())
        yield "neighbors by post code", [point for post_code in post_codes for point in self.by_post_code[post_code]]
        yield "neighbors by EPCI", self.by_epci.get(self.epci_of.get(code, ""), [])


def mean(points: list[Point]) -> Point:
    return sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points)


def columns(rows: list[Row], names: tuple[str, ...]) -> dict[str, list[Any]]:
    """Columns compress much better than rows."""
    return {name: [row[name] for row in rows] for name in names}


def epci_rows(epcis: list[Row], department_of: dict[str, str]) -> list[Row]:
    """Each with the département of its most populous member, to tell namesakes apart."""
    rows = []
    for epci in sorted(epcis, key=lambda e: e["code"]):
        heart = max(epci["membres"], key=lambda m: (m["populationTotale"] or 0, m["code"]))
        rows.append({"code": epci["code"], "name": epci["nom"], "department": department_of[heart["code"]]})
    return rows


def commune_rows(communes: list[Row], centroids: Centroids, epci_of: dict[str, str]) -> list[Row]:
    rows = []
    for commune in communes:
        point = centroids.of(commune)
        rows.append(
            {
                "code": commune["code"],
                "name": commune["nom"],
                "post_codes": " ".join(commune.get("codesPostaux", ())),
                "department": commune["departement"],
                "epci": epci_of.get(commune["code"], ""),
                "latitude": round(point[0] * 10_000) if point else None,
                "longitude": round(point[1] * 10_000) if point else None,
                "population": commune.get("population", 0),
            }
        )
    return rows


def alias_rows(communes: list[Row], former: list[Row]) -> list[Row]:
    """Arrondissements, communes déléguées and associées, and bare codes of the past, each leading to a commune."""
    rows = {}
    for commune in communes:
        for code in commune.get("anciensCodes", ()):
            now = commune["code"]
            rows[code] = {"code": code, "name": "", "kind": AliasKind.FORMER, "commune": now, "post_codes": ""}
    for alias in former:
        rows[alias["code"]] = {
            "code": alias["code"],
            "name": alias["nom"],
            "kind": KINDS[alias["type"]],
            "commune": alias.get("chefLieu") or alias["commune"],
            "post_codes": " ".join(alias.get("codesPostaux", ())),
        }
    names = {commune["code"]: commune["nom"] for commune in communes}
    useful = (row for row in rows.values() if row["code"] not in names or row["name"] != names[row["code"]])
    return sorted(useful, key=lambda row: row["code"])


def rings(geometry: Row) -> list[list[int]]:
    """Outer rings as thousandths of degrees: first point, then steps. Holes matter at no size we draw."""
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    flat = []
    for polygon in polygons:
        points = [(round(lon * 1000), round(lat * 1000)) for lon, lat in polygon[0]]
        steps = [points[0]]
        for before, here in zip(points, points[1:], strict=False):
            if here != before:
                steps.append((here[0] - before[0], here[1] - before[1]))
        if len(steps) > 3:
            flat.append([number for step in steps for number in step])
    return flat


def write(path: Path, content: Row) -> int:
    """Same content, same bytes."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    packed = lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME)
    path.write_bytes(packed)
    return len(packed)


class Command(BaseCommand):
    help = "Makes the files of places and outlines that the product ships, from the official sources."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("decoupage", type=Path, help="the data folder of @etalab/decoupage-administratif")
        parser.add_argument("perimetres", type=Path, help="the folder of perimetres-centroides.csv and of the outlines")
        parser.add_argument("--into", type=Path, default=DATA)

    def handle(self, *, decoupage: Path, perimetres: Path, into: Path, **options: Any) -> None:
        self._write_places(decoupage, perimetres / "perimetres-centroides.csv", into / "places.json.xz")
        self._write_outlines(perimetres, into / "outlines.json.xz")

    def _write_places(self, decoupage: Path, centroid_file: Path, target: Path) -> None:
        source = {
            name: json.loads((decoupage / f"{name}.json").read_text(encoding="utf-8"))
            for name in ("communes", "epci", "departements", "regions")
        }
        everything = sorted(source["communes"], key=lambda c: c["code"])
        communes = [c for c in everything if c["type"] == "commune-actuelle"]
        former = [c for c in everything if c["type"] in KINDS]
        epci_of = {member["code"]: epci["code"] for epci in source["epci"] for member in epci["membres"]}
        department_of = {commune["code"]: commune["departement"] for commune in communes}
        with centroid_file.open(encoding="utf-8", newline="") as lines:
            centroids = Centroids(csv.DictReader(lines), communes, former, epci_of)
        rows = {
            "regions": [{"code": r["code"], "name": r["nom"]} for r in source["regions"]],
            "departments": [
                {"code": d["code"], "name": d["nom"], "region": d["region"]} for d in source["departements"]
            ],
            "epcis": epci_rows(source["epci"], department_of),
            "communes": commune_rows(communes, centroids, epci_of),
            "aliases": alias_rows(communes, former),
        }
        content = {kind: columns(some, tuple(some[0])) for kind, some in rows.items()}
        size = write(target, {"notice": NOTICE, **content})
        self.stdout.write(f"{target.name}: {size} bytes; " + ", ".join(f"{k} {len(v)}" for k, v in rows.items()))
        for way, count in centroids.count.items():
            self.stdout.write(f"  centroid by {way}: {count}")

    def _write_outlines(self, folder: Path, target: Path) -> None:
        outlines = {}
        for path in [folder / "departements-1000m.geojson", *sorted(folder.glob("communes-1000m-*.geojson"))]:
            kind = "dep" if path.name.startswith("dep") else "com"
            for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
                if feature["properties"].get("commune"):
                    continue  # a district, within its city
                outlines[f"{kind}:{feature['properties']['code']}"] = rings(feature["geometry"])
        size = write(target, {"notice": OUTLINE_NOTICE, "outlines": outlines})
        self.stdout.write(f"{target.name}: {size} bytes; {len(outlines)} outlines")
