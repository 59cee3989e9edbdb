"""Minutes in a text become minutes: what is found, what a person corrects, what is refused in a sentence."""

import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from laplateforme.groups import actions
from laplateforme.groups.models import Action, Attendance, Decision, Meeting, Minutes, MinutesImport
from laplateforme.groups.queries.minutes import public_minutes
from laplateforme.groups.reading.files import UnableToRead, text_of_file
from laplateforme.groups.reading.minutes import read_minutes
from laplateforme.groups.reading.names import Known, without_names
from tests.groups.pages import PAYLOAD, url

SHARED = Path(__file__).resolve().parents[3] / "shared"
TEXT = """Compte rendu de la réunion du 12 mars 2026

Présents :
Nora Delmas / Maison Ravelle
Zoé Ruiz (Essor)
Excusés : Karim Oualid / Cap Étincelle

1. Les salons
Zoé propose de tenir le stand du mois de mai.
Il est décidé de préparer une affiche commune.
Églantine (Lieux d’accent) nous rejoint.

2. Divers
- Rappeler la mairie -> Nora
La prochaine réunion est fixée au 9 avril dans les locaux de Cap Étincelle.

3. Annexe
Nos objectifs.
"""


def test_a_text_is_read() -> None:
    read = read_minutes(TEXT).as_dict()
    assert (read["day"], read["next_day"], read["next_host"]) == ("2026-03-12", "2026-04-09", "Cap Étincelle")
    assert read["people"] == [
        ["Nora Delmas", "Maison Ravelle", "present"], ["Zoé Ruiz", "Essor", "present"],
        ["Karim Oualid", "Cap Étincelle", "excused"], ["Églantine", "Lieux d’accent", "named"],
    ]  # fmt: skip
    (salons, stand), (various, mairie) = read["items"]
    assert (salons, various) == ("Les salons", "Divers")
    assert "D: préparer une affiche commune" in stand
    assert "A: Zoé – tenir le stand du mois de mai" in stand
    assert "A: Nora – Rappeler la mairie" in mairie
    assert "Nos objectifs." in read["annexes"]


ODD = [
    *("", " ", "\n" * 9000, "x" * 300_000, "# " * 5000, "- " * 9000, "1. " * 3000, "(" * 5000, "[" * 20_000),
    *("Présents :\n" + "A / B\n" * 9000, "**" * 9000, "X" * 300_000, "A " * 100_000, "Zoé propose " * 9000),
    *("![" * 9000, "# ** " * 3000),
]


@pytest.mark.parametrize("number", range(len(ODD)))
def test_odd_texts_are_read_in_time(number) -> None:
    import time

    began = time.monotonic()
    read_minutes(ODD[number])
    assert time.monotonic() - began < 5


def odt_of(*lines: str) -> bytes:
    words = "".join(f"<text:p>{line}</text:p>" for line in lines)
    xml = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        f'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>{words}</office:body>'
        "</office:document-content>"
    )
    return zipped({"content.xml": xml.encode()})


def zipped(members: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        for name, content in members.items():
            box.writestr(name, content)
    return out.getvalue()


def docx_of(text: str) -> bytes:
    document, out = docx.Document(), BytesIO()
    for line in text.split("\n"):
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


def test_office_files_say_the_same_as_their_text() -> None:
    wanted = read_minutes(TEXT).as_dict()
    for name, content in (
        ("cr.txt", TEXT.encode("cp1252")), ("cr.md", TEXT.encode()), ("cr.docx", docx_of(TEXT)),
        ("cr.odt", odt_of(*TEXT.replace("&", "&amp;").split("\n"))),
    ):  # fmt: skip
        read = read_minutes(text_of_file(name, content)).as_dict()
        assert read["people"] == wanted["people"], name
        assert [title for title, _ in read["items"]] == ["Les salons", "Divers"], name
        assert read["next_host"] == "Cap Étincelle", name


BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
HOSTILE = {
    "x.exe": b"MZ", "x.pdf": b"%PDF-1.4", "x.docx": b"not a zip", "y.docx": zipped({"a.txt": b"x"}),
    "x.odt": b"PK\x03\x04",
    "y.odt": zipped({"content.xml": BOMB}), "z.odt": zipped({"content.xml": b"<a"}),
    "z.docx": zipped({"word/document.xml": BOMB}),
    "x.txt": b"\x00\x01", "y.txt": b"", "z.txt": b"x" * 6_000_000, "w.txt": b"%PDF-1.7", "w.md": b"y" * 500_000,
    "w.odt": zipped({"content.xml": b"x" * 50_000_000}),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused(name) -> None:
    with pytest.raises(UnableToRead):
        text_of_file(name, HOSTILE[name])


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(set(HOSTILE) - {"z.txt"}))
def test_a_refusal_is_a_sentence_and_nothing_is_written(name, world, as_person) -> None:
    sent = {"text": "", "file": SimpleUploadedFile(name, HOSTILE[name])}
    page = as_person(world.lead).post(url("bring", "trajectoires"), sent)
    assert page.status_code == 422
    assert MinutesImport.objects.count() == 0
    assert Meeting.objects.count() == 0


@pytest.mark.django_db
def test_five_megabytes_pasted_are_refused_in_words(world, as_person) -> None:
    client = as_person(world.lead)
    client.raise_request_exception = False
    for size in (500_000, 5_000_000):
        answer = client.post(url("bring", "trajectoires"), {"text": "mot " * (size // 4)})
        page = answer.content.decode()
        assert answer.status_code == (422 if size < 2_000_000 else 413)
        words = "trop long pour un compte rendu" if size < 2_000_000 else "est encore dans la page précédente"
        assert words in page
        assert (page.count("mot ") > 100_000) == (size < 2_000_000)  # what was pasted is still in its field
    assert MinutesImport.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["member", "colleague", "holder", "stranger", None])
def test_only_whoever_leads_brings_minutes_in(who, world, as_person, noon) -> None:
    imported = actions.read_text(group=world.group, text=TEXT, at=noon, by=world.lead)
    client = as_person(getattr(world, who) if who else None)
    for address in (url("bring", "trajectoires"), url("preview", imported.pk)):
        assert client.get(address).status_code == (404 if who else 302)
    assert client.post(url("throw_away", imported.pk)).status_code == (404 if who else 302)
    assert MinutesImport.objects.get().status == "preview"


def fields_of(page) -> dict[str, str]:
    return {field.html_name: str(field.value() or "") for field in page.context["form"]}


@pytest.mark.django_db
def test_a_text_is_looked_at_corrected_and_written_once(world, as_person) -> None:
    client = as_person(world.lead)
    answer = client.post(url("bring", "trajectoires"), {"text": TEXT.replace("Divers", f"Divers {PAYLOAD}")})
    imported = MinutesImport.objects.get()
    assert answer.headers["Location"] == url("preview", imported.pk)
    page = client.get(url("preview", imported.pk))
    assert "2 personnes présentes" in page.content.decode()
    assert PAYLOAD not in page.content.decode()
    assert Meeting.objects.count() == 0
    fields = fields_of(page)
    assert client.post(url("preview", imported.pk), fields | {"day": ""}).status_code == 422
    fields |= {"title": "Mars", "present": "Nora Delmas / Maison Ravelle\nZoé Ruiz / Essor", "is_approved": "on"}
    first, second = (client.post(url("preview", imported.pk), fields) for _ in range(2))
    minutes = Minutes.objects.get()
    assert first.headers["Location"] == second.headers["Location"] == url("minutes", minutes.meeting.code)
    assert (minutes.status, minutes.meeting.title, Decision.objects.count()) == ("approved", "Mars", 1)
    assert Action.objects.get(text="Rappeler la mairie").bearer == world.leading
    assert Attendance.objects.get(member=world.leading).presence == "present"
    assert client.get(url("preview", imported.pk)).status_code == 302
    assert PAYLOAD not in client.get(url("minutes", minutes.meeting.code)).content.decode()
    assert client.post(url("throw_away", imported.pk)).status_code == 302
    assert Minutes.objects.count() == 1


@pytest.mark.django_db
def test_a_text_thrown_away_is_forgotten(world, as_person, noon) -> None:
    imported = actions.read_text(group=world.group, text=TEXT, at=noon, by=world.lead)
    as_person(world.lead).post(url("throw_away", imported.pk))
    imported.refresh_from_db()
    assert (imported.status, imported.source, imported.content) == ("dropped", "", {})


def test_names_give_way_to_organizations() -> None:
    people = [Known("Eglantine", "Lieux d’accent"), Known("Philippe Oswald", "Place"), Known("Philippe Marc"),
              Known("Hélène Laude", "Essor13")]  # fmt: skip
    text = (
        "Eglantine (Lieux d’accent) et Hélène parlent. Philippe Oswald écoute (Philippe Marc). Philippe part. Hélènes."
    )
    said = without_names(text, people, "une personne")
    assert said == "Lieux d’accent et Essor13 parlent. Place écoute (une personne). une personne part. Hélènes."


@pytest.mark.django_db
def test_the_brief_is_brought_in(world, noon, as_person) -> None:
    """The page of 2007: what is recognized by itself, and that publicly only organizations are named."""
    if not (SHARED / "brief").is_dir():
        pytest.skip("../shared/brief is not here: texts of others are not part of the repository")
    text = next((SHARED / "brief").glob("*.txt")).read_text()
    client = as_person(world.lead)
    client.post(url("bring", "trajectoires"), {"text": text})
    imported = MinutesImport.objects.get()
    read = imported.content
    assert read["path"] == ["Groupes de travail", "Ramsess", "Les rencontres de ce groupe de travail"]
    assert (read["day"], read["online"]) == ("2007-10-25", "2007-12-13")
    assert [name for name, body, presence in read["people"] if presence == "present" and body] == [
        "Christelle Bottary", "Bruno Lasnier", "Sandrine Delrieu", "Hélène Laude", "Philippe Oswald",
    ]  # fmt: skip
    assert (len(read["items"]), len(read["keywords"]), len(read["sisters"])) == (3, 2, 13)
    assert (read["next_day"], read["next_host"]) == ("2007-11-22", "Intermade")
    assert "Rappel des objectifs" in read["annexes"]
    fields = fields_of(client.get(url("preview", imported.pk)))
    fields |= {"title": "Rencontre du 25 octobre 2007", "is_approved": "on"}
    client.post(url("preview", imported.pk), fields)
    minutes = Minutes.objects.get()
    assert Decision.objects.count() == 1
    assert {row.bearer_name for row in Action.objects.all()} == {"Christelle", "Bruno et Hélène", "Philippe"}
    minutes = actions.mark_published(minutes=minutes, at=noon, by=world.lead)
    page = as_person(None).get(url("minutes", minutes.meeting.code)).content.decode()
    shown = page + repr(public_minutes(minutes))
    for name in (
        "Christelle",
        "Bottary",
        "Bruno",
        "Lasnier",
        "Delrieu",
        "Hélène",
        "Laude",
        "Oswald",
        "Philippe",
        "Eglantine",
        "Amanda",
    ):
        assert name not in shown, name
    for body in ("Intermade", "Apeas", "LaPlateforme", "Essor13", "Place", "Lieux d’accent"):
        assert body in page, body
    assert "3ème rencontre" in page


@pytest.mark.parametrize("folder", ["fablab-lannion", "pcrs-ateliers"])
def test_minutes_of_others_give_a_day(folder) -> None:
    files = sorted((SHARED / "data/minutes" / folder).glob("*-*.md"))
    if not files:
        pytest.skip("../shared/data is not here: texts of others are not part of the repository")
    read = [read_minutes(path.read_text()) for path in files]
    assert all(one.day and one.title and one.items for one in read)
