"""The trade's papers, from plain values: leaflet, chain, slides, poster, route, and those that people rework."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import Any

import pikepdf
import pypdf
import pytest

from laplateforme.core.print.pdf import TooMuchToPrint
from laplateforme.portal.print.chain import ON_A4, Room, chain_pdf, chain_values
from laplateforme.portal.print.contents import MOST_OFFERS, NetworkSheet, RouteStep, as_json, only
from laplateforme.portal.print.leaflet import index_values, leaflet_fold_pdf, leaflet_pdf, leaflet_values
from laplateforme.portal.print.poster import poster_pdf
from laplateforme.portal.print.route import route_pdf
from laplateforme.portal.print.slides import slides_pdf, slides_values
from laplateforme.portal.print.wording import positioning_values
from tests.portal import print_sample as sample

AT = sample.AT
HOSTILE = '#panic("non") $x^2$ *gras* @ici <ici> \\u{41} `code` // fin /* \x00\u202e مرحبا שלום 🌱 '
ENDLESS = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 6


def read(made: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(made))


def text_of(made: bytes) -> str:
    text = " ".join(page.extract_text() for page in read(made).pages)
    return " ".join(text.replace("\u200b", "").split())


def assert_tagged(made: bytes, title: str) -> None:
    with pikepdf.open(io.BytesIO(made)) as paper:
        assert bool(paper.Root.MarkInfo.Marked) is True
        assert str(paper.Root.Lang) == "fr-FR"
        assert title in str(paper.docinfo["/Title"])
        assert "/StructTreeRoot" in paper.Root


def hostile() -> NetworkSheet:
    sheet = sample.network()
    offers = tuple(
        replace(
            offer,
            name=(HOSTILE + ENDLESS)[:500] if number % 2 else ENDLESS,
            audience=HOSTILE * 4,
            place=ENDLESS,
            ask=HOSTILE + "https://a.example/" + "b/" * 80,
            price=ENDLESS,
            capacity_words=ENDLESS,
            communes=(ENDLESS[:90], HOSTILE),
        )
        for number, offer in enumerate(sheet.offers[:8])
    )
    organizations = tuple(
        replace(one, name=(HOSTILE + ENDLESS)[:500], short_name=ENDLESS) for one in sheet.organizations
    )
    return replace(
        sheet,
        name=HOSTILE,
        claim=HOSTILE + ENDLESS,
        territory=ENDLESS,
        positioning=(HOSTILE * 9, ENDLESS),
        edition=HOSTILE,
        short=HOSTILE * 3,
        offers=offers,
        organizations=organizations,
        duty=replace(sample.DUTY, name=HOSTILE, organization=ENDLESS, delay=ENDLESS),
    )


# ---------------------------------------------------------------- leaflet


@pytest.mark.parametrize("count", [0, 1, 5, 12, 24, 40])
def test_leaflet_pages_can_be_folded(count: int) -> None:
    made = leaflet_pdf(sample.with_offers(count), at=AT)
    assert len(read(made).pages) % 4 == 0
    assert_tagged(made, "La Plateforme")


def test_leaflet_of_one_offer_is_one_sheet() -> None:
    assert len(read(leaflet_pdf(sample.with_offers(1), at=AT)).pages) == 4


def test_leaflet_says_what_it_must() -> None:
    text = text_of(leaflet_pdf(sample.network(), at=AT))
    for words in (
        "Ici, personne ne vend son offre contre celle de la voisine.",
        "À jour au dimanche 22 novembre 2026",
        "24 offres pour vous appuyer",
        "vérifiée il y a 8 mois Places À reconfirmer",
        "Nadia Ferrand, L’Amarre",
        "laplateforme.example/aller",
        "Près de chez vous",
        "Toute la chaîne",
    ):
        assert words in text, words


def test_leaflet_follows_the_five_verbs() -> None:
    made = read(leaflet_pdf(sample.network(), at=AT))
    titles = [str(entry["/Title"]) for entry in flat(made.outline)]
    stages = [title for title in titles if title[:2] in {"1.", "2.", "3.", "4.", "5."}]
    assert stages == ["1. Imaginer", "2. Réunir", "3. Bâtir", "4. Lancer", "5. Durer"]


def flat(outline: list[Any]) -> list[Any]:
    entries: list[Any] = []
    for entry in outline:
        entries += flat(entry) if isinstance(entry, list) else [entry]
    return entries


def test_leaflet_is_the_same_twice() -> None:
    assert leaflet_pdf(sample.network(), at=AT) == leaflet_pdf(sample.network(), at=AT)


def test_leaflet_of_one_organization_alone() -> None:
    text = text_of(leaflet_pdf(only(sample.network(), "restanques"), at=AT))
    assert "La Fabrique des Restanques" in text
    assert "La Plateforme vous présente" in text
    assert "Notre structure dans le réseau" in text
    assert "Micocoulier" not in text
    assert "Visez le code : nos offres du jour" in text
    assert "laplateforme.example/s/restanques" in text
    assert "Répondez à cinq questions" not in text


def test_one_organization_alone_shows_the_network_around_it() -> None:
    sheet = only(sample.network(), "restanques")
    assert sheet.around == (4, 4, 9, 6, 4)
    assert "Le reste du chemin, avec le réseau 1. Imaginer" in text_of(leaflet_pdf(sheet, at=AT))


def test_three_offers_of_two_stages_are_one_sheet() -> None:
    sheet = only(sample.network(), "restanques")
    assert len(sheet.offers) <= 3
    assert len(read(leaflet_pdf(sheet, at=AT)).pages) == 4


def test_what_is_also_offered_says_its_page() -> None:
    made = read(leaflet_pdf(sample.network(), at=AT))
    page = next(page.extract_text() for page in made.pages if "Aussi pour cette étape" in page.extract_text())
    also = page.split("Aussi pour cette étape")[1].split("\n")
    assert any(line.strip().isdigit() or line.split()[-1:] and line.split()[-1].isdigit() for line in also[1:4]), also


def test_room_that_nobody_confirmed_is_not_told() -> None:
    stale = [
        offer for stage in leaflet_values(sample.network())["stages"] for offer in stage["offers"] if offer["stale"]
    ]
    assert stale
    assert {(offer["state"], offer["state_words"]) for offer in stale} == {("stale", "À reconfirmer")}


def test_a_signed_text_is_cut_between_sentences() -> None:
    sheet = sample.network(positioning=("Nous coopérons. " * 60,))
    told = positioning_values(sheet, most=620)
    assert told[0].endswith("Nous coopérons.")
    assert 600 < len(told[0]) <= 620


def test_stale_offers_come_last_in_their_stage() -> None:
    stages = leaflet_values(sample.network())["stages"]
    assert [offer["stale"] for offer in stages[0]["offers"]] == [False, False, False, True]


def test_an_offer_of_two_stages_is_told_once_and_named_twice() -> None:
    stages = leaflet_values(sample.network())["stages"]
    assert [offer["code"] for offer in stages[2]["also"]] == ["k3c", "k7c"]
    assert "k3c" not in [offer["code"] for offer in stages[2]["offers"]]


def test_index_is_alphabetical_and_cuts_long_lists() -> None:
    communes = [entry["commune"] for entry in index_values(sample.network())]
    assert communes[:4] == ["Aix-en-Provence", "Arles", "Aubagne", "Berre-l’Étang"]
    long = [entry["commune"] for entry in index_values(sample.with_offers(60))]
    assert "Marseille, Imaginer" in long
    assert "Marseille" not in long


def test_too_many_offers_are_refused() -> None:
    with pytest.raises(TooMuchToPrint, match=str(MOST_OFFERS)):
        leaflet_pdf(sample.with_offers(MOST_OFFERS + 1), at=AT)


def test_leaflet_folded_on_a4() -> None:
    made = read(leaflet_fold_pdf(sample.with_offers(1), at=AT))
    assert [round(float(side)) for side in made.pages[0].mediabox[2:]] == [842, 595]
    assert len(made.pages) == 2


def test_light_cover_is_another_file() -> None:
    sheet = sample.with_offers(1)
    assert len(leaflet_pdf(sheet, at=AT, light=True)) != len(leaflet_pdf(sheet, at=AT))


def test_english_words_for_an_english_reader() -> None:
    text = text_of(leaflet_pdf(replace(sample.with_offers(1), language="en"), at=AT))
    assert "1 offer to support you" in text
    assert "Sunday 22 November 2026" in text


# ---------------------------------------------------------------- chain, poster, slides, route


def test_chain_holds_on_one_page() -> None:
    made = chain_pdf(sample.network(), at=AT)
    assert len(read(made).pages) == 1
    assert_tagged(made, "Toute la chaîne")
    assert "24 offres, 12 structures" in text_of(made)


def test_chain_shows_holes_and_how_many_are_left_out() -> None:
    values = chain_values(sample.network(), Room(longest=22, most=3, signs=42))
    assert values["functions"] == ["Accueillir", "Former", "Conseiller", "Financer", "Héberger", "Relier"]
    advise = values["rows"][2]["cells"][2]
    assert (len(advise["names"]), advise["more"]) == (2, "et 2 autres")
    assert values["rows"][0]["cells"][3] == {"names": [], "mine": False, "runs_on": False, "more": ""}
    wide = chain_values(sample.network(), Room(longest=22, most=3, signs=200))["rows"][2]["cells"][2]
    assert (len(wide["names"]), wide["more"], wide["runs_on"]) == (4, "", True)


def test_chain_marks_one_s_own_names_first() -> None:
    cells = [cell for row in chain_values(sample.network(), ON_A4)["rows"] for cell in row["cells"]]
    own = sample.network().organization("restanques").short
    assert {cell["names"][0] for cell in cells if cell["mine"]} == {own}
    assert all(own not in cell["names"] for cell in cells if not cell["mine"])
    assert "La Fabrique des Restanques. 24 offres" in text_of(chain_pdf(sample.network(), at=AT))


def test_poster_is_one_a3_page() -> None:
    made = poster_pdf(sample.network(), at=AT)
    page = read(made).pages[0]
    assert [round(float(side)) for side in page.mediabox[2:]] == [842, 1191]
    assert_tagged(made, "Affiche")
    assert "Répondez à cinq questions." in text_of(made)


def test_slides_tell_the_network_then_my_organization() -> None:
    made = slides_pdf(sample.network(), at=AT)
    assert len(read(made).pages) == 7
    assert_tagged(made, "Présentation")
    text = text_of(made)
    assert text.index("Un seul chemin, 5 étapes") < text.index("Ma structure dans le réseau")
    assert "Présenté par La Fabrique des Restanques" in text
    assert "Aucune de ces questions ?" in text
    assert len(read(slides_pdf(sample.network(structure=None), at=AT)).pages) == 6
    assert len(read(slides_pdf(sample.network(structure=None, offers=()), at=AT)).pages) == 5


def test_slides_count_offers_with_room() -> None:
    counts = slides_values(sample.network())["counts"]
    assert [(one["offers"], one["open_words"]) for one in counts][:2] == [(4, "3 ouvertes"), (4, "2 ouvertes")]


def test_route_says_where_you_are_and_who_waits() -> None:
    made = route_pdf(sample.route(), at=AT)
    assert len(read(made).pages) == 1
    assert_tagged(made, "FENOUIL-27")
    text = text_of(made)
    for words in ("2. Réunir Vous êtes ici", "3. Bâtir Manque aujourd’hui", "Nadia Ferrand", "22 mai 2027"):
        assert words in text, words


def test_route_of_twelve_long_offers_holds_on_one_page() -> None:
    long = "Une phrase qui ne finit pas, avec des mots, des virgules et encore des mots. " * 8
    offer = replace(sample.route_offer("k3a", long), name=long, organization=long, ask=long, price=long)
    steps = tuple(RouteStep(number, "Imaginer", "next", long, (offer,) * 3) for number in range(1, 5))
    made = route_pdf(sample.route(words=long, facts=(long,) * 9, steps=steps), at=AT)
    assert len(read(made).pages) == 1
    text = text_of(made)
    assert "4. Imaginer" in text
    assert "D’autres propositions ne tenaient pas ici" in text
    assert "FENOUIL-27 reste valable jusqu’au 22 mai 2027" in text


def test_empty_route_is_a_page_too() -> None:
    assert len(read(route_pdf(sample.route(words="", facts=(), steps=(), duty=None), at=AT)).pages) == 1


# ---------------------------------------------------------------- whatever people typed


@pytest.mark.parametrize("build", [leaflet_pdf, slides_pdf, poster_pdf, chain_pdf])
def test_hostile_text_is_printed_as_it_is(build: Any) -> None:
    made = build(hostile(), at=AT)
    assert len(read(made).pages) >= 1
    if build is not chain_pdf:
        assert '#panic("non") $x^2$ *gras* @ici <ici>' in text_of(made)


def test_hostile_route_is_one_page() -> None:
    offer = replace(sample.route_offer("k3a", HOSTILE), name=ENDLESS, organization=HOSTILE, ask=ENDLESS)
    step = RouteStep(1, HOSTILE, "here", ENDLESS, (offer,) * 3)
    assert len(read(route_pdf(sample.route(words=ENDLESS, steps=(step,) * 9), at=AT)).pages) == 1


def test_sheets_are_plain_values() -> None:
    assert json.loads(json.dumps(as_json(sample.network())))["updated"] == "2026-11-22"
    assert json.loads(json.dumps(as_json(sample.route())))["steps"][1]["state"] == "here"
