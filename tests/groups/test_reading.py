"""Marks in notes, dates in words."""

from datetime import date, time

import pytest

from laplateforme.groups.reading.dates import find_date, find_deadline, find_hour
from laplateforme.groups.reading.marks import Mark, marks_of, without_marks

DAY = date(2007, 10, 25)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("le 22 novembre 2007 dans les locaux", date(2007, 11, 22)),
        ("le 1er décembre", date(2007, 12, 1)),
        ("jeudi 16 janvier", date(2008, 1, 16)),
        ("22/11/2007", date(2007, 11, 22)),
        ("25 10 07", date(2007, 10, 25)),
        ("2007-11-22", date(2007, 11, 22)),
        ("le 3/12", date(2007, 12, 3)),
        ("2012-11-21", date(2012, 11, 21)),
        ("le 31 février 2008", None),
        ("2007/10/2007", None),
        ("99/99/9999", None),
        ("bientôt", None),
        ("0000-00-00", None),
    ],
)
def test_dates_as_people_write_them(words, day) -> None:
    assert find_date(words, DAY) == day


def test_a_day_without_year_needs_to_know_around_when() -> None:
    assert find_date("le 22 novembre") is None
    assert find_date("le 3 octobre", DAY) == date(2008, 10, 3)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("fin janvier", date(2008, 1, 31)),
        ("mi-mars", date(2008, 3, 15)),
        ("avant le 22 novembre", date(2007, 11, 22)),
        ("février 2008", date(2008, 2, 29)),
        ("dans quinze jours", date(2007, 11, 9)),
        ("sous 3 semaines", date(2007, 11, 15)),
        ("dans 99999999999 jours", None),
        ("dès que possible", None),
    ],
)
def test_deadlines(words, day) -> None:
    assert find_deadline(words, DAY) == day


def test_hours() -> None:
    assert find_hour("à 14h30 précises") == time(14, 30)
    assert find_hour("9 h") == time(9)
    assert find_hour("99h") is None


def test_marked_lines_become_promises() -> None:
    notes = """Bruno présente la grille.
D: Nous gardons les cinq questions – 12 décembre
- A : Hélène – rédiger un premier jet – avant le 22 novembre
A: Christelle – envoyer – la liste
A: relire
Pas une marque : D: dedans"""
    assert marks_of(notes, DAY) == [
        Mark(True, "Nous gardons les cinq questions", "", date(2007, 12, 12)),
        Mark(False, "rédiger un premier jet", "Hélène", date(2007, 11, 22)),
        Mark(False, "envoyer – la liste", "Christelle"),
        Mark(False, "relire"),
    ]
    assert without_marks(notes) == "Bruno présente la grille.\nPas une marque : D: dedans"


@pytest.mark.parametrize("notes", ["", "D:", "A: ", "A: – – –", "D: " + "x" * 9000, "A: " + " – " * 500])
def test_odd_marks_make_no_trouble(notes) -> None:
    for mark in marks_of(notes, DAY):
        assert 0 < len(mark.text) <= 600
