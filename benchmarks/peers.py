"""The same directory query asked of others: tantivy alone, SQLite's FTS5, PostgreSQL.

Each peer answers the same question: any of the words, inside a circle, the best twenty by its own ranking, how many in
all, and counts of three facets. None of them has our stems without accents, families, lay words, reasons, second look.
"""

import math
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from benchmarks.synthetic import Asked, Synthetic
from laplateforme.core.search.geo import Places, distance_km, place_term

FACETS = ("stages", "functions", "themes")
DATABASE = "laplateforme_bench_directory"


class Peer(Protocol):
    def ask(self, asked: Asked) -> int: ...
    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Box:
    south: float
    north: float
    west: float
    east: float

    @classmethod
    def around(cls, asked: Asked) -> "Box":
        height = math.degrees(asked.radius_km / 6371.0)
        width = height / math.cos(math.radians(asked.lat))
        return cls(asked.lat - height, asked.lat + height, asked.lon - width, asked.lon + width)


class TantivyAlone:
    """Its own French stems, its own query, and the circle as a list of places."""

    def __init__(self, offers: Sequence[Synthetic]) -> None:
        import tantivy

        self.tantivy = tantivy
        builder = tantivy.SchemaBuilder()
        for name in ("title", "summary", "body"):
            builder.add_text_field(name, tokenizer_name="french", index_option="freq", stored=name == "title")
        builder.add_text_field("place", tokenizer_name="raw", index_option="basic")
        for name in FACETS:
            builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
        self.schema = builder.build()
        self.index = tantivy.Index(self.schema)
        french = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase())
        self.index.register_tokenizer("french", french.filter(tantivy.Filter.stemmer("french")).build())
        writer = self.index.writer(heap_size=256_000_000, num_threads=1)
        for offer in offers:
            facets = {name: list(getattr(offer, name)) for name in FACETS}
            texts = {"title": offer.title, "summary": offer.summary, "body": offer.body}
            writer.add_document(tantivy.Document(place=place_term(offer.lat, offer.lon), **texts, **facets))
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()
        self.searcher = self.index.searcher()
        self.places = Places.from_terms({place_term(offer.lat, offer.lon) for offer in offers})

    def ask(self, asked: Asked) -> int:
        make, must = self.tantivy.Query, self.tantivy.Occur.Must
        near = self._near(asked)
        text = self.index.parse_query(
            asked.text, ["title", "summary", "body"], field_boosts={"title": 3.0, "summary": 2.0}
        )
        query = make.boolean_query(
            [(must, text), (must, make.const_score_query(make.term_set_query(self.schema, "place", near), 0))]
        )
        found = self.searcher.search(query, limit=20, count=True)
        for _, address in found.hits:
            self.searcher.doc(address)
        self.searcher.aggregate(query, {name: {"terms": {"field": name, "size": 50}} for name in FACETS})
        return int(found.count)

    def _near(self, asked: Asked) -> list[str]:
        circle = self.places.circle(asked.lat, asked.lon, asked.radius_km)
        inside = {tuple(map(int, cell.split("/"))) for cell in circle.cells}
        return [*circle.places, *(term for cell in inside for _, _, term in self.places.by_cell[cell])]

    def close(self) -> None:
        del self.searcher, self.index


class Fts5:
    """SQLite's full-text index first, then the circle (a box, then the true distance), facets in a side table.

    The order of each join is said (CROSS JOIN): left to itself, SQLite walks the side table of every offer, or asks the
    full-text index again for each place, and takes a hundred times as long.
    """

    def __init__(self, offers: Sequence[Synthetic]) -> None:
        self.db = sqlite3.connect(":memory:")
        self.db.create_function("km", 4, distance_km, deterministic=True)
        self.db.executescript(
            """
            CREATE VIRTUAL TABLE words USING fts5(title, summary, body, tokenize = 'unicode61 remove_diacritics 2');
            CREATE TABLE offer (id INTEGER PRIMARY KEY, lat REAL, lon REAL);
            CREATE TABLE said (offer INTEGER, facet TEXT, code TEXT, PRIMARY KEY (offer, facet, code)) WITHOUT ROWID;
            CREATE TEMP TABLE found (id INTEGER PRIMARY KEY, rank REAL);
            """
        )
        self.db.executemany(
            "INSERT INTO words (rowid, title, summary, body) VALUES (?, ?, ?, ?)",
            ((number, offer.title, offer.summary, offer.body) for number, offer in enumerate(offers)),
        )
        self.db.executemany(
            "INSERT INTO offer VALUES (?, ?, ?)",
            ((number, offer.lat, offer.lon) for number, offer in enumerate(offers)),
        )
        self.db.executemany(
            "INSERT INTO said VALUES (?, ?, ?)",
            (
                (number, name, code)
                for number, offer in enumerate(offers)
                for name in FACETS
                for code in getattr(offer, name)
            ),
        )
        self.db.execute("INSERT INTO words (words) VALUES ('optimize')")
        self.db.commit()

    def ask(self, asked: Asked) -> int:
        box = Box.around(asked)
        self.db.execute("DELETE FROM found")
        self.db.execute(
            """
            INSERT INTO found SELECT words.rowid, bm25(words, 3.0, 2.0, 1.0)
            FROM words CROSS JOIN offer ON offer.id = words.rowid
            WHERE words MATCH ? AND lat BETWEEN ? AND ? AND lon BETWEEN ? AND ? AND km(?, ?, lat, lon) <= ?
            """,
            (
                " OR ".join(f'"{word}"' for word in asked.text.split()),
                *(box.south, box.north, box.west, box.east, asked.lat, asked.lon, asked.radius_km),
            ),
        )
        self.db.execute(
            "SELECT title FROM (SELECT id, rank FROM found ORDER BY rank LIMIT 20) best "
            "CROSS JOIN words ON words.rowid = best.id ORDER BY best.rank"
        ).fetchall()
        self.db.execute(
            "SELECT facet, code, count(*) FROM found CROSS JOIN said ON said.offer = found.id GROUP BY facet, code"
        ).fetchall()
        return int(self.db.execute("SELECT count(*) FROM found").fetchone()[0])

    def close(self) -> None:
        self.db.close()


class PostgreSql:
    """A generated tsvector under GIN, arrays for facets; its own temporary database."""

    def __init__(self, offers: Sequence[Synthetic]) -> None:
        import psycopg

        self.server = "host=127.0.0.1 port=5432 user=postgres connect_timeout=3"
        with psycopg.connect(f"{self.server} dbname=postgres", autocommit=True) as admin:
            admin.execute(f"DROP DATABASE IF EXISTS {DATABASE}")
            admin.execute(f"CREATE DATABASE {DATABASE} ENCODING 'UTF8' TEMPLATE template0")
        self.db = psycopg.connect(f"{self.server} dbname={DATABASE}", autocommit=True)
        self.db.execute(
            "CREATE TABLE offer (id int, title text, lat float, lon float, words tsvector, "
            "stages text[], functions text[], themes text[])"
        )
        with self.db.cursor() as cursor:
            cursor.execute(
                "CREATE TEMP TABLE raw (id int, title text, summary text, body text, lat float, lon float, "
                "stages text[], functions text[], themes text[])"
            )
            with cursor.copy("COPY raw FROM STDIN") as copy:
                for number, offer in enumerate(offers):
                    texts = (offer.title, offer.summary, offer.body, offer.lat, offer.lon)
                    copy.write_row((number, *texts, list(offer.stages), list(offer.functions), list(offer.themes)))
            cursor.execute(
                "INSERT INTO offer SELECT id, title, lat, lon, setweight(to_tsvector('french', title), 'A') || "
                "setweight(to_tsvector('french', summary), 'B') || to_tsvector('french', body), "
                "stages, functions, themes FROM raw"
            )
            cursor.execute("CREATE INDEX ON offer USING gin (words)")
            cursor.execute("CREATE INDEX ON offer (lat, lon)")
            cursor.execute("ANALYZE offer")

    def ask(self, asked: Asked) -> int:
        box = Box.around(asked)
        row: Any = self.db.execute(
            """
            WITH found AS MATERIALIZED (
              SELECT *, ts_rank(words, q) AS rank FROM offer, to_tsquery('french', %(words)s) q
              WHERE words @@ q AND lat BETWEEN %(south)s AND %(north)s AND lon BETWEEN %(west)s AND %(east)s
              AND 12742 * asin(sqrt(power(sin(radians(lat - %(lat)s) / 2), 2)
                + cos(radians(lat)) * cos(radians(%(lat)s)) * power(sin(radians(lon - %(lon)s) / 2), 2))) <= %(km)s)
            SELECT (SELECT count(*) FROM found),
              (SELECT array_agg(title) FROM (SELECT title FROM found ORDER BY rank DESC LIMIT 20) t),
              (SELECT jsonb_object_agg(code, n) FROM (SELECT unnest(stages) code, count(*) n FROM found GROUP BY 1) s),
              (SELECT jsonb_object_agg(code, n)
                FROM (SELECT unnest(functions) code, count(*) n FROM found GROUP BY 1) f),
              (SELECT jsonb_object_agg(code, n) FROM (SELECT unnest(themes) code, count(*) n FROM found GROUP BY 1) h)
            """,
            {
                "words": " | ".join(asked.text.split()),
                "lat": asked.lat,
                "lon": asked.lon,
                "km": asked.radius_km,
                "south": box.south,
                "north": box.north,
                "west": box.west,
                "east": box.east,
            },
        ).fetchone()
        return int(row[0])

    def close(self) -> None:
        import psycopg

        self.db.close()
        with psycopg.connect(f"{self.server} dbname=postgres", autocommit=True) as admin:
            admin.execute(f"DROP DATABASE IF EXISTS {DATABASE}")
