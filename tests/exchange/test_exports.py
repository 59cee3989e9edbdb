# ruff: noqa: E501  tables and sentences read better whole
"""What goes out: it comes back the same, never runs, and keeps to the standard."""

import io
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from laplateforme.exchange import actions
from laplateforme.exchange.models import ImportLine
from laplateforme.network.models import Organization
from laplateforme.offers.actions import create_offer
from laplateforme.offers.models import Offer
from laplateforme.vocabulary.enums import Audience, Fee, Stage, SupportFunction, Theme
from tests.factories.exchange import named
from tests.factories.guidance import PublishedOfferFactory, Room
from tests.factories.places import CommuneFactory

TEXT = st.text(alphabet="=+-@'\";,ab éà’\n\t1", max_size=40)
VALUES = st.fixed_dictionaries(
    {
        "name": TEXT.map(lambda text: f"{text.replace(chr(10), ' ')}x"),
        "description": TEXT,
        "how_to_ask": TEXT,
        "stages": st.lists(st.sampled_from(Stage.values), unique=True),
        "functions": st.lists(st.sampled_from(SupportFunction.values), unique=True),
        "themes": st.lists(st.sampled_from(Theme.values), unique=True),
        "audiences": st.lists(st.sampled_from(Audience.values), unique=True),
        "fee": st.sampled_from(Fee.values),
        "coverage": st.lists(st.sampled_from(["com:13005", "epci:200054807", "dep:13", "reg:93", "all"]), unique=True),
        "max_stay_months": st.none() | st.integers(1, 90),
    }
)


def exported(room: Room, format: str, at: datetime) -> bytes:
    content = io.BytesIO()
    own = Organization.objects.of_network(room.network)
    actions.export_offers(network=room.network, format=format, to=content, by=None, at=at, organizations=own)
    return content.getvalue()


def effects_of(room: Room, content: bytes, at: datetime) -> list[str]:
    batch = actions.open_import(
        network=room.network, source_name="Retour", file=named(content), file_name="f", by=None, at=at, keeps_file=True
    )
    own = list(Organization.objects.of_network(room.network))
    actions.preview_import(batch=batch, organizations=own, at=at)
    lines = ImportLine.objects.filter(batch=batch).order_by("number")
    return [line.action if line.action == "same" else f"{line.action}: {line.before}" for line in lines]


@pytest.mark.parametrize("format", ["csv", "xlsx", "json"])
@settings(
    max_examples=6,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(values=st.lists(VALUES, min_size=1, max_size=4))
def test_importing_what_was_exported_changes_nothing(
    room: Room, noon: datetime, format: str, values: list[dict[str, Any]]
) -> None:
    Offer.objects.all().delete()
    for one in values:
        create_offer(organization=room.organization, values=one, by=room.adviser, at=noon)

    assert effects_of(room, exported(room, format, noon), noon) == ["same"] * len(values)


def test_no_cell_of_a_csv_starts_a_formula(room: Room, noon: datetime) -> None:
    import csv

    PublishedOfferFactory(
        organization=room.organization, name="=1+1", summary="@SUM(A1)", conditions="+33", address="-x"
    )
    rows = list(csv.reader(io.StringIO(exported(room, "csv", noon).decode("utf-8-sig")), delimiter=";"))

    assert [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    assert "'=1+1" in rows[1]


def test_no_cell_of_an_xlsx_is_a_formula(room: Room, noon: datetime) -> None:
    from openpyxl import load_workbook

    PublishedOfferFactory(organization=room.organization, name="=1+1")
    sheet = load_workbook(io.BytesIO(exported(room, "xlsx", noon))).active

    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}
    assert "=1+1" in [cell.value for cell in sheet[2]]


def test_data_inclusion_keeps_to_the_schema(room: Room, noon: datetime) -> None:
    from data_inclusion.schema.v1 import Service, Structure

    commune = CommuneFactory()
    PublishedOfferFactory(
        organization=room.organization, commune=commune, coverage=["reg:93", "all", "com:13005"], reach=["PHONE", "EMAIL"],
        open_to=["HOLDERS"], fee="PAID", fee_note="10 €", contact_phone="04 65 71 12 40", name="Finir par un point.",
    )  # fmt: skip
    PublishedOfferFactory(organization=room.organization, name="X", summary="", description="")

    document = json.loads(exported(room, "data-inclusion", noon))

    services = [Service.model_validate(one) for one in document["services"]]
    structures = [Structure.model_validate(one) for one in document["structures"]]
    assert [one.structure_id for one in services] == [structures[0].id] * 2
    assert document["services"][0]["zone_eligibilite"] == ["13", "france", "13005"]


def test_messy_sheets_of_others_are_read_without_losing_a_line(shared_data: Path, room: Room, noon: datetime) -> None:
    path = shared_data / "offers-aides-territoires" / "aides-territoires_periurbain.csv"
    batch = actions.open_import(
        network=room.network, source_name="Aides", file=named(path.read_bytes()), file_name=path.name, by=None, at=noon
    )
    mapping = batch.source.mapping["columns"]
    assert {name: mapping.get(name) for name in ("name", "organization", "description", "contact_link")} == {
        "name": ["Nom"], "organization": ["Financeurs"], "description": ["Descriptif"], "contact_link": ["Lien"],
    }  # fmt: skip

    own = list(Organization.objects.of_network(room.network))
    actions.preview_import(batch=batch, organizations=own, at=noon, creates=True)
    actions.confirm_import(batch=batch, by=None, at=noon)

    lines = ImportLine.objects.filter(batch=batch)
    assert lines.count() == 154
    assert Offer.objects.count() == lines.filter(action="create").count() > 145
    again = actions.open_import(
        network=room.network, source_name="Aides", file=named(path.read_bytes()), file_name=path.name, by=None, at=noon
    )
    own = list(Organization.objects.of_network(room.network))
    actions.preview_import(batch=again, organizations=own, at=noon, creates=True)
    assert not ImportLine.objects.filter(batch=again, action__in=["create", "update", "conflict"]).exists()


def test_programmes_of_others_enter_by_a_mapping(shared_data: Path, room: Room, noon: datetime) -> None:
    content = (shared_data / "offers-tee" / "programs.json").read_bytes()
    mapping = {
        "columns": {
            "name": "titre", "organization": "opérateur de contact", "summary": "promesse", "description": "description",
            "functions": "nature de l'aide", "fee_note": "coût de l'accompagnement", "contact_link": "url",
            "duration_note": "durée de l'accompagnement", "how_to_ask": "objectifs/description",
            "conditions": ["conditions d'éligibilité/taille de l'entreprise", "conditions d'éligibilité/autres critères d'éligibilité"],
            "coverage": "conditions d'éligibilité/secteur géographique",
        },
        "values": {"functions": {"étude": "DIAGNOSE", "formation": "TRAIN", "prêt": "FUND", "avantage fiscal": "FUND"}},
        "defaults": {"stages": ["DEVELOPMENT"], "holder_types": ["COMPANY"]},
    }  # fmt: skip
    batch = actions.open_import(
        network=room.network, source_name="Programmes", file=named(content), file_name="p.json", by=None, at=noon,
        mapping=mapping,
    )  # fmt: skip
    own = list(Organization.objects.of_network(room.network))
    actions.preview_import(batch=batch, organizations=own, at=noon, creates=True)
    actions.confirm_import(batch=batch, by=None, at=noon)

    first = Offer.objects.get(name="Accélérateur décarbonation")
    assert (first.functions, first.stages, first.coverage) == (["DIAGNOSE"], ["DEVELOPMENT"], ["all"])
    assert first.organization.name == "Banque Publique d'Investissement France"
    assert "Bpifrance" in first.how_to_ask
    assert Offer.objects.count() == ImportLine.objects.filter(action="create").count() > 240


def test_a_list_close_to_one_of_its_words_keeps_all_of_them(room: Room, noon: datetime) -> None:
    """ "jeunes | résidents des quartiers…" is nearly the second word alone: both must come back."""
    create_offer(
        organization=room.organization, by=room.adviser, at=noon,
        values={"name": "Une", "audiences": [Audience.JEUNES.value, Audience.QPV_FRR.value]},
    )  # fmt: skip

    assert effects_of(room, exported(room, "xlsx", noon), noon) == ["same"]
