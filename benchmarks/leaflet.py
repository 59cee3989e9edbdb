"""How long from click to file: `python -m benchmarks.leaflet [--offers 200] [--runs 5] [--json]`.

The offers are invented here. Each run prints other texts, so that nothing but the code is warm. Memory is the peak of
the largest process. Goals for 200 offers: 0.6 s and 150 MB.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import sys
import time
from datetime import UTC, date, datetime, timedelta

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
VERBS = (("IMAGINE", "Imaginer"), ("GATHER", "Réunir"), ("BUILD", "Bâtir"), ("LAUNCH", "Lancer"), ("LAST", "Durer"))
GROUPS = (
    ("WELCOME", "Accueillir"),
    ("TRAIN", "Former"),
    ("ADVISE", "Conseiller"),
    ("FUND", "Financer"),
    ("HOUSE", "Héberger"),
    ("CONNECT", "Relier"),
)
COMMUNES = ("Aubagne", "Arles", "Marseille", "Istres", "Martigues", "La Ciotat", "Cassis", "Gardanne", "Tarascon")
STATES = ("open", "open", "wait", "ask", "full")


def invented(count: int, seed: int) -> object:
    """A network of forty organizations and `count` offers that exist nowhere."""
    from laplateforme.portal.print import contents

    organizations = tuple(
        contents.OrganizationSheet(f"o{n}", f"La Maison des projets n° {n + seed}", f"Maison {n}", COMMUNES[n % 9])
        for n in range(40)
    )
    offers = tuple(
        contents.OfferSheet(
            code=f"b{n}",
            organization=f"o{n % 40}",
            stages=(VERBS[n % 5][0], VERBS[(n + 1) % 5][0]) if n % 9 == 0 else (VERBS[n % 5][0],),
            functions=(GROUPS[n % 6][0],),
            name=f"Atelier {n + seed} : préparer ensemble la suite du projet, pas à pas",
            audience=f"Équipes de {2 + n % 5} à {6 + n % 5} personnes, avec ou sans structure juridique",
            place=f"{1 + n % 80} rue des Essais, {COMMUNES[n % 9]}",
            communes=(COMMUNES[n % 9],) if n % 4 else (COMMUNES[n % 9], COMMUNES[(n + 3) % 9]),
            price="Gratuit" if n % 3 else "12 € par personne et par séance",
            ask=f"Appelez le 04 65 71 {n % 90 + 10} {seed % 90 + 10} ou écrivez à accueil@maison{n % 40}.example",
            capacity=STATES[n % 5],
            next_date=date(2026, 12, 1) + timedelta(days=n % 60),
            checked=date(2026, 11, 20) - timedelta(days=n % 240),
            stale=n % 240 > 180,
        )
        for n in range(count)
    )
    return contents.NetworkSheet(
        name="Réseau d’essai",
        claim="Entreprendre autrement, à plusieurs",
        updated=AT.date(),
        stages=tuple(contents.StageSheet(code, name, f"{name} : par où commencer ?", "") for code, name in VERBS),
        functions=tuple(contents.FunctionSheet(code, name) for code, name in GROUPS),
        organizations=organizations,
        offers=offers,
        address="https://reseau.example",
        start_address=f"https://reseau.example/aller/{seed}",
        positioning=("Nous présentons ensemble ce que nous savons faire, au même endroit, avec les mêmes mots.",),
        phone="04 65 71 20 10",
    )


def peak_mb() -> float:
    """The larger of this process and of the one that sets the type."""
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def measure(count: int, runs: int) -> dict[str, float | int]:
    """The median after one cold run; the cold one is told apart."""
    from laplateforme.portal.print.leaflet import leaflet_pdf

    times = []
    for run in range(runs + 1):
        start = time.perf_counter()
        pdf = leaflet_pdf(invented(count, run), at=AT)
        times.append(time.perf_counter() - start)
    return {
        "offers": count,
        "seconds": round(statistics.median(times[1:]), 3),
        "cold_seconds": round(times[0], 3),
        "peak_mb": round(peak_mb(), 1),
        "kilobytes": round(len(pdf) / 1000),
        "runs": runs,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--offers", type=int, default=200)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "laplateforme.config.settings.dev")
    import django

    django.setup()
    found = measure(options.offers, options.runs)
    lines = [json.dumps(found)] if options.json else [f"{name:13} {value}" for name, value in found.items()]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
