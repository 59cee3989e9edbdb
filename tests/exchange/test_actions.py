# ruff: noqa: E501  tables and sentences read better whole
"""Preview, confirm, import again, undo."""

import json
from collections import Counter
from collections.abc import Callable
from datetime import datetime

import pytest

from laplateforme.core.models import JournalEntry
from laplateforme.exchange import actions
from laplateforme.exchange.models import ImportBatch, ImportLine
from laplateforme.offers.actions import edit_offer
from laplateforme.offers.models import Offer
from tests.factories.exchange import HEAD, ROWS, csv_file, named
from tests.factories.guidance import PublishedOfferFactory, Room

Previewed = Callable[..., ImportBatch]


def effects(batch: ImportBatch) -> dict[str, int]:
    return dict(Counter(ImportLine.objects.filter(batch=batch).values_list("action", flat=True)))


def told(batch: ImportBatch, number: int) -> list[tuple[str, str]]:
    line = ImportLine.objects.get(batch=batch, number=number)
    return [(one["text"], one["column"]) for one in line.messages]


def confirmed(batch: ImportBatch, room: Room, at: datetime, **choices: bool) -> actions.Progress:
    return actions.confirm_import(batch=batch, by=room.facilitator, at=at, **choices)


def test_preview_writes_no_offer(previewed: Previewed, room: Room) -> None:
    batch = previewed(csv_file())

    assert effects(batch) == {"create": 2}
    assert batch.status == "preview"
    assert Offer.objects.count() == 0


def test_confirm_makes_drafts_by_the_actions_of_offers(previewed: Previewed, room: Room, noon: datetime) -> None:
    batch = previewed(csv_file())

    assert confirmed(batch, room, noon) == actions.Progress(2, 0)

    offer = Offer.objects.get(name="Relire des statuts")
    assert offer.organization == room.organization
    assert offer.status == "draft"
    assert offer.stages == ["FEASIBILITY"]
    assert offer.functions == ["SUPPORT_SPECIALIST"]
    assert offer.audiences == ["femmes", "jeunes"]
    assert offer.coverage == ["dep:13"]
    assert offer.source == "Tableur"
    assert offer.history.count() == 1
    other = Offer.objects.get(name="Trouver un local")
    assert (other.organization, other.fee, other.functions) == (room.neighbor, "PAID", ["HOUSE"])
    batch.refresh_from_db()
    assert (batch.status, batch.confirmed_at, bool(batch.file)) == ("confirmed", noon, False)
    assert list(JournalEntry.objects.values_list("verb", flat=True)) == ["import opened", "import confirmed"]


def test_confirm_publishes_what_misses_nothing(previewed: Previewed, room: Room, noon: datetime) -> None:
    rows = [ROWS[0], [*ROWS[1][:2], "", *ROWS[1][3:]]]
    confirmed(previewed(csv_file(rows)), room, noon, publish=True)

    assert dict(Offer.objects.values_list("name", "status")) == {
        "Relire des statuts": "published",
        "Trouver un local": "draft",
    }


def test_the_same_file_again_changes_nothing(previewed: Previewed, room: Room, noon: datetime) -> None:
    confirmed(previewed(csv_file()), room, noon)
    before = list(Offer.objects.order_by("pk").values())

    again = previewed(csv_file())

    assert effects(again) == {"same": 2}
    assert confirmed(again, room, noon) == actions.Progress(0, 0)
    assert list(Offer.objects.order_by("pk").values()) == before


def test_a_changed_line_changes_only_what_it_says(previewed: Previewed, room: Room, noon: datetime) -> None:
    confirmed(previewed(csv_file()), room, noon)
    rows = [[*ROWS[0][:2], "Deux heures ensemble.", *ROWS[0][3:]], ROWS[1]]

    batch = previewed(csv_file(rows))

    assert effects(batch) == {"update": 1, "same": 1}
    assert ImportLine.objects.get(batch=batch, action="update").before == {"summary": "Une heure ensemble."}
    confirmed(batch, room, noon)
    assert Offer.objects.get(name="Relire des statuts").summary == "Deux heures ensemble."


def test_what_somebody_wrote_here_is_a_conflict(previewed: Previewed, room: Room, noon: datetime) -> None:
    confirmed(previewed(csv_file()), room, noon)
    offer = Offer.objects.get(name="Relire des statuts")
    edit_offer(offer=offer, values={"summary": "Le mien."}, by=room.adviser, at=noon)

    assert effects(previewed(csv_file())) == {"same": 2}
    batch = previewed(csv_file([[*ROWS[0][:2], "Le leur.", *ROWS[0][3:]], ROWS[1]]))
    assert effects(batch) == {"conflict": 1, "same": 1}
    assert confirmed(batch, room, noon) == actions.Progress(0, 0)
    assert Offer.objects.get(pk=offer.pk).summary == "Le mien."


def test_overwrite_takes_the_file(previewed: Previewed, room: Room, noon: datetime) -> None:
    confirmed(previewed(csv_file()), room, noon)
    offer = Offer.objects.get(name="Relire des statuts")
    edit_offer(offer=offer, values={"summary": "Le mien."}, by=room.adviser, at=noon)
    batch = previewed(csv_file([[*ROWS[0][:2], "Le leur.", *ROWS[0][3:]], ROWS[1]]))

    confirmed(batch, room, noon, overwrite=True)

    assert Offer.objects.get(pk=offer.pk).summary == "Le leur."


def test_an_edit_between_preview_and_confirm_is_kept(previewed: Previewed, room: Room, noon: datetime) -> None:
    confirmed(previewed(csv_file()), room, noon)
    batch = previewed(csv_file([[*ROWS[0][:2], "Le leur.", *ROWS[0][3:]], ROWS[1]]))
    offer = Offer.objects.get(name="Relire des statuts")
    edit_offer(offer=offer, values={"summary": "Le mien."}, by=room.adviser, at=noon)

    confirmed(batch, room, noon)

    assert Offer.objects.get(pk=offer.pk).summary == "Le mien."
    assert effects(batch) == {"conflict": 1, "same": 1}


def test_undo_takes_everything_back(previewed: Previewed, room: Room, noon: datetime) -> None:
    confirmed(previewed(csv_file([ROWS[0]])), room, noon)
    batch = previewed(csv_file([[*ROWS[0][:2], "Autre.", *ROWS[0][3:]], ROWS[1]]))
    confirmed(batch, room, noon)

    assert actions.undo_import(batch=batch, by=room.facilitator, at=noon) == 2

    assert list(Offer.objects.values_list("name", "summary")) == [("Relire des statuts", "Une heure ensemble.")]
    batch.refresh_from_db()
    assert (batch.status, batch.undone_at) == ("undone", noon)


def test_undo_leaves_what_somebody_touched_and_says_so(previewed: Previewed, room: Room, noon: datetime) -> None:
    batch = previewed(csv_file())
    confirmed(batch, room, noon)
    offer = Offer.objects.get(name="Relire des statuts")
    edit_offer(offer=offer, values={"summary": "Le mien."}, by=room.adviser, at=noon)

    assert actions.undo_import(batch=batch, by=room.facilitator, at=noon) == 1

    assert list(Offer.objects.values_list("name", flat=True)) == ["Relire des statuts"]
    assert told(batch, 2) == [("Quelqu’un l’a modifiée depuis : elle reste telle quelle.", "")]


def test_undo_puts_shown_offers_away_and_a_new_import_takes_them_up(
    previewed: Previewed, room: Room, noon: datetime
) -> None:
    batch = previewed(csv_file())
    confirmed(batch, room, noon, publish=True)
    actions.undo_import(batch=batch, by=room.facilitator, at=noon)
    assert set(Offer.objects.values_list("status", flat=True)) == {"archived"}

    again = previewed(csv_file())

    assert effects(again) == {"update": 2}
    confirmed(again, room, noon)
    assert set(Offer.objects.values_list("status", flat=True)) == {"draft"}


def test_an_unknown_organization_is_refused_with_its_column(previewed: Previewed) -> None:
    batch = previewed(csv_file([["Une offre", "Maison Ravele", *ROWS[0][2:]]]))

    assert effects(batch) == {"error": 1}
    assert told(batch, 2) == [
        ("La structure « Maison Ravele » n’est pas dans ce réseau. S’agit-il de « Maison Ravelle » ?", "Structure")
    ]


def test_an_unknown_organization_is_made_on_demand(previewed: Previewed, room: Room, noon: datetime) -> None:
    batch = previewed(csv_file([["Une offre", "L’Atelier du Vallon", *ROWS[0][2:]]]), creates=True)

    confirmed(batch, room, noon)

    assert Offer.objects.get().organization.name == "L’Atelier du Vallon"
    assert Offer.objects.of_network(room.network).count() == 1
    assert effects(previewed(csv_file([["Une offre", "L’Atelier du Vallon", *ROWS[0][2:]]]))) == {"same": 1}


def test_a_name_that_is_there_is_perhaps_a_duplicate(previewed: Previewed, room: Room, noon: datetime) -> None:
    PublishedOfferFactory(organization=room.organization, name="Relire des status")

    batch = previewed(csv_file())

    assert effects(batch) == {"duplicate": 1, "create": 1}
    confirmed(batch, room, noon)
    assert Offer.objects.count() == 2
    assert effects(previewed(csv_file())) == {"duplicate": 1, "same": 1}


def test_the_same_offer_twice_in_a_file_is_refused_once(previewed: Previewed) -> None:
    batch = previewed(csv_file([ROWS[0], ROWS[0]]))

    assert effects(batch) == {"create": 1, "error": 1}
    assert told(batch, 3) == [("Cette offre est déjà dans le fichier, à la ligne 2.", "")]


@pytest.mark.parametrize(
    ("column", "cell", "sentence"),
    [
        ("Courriel", "pas une adresse", "« pas une adresse » n’est pas une adresse électronique."),
        ("Lien", "javascript:alert(1)", "« javascript:alert(1) » n’est pas l’adresse d’une page."),
        ("Prix minimum", "beaucoup", "« beaucoup » n’est pas un nombre que nous comprenons."),
        ("Nombre de bureaux", "-3", "« -3 » n’est pas un nombre que nous comprenons."),
    ],
)
def test_a_wrong_cell_is_told_with_its_column(previewed: Previewed, column: str, cell: str, sentence: str) -> None:
    batch = previewed(csv_file([[*ROWS[0], cell]], [*HEAD, column]))

    assert effects(batch) == {"error": 1}
    assert told(batch, 2) == [(sentence, column)]


def test_words_that_people_decided_are_understood_the_next_time(
    previewed: Previewed, room: Room, noon: datetime
) -> None:
    rows = [[*ROWS[0][:4], "coup de pouce", *ROWS[0][5:]]]
    batch = previewed(csv_file(rows))
    assert batch.unknown == {"functions": {"coup de pouce": 1}}

    actions.set_mapping(
        batch=batch, columns=batch.source.mapping["columns"], values={"functions": {"coup de pouce": "FUND"}}, at=noon
    )
    again = previewed(csv_file(rows))

    assert again.unknown == {}
    assert ImportLine.objects.get(batch=again).values["functions"] == ["FUND"]


def test_confirm_goes_on_where_it_ended(previewed: Previewed, room: Room, noon: datetime) -> None:
    rows = [[f"Offre {number}", *ROWS[0][1:]] for number in range(600)]
    batch = previewed(csv_file(rows))

    first = actions.confirm_import(batch=batch, by=room.facilitator, at=noon, most=1)
    batch.refresh_from_db()

    assert (first.written, first.left, batch.status) == (500, 100, "running")
    assert confirmed(batch, room, noon) == actions.Progress(100, 0)
    assert Offer.objects.count() == 600
    with pytest.raises(actions.UnableToImport):
        confirmed(batch, room, noon)


def test_only_the_organization_given(previewed: Previewed, room: Room) -> None:
    batch = previewed(csv_file(), organization=room.organization, only_given=True)

    assert effects(batch) == {"create": 1, "error": 1}
    assert told(batch, 3)[0][1] == "Structure"


def test_discard_forgets_a_preview(previewed: Previewed, room: Room, noon: datetime) -> None:
    batch = previewed(csv_file())
    actions.discard_import(batch=batch, by=room.facilitator, at=noon)
    assert ImportBatch.objects.count() == 0


def test_the_same_file_sent_twice_opens_one_import(room: Room) -> None:
    from django.utils import timezone

    sent = {"network": room.network, "source_name": "Tableur", "file_name": "o.csv", "by": room.facilitator}
    first, second = (actions.open_import(file=named(csv_file()), at=timezone.now(), **sent) for _ in range(2))
    assert first.pk == second.pk


def test_data_inclusion_brings_its_structures(previewed: Previewed, room: Room, noon: datetime) -> None:
    document = {
        "structures": [{"source": "s", "id": "s--1", "nom": "Les Amarres", "date_maj": "2026-01-01", "telephone": "01 99 00 12 34"}],
        "services": [
            {
                "source": "s", "id": "s--10", "structure_id": "s--1", "nom": "Définir son projet", "date_maj": "2026-01-01",
                "description": "Trois rendez-vous.", "type": "accompagnement", "frais": "gratuit", "publics": ["jeunes"],
                "thematiques": ["creer-une-entreprise--definir-son-projet-de-creation-dentreprise"],
                "modes_accueil": ["en-presentiel", "a-distance"], "zone_eligibilite": ["13", "13005", "200054807"],
                "modes_mobilisation": ["telephoner"], "mobilisable_par": ["usagers"], "code_insee": "13005",
            }
        ],
    }  # fmt: skip
    batch = previewed(json.dumps(document).encode(), creates=True)
    assert (batch.format, effects(batch)) == ("data-inclusion", {"create": 1})
    confirmed(batch, room, noon)

    offer = Offer.objects.get()
    assert (offer.organization.name, offer.organization.phone) == ("Les Amarres", "01 99 00 12 34")
    assert offer.stages == ["IDEA", "EMERGENCE"]
    assert offer.coverage == ["dep:13", "com:13005", "epci:200054807"]
    assert (offer.receptions, offer.reach, offer.open_to) == (["ON_SITE", "REMOTE"], ["PHONE"], ["HOLDERS"])
    assert (offer.commune_id, offer.external_id) == ("13005", "s--10")
    assert effects(previewed(json.dumps(document).encode(), creates=True)) == {"same": 1}


def test_a_short_code_that_is_taken_is_drawn_again(previewed: Previewed, room: Room, noon: datetime) -> None:
    from laplateforme.offers.actions.bulk import _give_codes

    taken = PublishedOfferFactory(organization=room.organization)
    twins = [Offer(code=taken.code), Offer(code="AAAAAA"), Offer(code="AAAAAA")]

    _give_codes(twins)

    assert len({taken.code, *(one.code for one in twins)}) == 4
