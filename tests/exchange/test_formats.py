"""Files as people send them, and files that mean harm."""

import csv
import io
import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from laplateforme.exchange.formats import Refused, opened
from laplateforme.exchange.formats.cells import escaped, unescaped
from laplateforme.exchange.queries.reading import SENTENCES, refusal_sentence
from tests.exchange.hostile import CORPUS

LINES = [["Nom", "Thèmes"], ["Créer à plusieurs : l’été", "a;b|c, d"], ['Dire "oui"', "sur\ndeux lignes"]]


def computed() -> float:
    """Seconds of work, here and in the processes that we started."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def rows_in(path: Path) -> list[dict[str, object]]:
    with opened(path) as document:
        return [dict(row.values) for row in document.rows()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_csv_in_every_encoding_and_separator(tmp_path: Path, encoding: str, separator: str) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(LINES)
    content = text.getvalue()
    if encoding == "latin-1":
        content = content.replace("’", "'")
    path = tmp_path / "offres.csv"
    path.write_bytes(content.encode(encoding))

    found = rows_in(path)

    assert [str(row["Nom"]).replace("’", "'") for row in found] == ["Créer à plusieurs : l'été", 'Dire "oui"']
    assert found[1]["Thèmes"] == "sur\ndeux lignes"


def test_formulas_are_texts(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["Nom", "Prix"])
    book.active.append(['=HYPERLINK("http://outside.example")', 12.5])
    book.save(tmp_path / "offres.xlsx")

    found = rows_in(tmp_path / "offres.xlsx")

    assert [row["Prix"] for row in found] == ["12.5"]
    assert "=HYPERLINK" not in str(found[0]["Nom"])


def test_json_lists_and_names_inside_one_another(tmp_path: Path) -> None:
    path = tmp_path / "offres.json"
    value = {
        "offres": [{"nom": "Une", "lieu": {"ville": "Aubagne"}, "liens": [{"url": "a"}, {"url": "b"}], "vide": None}]
    }
    path.write_text(json.dumps(value))

    assert rows_in(path) == [{"nom": "Une", "lieu/ville": "Aubagne", "liens/url": ["a", "b"]}]


@pytest.mark.parametrize("name", CORPUS)
def test_hostile_files_are_refused_at_once(tmp_path: Path, name: str) -> None:
    make, codes = CORPUS[name]
    path = tmp_path / "file"
    path.write_bytes(make())
    started = computed()

    with pytest.raises(Refused) as refused:
        opened(path)

    assert refused.value.code in codes
    assert computed() - started < 2
    assert refusal_sentence(refused.value)


def test_every_refusal_has_its_sentence() -> None:
    assert {code for _make, codes in CORPUS.values() for code in codes} <= set(SENTENCES)


@settings(max_examples=500, deadline=None)
@given(st.text(alphabet="'=+-@\t\rab é;\"\n", max_size=12))
def test_escaped_cells_come_back_and_never_run(text: str) -> None:
    written = escaped(text)
    assert unescaped(written) == text
    assert not written.startswith(("=", "+", "-", "@", "\t", "\r"))
