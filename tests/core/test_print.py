"""Paper without the trade: codes, colors, faces, text made fit, pages that never change by chance."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from laplateforme.core.print import fonts, office, pdf, qr, tokens, typography

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ADDRESS = "https://laplateforme.example/aller"


@pytest.fixture
def template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A one-line page beside the real tokens."""
    (tmp_path / "core" / "print").mkdir(parents=True)
    for name in ("tokens.typ", "marks.typ"):
        (tmp_path / "core" / "print" / name).write_text((pdf.ROOT / "core" / "print" / name).read_text())
    page = tmp_path / "page.typ"
    page.write_text(
        '#import "/core/print/tokens.typ": *\n#show: paper.with(data.title)\n= #data.title\n'
        '#data.text\n#qr("start", 30mm)'
    )
    monkeypatch.setattr(pdf, "ROOT", tmp_path)
    return page


def test_a_code_leads_to_its_address() -> None:
    code = qr.qr_code(ADDRESS)
    assert code.error == "Q"
    assert not code.is_micro
    assert qr.qr_svg(ADDRESS).startswith("<svg")
    assert tokens.COLORS["ink-900"].lower() in qr.qr_svg(ADDRESS).lower()
    assert read_back(code.matrix) == ADDRESS


def read_back(matrix: tuple[bytearray, ...]) -> str:
    """Reads a version 4 code as a phone does: mask, zigzag, two blocks of 24 bytes, length, text (no repair)."""
    size = len(matrix)
    assert size == 33
    masks = (
        lambda y, x: (y + x) % 2 == 0,
        lambda y, x: y % 2 == 0,
        lambda y, x: x % 3 == 0,
        lambda y, x: (y + x) % 3 == 0,
        lambda y, x: (y // 2 + x // 3) % 2 == 0,
        lambda y, x: y * x % 2 + y * x % 3 == 0,
        lambda y, x: (y * x % 2 + y * x % 3) % 2 == 0,
        lambda y, x: ((y + x) % 2 + y * x % 3) % 2 == 0,
    )
    number = int("".join(str(matrix[8][x] & 1) for x in (2, 3, 4)), 2) ^ 0b101
    bits = []
    upward = True
    for right in (*range(size - 1, 6, -2), 5, 3, 1):
        for y in range(size - 1, -1, -1) if upward else range(size):
            bits += [(matrix[y][x] & 1) ^ masks[number](y, x) for x in (right, right - 1) if not fixed(y, x, size)]
        upward = not upward
    words = [int("".join(map(str, map(int, bits[at : at + 8]))), 2) for at in range(0, 48 * 8, 8)]
    message = words[0::2] + words[1::2]
    stream = "".join(f"{word:08b}" for word in message)
    assert stream[:4] == "0100"
    length = int(stream[4:12], 2)
    return bytes(int(stream[12 + 8 * n : 20 + 8 * n], 2) for n in range(length)).decode()


def fixed(y: int, x: int, size: int) -> bool:
    """Finders with their format bits, timing lines, the alignment square."""
    corner = (y < 9 and x < 9) or (y < 9 and x >= size - 8) or (y >= size - 8 and x < 9)
    return corner or y == 6 or x == 6 or (24 <= y <= 28 and 24 <= x <= 28)


def test_an_accent_replaces_the_sea_if_it_can_be_read() -> None:
    assert tokens.colors_with("#7A2E6D")["sea-600"] == "#7A2E6D"
    assert tokens.colors_with("#FFE000") == tokens.COLORS
    assert tokens.colors_with("red; }") == tokens.COLORS


def test_every_color_of_text_is_readable_on_sand() -> None:
    for name in ("ink-900", "ink-700", "ink-600", "sea-600", "sea-700", "poppy-600", "clover-700", "broom-700"):
        assert tokens.contrast(tokens.COLORS[name], tokens.COLORS["sand-50"]) >= 4.5, name


def test_french_spaces_do_not_break() -> None:
    nb = typography.NBSP
    assert typography.french("Qui ? Ici : « oui » à 9 h, 04 65 71 20 10, 2 000 €") == (
        f"Qui{nb}? Ici{nb}: «{nb}oui{nb}» à 9{nb}h, 04{nb}65{nb}71{nb}20{nb}10, 2{nb}000{nb}€"
    )
    assert typography.french("l'appui") == "l’appui"
    assert typography.french("jeudi 22 novembre 2026") == f"jeudi 22{nb}novembre 2026"


def test_signs_no_face_can_draw_are_left_out() -> None:
    assert typography.drawable("Jardin 🌱 partagé\u0000\u202e") == "Jardin partagé"
    assert typography.drawable("ﬁn 𝐀") == "fin A"
    assert typography.drawable("مرحبا שלום Łódź") == "مرحبا שלום Łódź"


def test_a_word_without_end_may_break() -> None:
    assert typography.MAY_BREAK in typography.breakable("a" * 500)
    assert typography.breakable("a" * 500).replace(typography.MAY_BREAK, "") == "a" * 500
    assert typography.breakable("mots ordinaires") == "mots ordinaires"


def test_shortened_cuts_between_words() -> None:
    assert typography.shortened("une phrase de trop", 12) == "une phrase…"
    assert typography.shortened("court", 12) == "court"


def test_links_stay_as_they_are() -> None:
    made = typography.for_paper({"text": "Oui ?", "page_href": "https://a.example/?b=c ?"})
    assert made == {"text": f"Oui{typography.NBSP}?", "page_href": "https://a.example/?b=c ?"}


def test_web_faces_are_small(tmp_path: Path) -> None:
    made = fonts.prepare_fonts(tmp_path / "paper", tmp_path / "web")
    assert [path.name for path in made] == [*fonts.PAPER_FILES, *fonts.WEB_FILES]
    assert sum(path.stat().st_size for path in made if path.suffix == ".woff2") <= 75_000


def test_faces_are_made_without_django(tmp_path: Path) -> None:
    code = "import sys; from laplateforme.core.print import fonts; print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_pages_are_tagged_and_titled(template: Path) -> None:
    import pikepdf

    made = pdf.compile_pdf(template, {"title": "Bonjour", "text": "Qui ?"}, at=AT, qr={"start": ADDRESS})
    with pikepdf.open(io.BytesIO(made)) as paper:
        assert bool(paper.Root.MarkInfo.Marked) is True
        assert str(paper.Root.Lang) == "fr-FR"
        assert str(paper.docinfo["/Title"]) == "Bonjour"
        assert "/StructTreeRoot" in paper.Root
        assert "/Outlines" in paper.Root
        assert len(paper.pages) == 1


def test_the_same_input_gives_the_same_bytes(template: Path) -> None:
    first = pdf.compile_pdf(template, {"title": "A", "text": "b"}, at=AT, qr={"start": ADDRESS})
    again = pdf.compile_pdf(template, {"title": "A", "text": "b"}, at=AT, qr={"start": ADDRESS})
    assert first == again


def test_text_is_never_markup(template: Path) -> None:
    import pypdf

    text = '#panic("non") $x^2$ *gras* @ici <ici> \\u{41} `code` // fin'
    made = pdf.compile_pdf(template, {"title": "#set page(width: 1mm)", "text": text}, at=AT)
    found = pypdf.PdfReader(io.BytesIO(made)).pages[0].extract_text()
    assert '#panic("non") $x^2$ *gras* @ici <ici> \\u{41} `code` // fin' in " ".join(found.split())
    assert "#set page" in found


def test_a_broken_template_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "ROOT", tmp_path)
    page = tmp_path / "page.typ"
    page.write_text("#nowhere")
    with pytest.raises(pdf.UnableToPrint, match="nowhere"):
        pdf.compile_pdf(page, {}, at=AT)


def test_too_much_text_is_refused(template: Path) -> None:
    with pytest.raises(pdf.TooMuchToPrint):
        pdf.compile_pdf(template, {"title": "A", "text": "mot " * (pdf.MOST_SIGNS // 4)}, at=AT)


def test_work_without_end_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "page.typ"
    page.write_text("#for i in range(30000) { for j in range(30000) {} }")
    monkeypatch.setattr(pdf, "MOST_SECONDS", 1)
    monkeypatch.setattr(pdf, "ROOT", tmp_path)
    with pytest.raises(pdf.TooMuchToPrint):
        pdf.compile_pdf(page, {}, at=AT)


def test_a_folded_sheet_needs_a_multiple_of_four(template: Path) -> None:
    made = pdf.compile_pdf(template, {"title": "A", "text": "b"}, at=AT)
    assert pdf.page_count(made) == 1
    with pytest.raises(pdf.UnableToPrint, match="multiple of 4"):
        pdf.fold(made, title="A", at=AT)


def test_office_text_has_no_forbidden_sign() -> None:
    assert office.plain("a\x00b\u200bc\u202ed") == "abcd"


def test_colors_are_passed_as_data() -> None:
    values = pdf.inputs({}, {}, "", "fr")
    assert json.loads(values["colors"])["sea-600"] == "#1B6B78"
