"""Slides and text that people rework: real titles, headings, tables, notes and theme; no picture of text."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
import pptx
import pytest
from pptx.enum.shapes import MSO_SHAPE_TYPE

from laplateforme.core.print.pdf import TooMuchToPrint
from laplateforme.portal.print.contents import MOST_OFFERS, only
from laplateforme.portal.print.deck import MM, size_that_holds
from laplateforme.portal.print.document import leaflet_docx
from laplateforme.portal.print.presentation import slides_pptx
from tests.portal import print_sample as sample
from tests.portal.test_print import hostile

AT = sample.AT


def deck_of(made: bytes) -> Any:
    return pptx.Presentation(io.BytesIO(made))


def test_slides_open_with_their_titles_and_notes() -> None:
    deck = deck_of(slides_pptx(sample.network(), at=AT))
    assert [slide.shapes.title.text_frame.text.replace("\u00a0", " ") for slide in deck.slides] == [
        "Entreprendre autrement, à plusieurs",
        "Ce que nous disons ensemble",
        "Vous arrivez avec une question",
        "Un seul chemin, 5 étapes",
        "Les prochaines portes ouvertes",
        "La Fabrique des Restanques",
        "À vous la main",
    ]
    assert all(slide.notes_slide.notes_text_frame.text for slide in deck.slides)
    assert deck.slide_width / deck.slide_height == pytest.approx(16 / 9, abs=0.001)
    assert deck.core_properties.title == "Présentation\u00a0: Entreprendre autrement, à plusieurs"


def test_slides_are_text_not_pictures() -> None:
    deck = deck_of(slides_pptx(sample.network(), at=AT))
    pictures = [shape for slide in deck.slides for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.PICTURE]
    assert [picture._element.nvPicPr.cNvPr.get("descr") for picture in pictures] == [
        "Code QR vers laplateforme.example/aller"
    ]
    table = next(shape.table for shape in deck.slides[4].shapes if shape.has_table)
    assert [cell.text for cell in table.rows[0].cells] == ["Quand", "Quoi", "Où"]
    assert len(list(table.rows)) == 6


def test_slides_carry_our_theme_and_an_accent() -> None:
    with zipfile.ZipFile(io.BytesIO(slides_pptx(sample.network(accent="#7A2E6D"), at=AT))) as parts:
        theme = parts.read("ppt/theme/theme1.xml").decode()
    assert '<a:accent1><a:srgbClr val="7A2E6D"/>' in theme
    assert 'typeface="Bricolage Grotesque"' in theme


def test_every_shape_with_text_is_on_the_slide() -> None:
    deck = deck_of(slides_pptx(sample.network(), at=AT))
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_text_frame and shape.text_frame.text:
                assert shape.left >= 0, shape.name
                assert shape.left + shape.width <= deck.slide_width, shape.name
                assert shape.top + shape.height <= deck.slide_height, shape.name


def test_slides_without_structure_and_without_dates() -> None:
    deck = deck_of(slides_pptx(sample.network(structure=None, offers=()), at=AT))
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert len(titles) == 5
    assert "Les prochaines portes ouvertes" not in titles


def test_texts_hold_where_our_faces_are_missing() -> None:
    long = ["Une phrase assez longue pour passer plusieurs lignes dans une colonne étroite."] * 4
    sizes = (22, 20, 18, 16)
    assert size_that_holds(["Court"], (120 * MM, 118 * MM), sizes) == 22
    assert size_that_holds(long, (120 * MM, 118 * MM), sizes, gap=0.4) == 18
    assert size_that_holds(long * 9, (120 * MM, 20 * MM), sizes) == 16


def test_slides_carry_their_number() -> None:
    with zipfile.ZipFile(io.BytesIO(slides_pptx(sample.network(), at=AT))) as parts:
        assert 'type="slidenum"' in parts.read("ppt/slides/slide2.xml").decode()


def test_columns_of_the_document_have_their_width_for_every_reader() -> None:
    table = docx.Document(io.BytesIO(leaflet_docx(sample.network(), at=AT))).tables[0]
    assert [round(column.width.mm) for column in table.columns] == [48, 38, 84]
    order = [child.tag.rpartition("}")[2] for child in table._tbl.tblPr]
    assert [order.index(name) for name in ("tblW", "tblBorders", "tblLayout", "tblCellMar", "tblLook")] == sorted(
        order.index(name) for name in ("tblW", "tblBorders", "tblLayout", "tblCellMar", "tblLook")
    )


def test_document_has_real_headings_and_tables() -> None:
    paper = docx.Document(io.BytesIO(leaflet_docx(sample.network(), at=AT)))
    headings = [line.text for line in paper.paragraphs if line.style.name == "Heading 1"]
    assert headings == [
        "Ce que disent les signes",
        "1. Imaginer",
        "2. Réunir",
        "3. Bâtir",
        "4. Lancer",
        "5. Durer",
        "Près de chez vous",
        "À vous la main",
    ]
    assert [len(table.rows) - 1 for table in paper.tables] == [4, 4, 7, 5, 4]
    assert paper.tables[0].rows[0].cells[0].text == "Offre"
    assert paper.core_properties.language == "fr"
    assert 'w:val="fr-FR"' in paper.styles.element.xml


def test_document_of_one_organization() -> None:
    paper = docx.Document(io.BytesIO(leaflet_docx(only(sample.network(), "restanques"), at=AT)))
    assert paper.paragraphs[0].text == "La Fabrique des Restanques"
    assert len(paper.tables) == 2


def test_document_refuses_too_many_offers() -> None:
    with pytest.raises(TooMuchToPrint):
        leaflet_docx(sample.with_offers(MOST_OFFERS + 1), at=AT)


def test_both_are_the_same_twice() -> None:
    assert slides_pptx(sample.network(), at=AT) == slides_pptx(sample.network(), at=AT)
    assert leaflet_docx(sample.network(), at=AT) == leaflet_docx(sample.network(), at=AT)


def test_hostile_text_opens_again() -> None:
    assert "#panic" in deck_of(slides_pptx(hostile(), at=AT)).slides[0].shapes.title.text_frame.text
    assert "#panic" in docx.Document(io.BytesIO(leaflet_docx(hostile(), at=AT))).paragraphs[0].text
