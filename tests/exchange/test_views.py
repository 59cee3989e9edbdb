"""The pages of imports, as each visitor meets them."""

from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from laplateforme.exchange.models import ImportBatch
from laplateforme.network.models import Organization
from laplateforme.offers.models import Offer
from laplateforme.vocabulary.enums import Role
from tests.factories.exchange import ImportBatchFactory, ImportLineFactory, ImportSourceFactory, csv_file
from tests.factories.guidance import Room, client_of
from tests.factories.network import MembershipFactory

HERE = "/r/calanques"
LISTS = ["exchange:imports", "exchange:new_import", "exchange:export"]
ONES = ["exchange:import", "exchange:mapping", "exchange:undo"]
POSTS = ["exchange:confirm", "exchange:discard", "exchange:undo"]


@pytest.fixture
def batch(room: Room) -> ImportBatch:
    made = ImportBatchFactory(source=ImportSourceFactory(network=room.network))
    ImportLineFactory(batch=made, messages=[{"text": "Un mot.", "column": "Nom"}])
    return made


@pytest.fixture
def manager(room: Room) -> Any:
    return MembershipFactory(network=room.network, organization=room.organization, role=Role.ORGANIZATION_MANAGER).user


@pytest.mark.parametrize("name", LISTS)
def test_lists_are_for_those_who_may_import(room: Room, manager: Any, name: str) -> None:
    address = HERE + reverse(name)
    assert client_of(room.facilitator).get(address).status_code == 200
    assert client_of(manager).get(address).status_code == 200
    assert client_of(room.ambassador).get(address).status_code == 404
    assert client_of(room.stranger).get(address).status_code == 404
    assert client_of(None).get(address).status_code == 302


@pytest.mark.parametrize("name", ONES)
def test_an_import_is_seen_by_its_network(room: Room, manager: Any, batch: ImportBatch, name: str) -> None:
    address = HERE + reverse(name, args=[batch.pk])
    assert client_of(room.facilitator).get(address).status_code == 200
    assert client_of(manager).get(address).status_code == 404
    assert client_of(room.stranger).get(address).status_code == 404
    assert client_of(room.stranger).get("/r/restanques" + reverse(name, args=[batch.pk])).status_code == 404
    assert client_of(None).get(address).status_code == 302


@pytest.mark.parametrize("name", POSTS)
def test_nobody_else_acts_on_an_import(room: Room, manager: Any, batch: ImportBatch, name: str) -> None:
    address = HERE + reverse(name, args=[batch.pk])
    assert client_of(manager).post(address).status_code == 404
    assert client_of(room.stranger).post(address).status_code == 404
    assert client_of(None).post(address).status_code == 302
    assert client_of(room.facilitator).post(address).status_code == 302


def test_from_a_file_to_offers_in_three_steps(room: Room) -> None:
    client = client_of(room.facilitator)
    file = SimpleUploadedFile("offres.csv", csv_file())
    sent = client.post(HERE + reverse("exchange:new_import"), {"file": file, "new_source": "Tableur"})
    batch = ImportBatch.objects.get()
    assert sent["Location"] == HERE + reverse("exchange:mapping", args=[batch.pk])
    page = client.get(sent["Location"])
    chosen = {field.html_name: field.initial or "" for field in page.context["form"].column_fields()}

    client.post(sent["Location"], chosen)
    assert Offer.objects.count() == 0
    client.post(HERE + reverse("exchange:confirm", args=[batch.pk]))
    assert Offer.objects.count() == 2
    client.post(HERE + reverse("exchange:confirm", args=[batch.pk]))
    assert Offer.objects.count() == 2
    client.post(HERE + reverse("exchange:undo", args=[batch.pk]))
    assert Offer.objects.count() == 0


def test_a_file_that_is_not_one_is_told_beside_the_field(room: Room) -> None:
    file = SimpleUploadedFile("offres.csv", b"%PDF-1.7 rien")
    answer = client_of(room.facilitator).post(
        HERE + reverse("exchange:new_import"), {"file": file, "new_source": "Tableur"}
    )
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["file"]


def test_a_manager_imports_for_one_organization_only(room: Room, manager: Any, noon: datetime) -> None:
    client = client_of(manager)
    file = SimpleUploadedFile("offres.csv", csv_file())
    data = {"file": file, "new_source": "Le nôtre", "organization": str(room.organization.pk)}
    client.post(HERE + reverse("exchange:new_import"), data)
    batch = ImportBatch.objects.get()
    page = client.get(HERE + reverse("exchange:mapping", args=[batch.pk]))
    chosen = {field.html_name: field.initial or "" for field in page.context["form"].column_fields()}
    client.post(HERE + reverse("exchange:mapping", args=[batch.pk]), {**chosen, "creates": "on"})
    client.post(HERE + reverse("exchange:confirm", args=[batch.pk]))

    assert list(Offer.objects.values_list("organization", flat=True)) == [room.organization.pk]
    assert Organization.objects.count() == 2


@pytest.mark.parametrize("format", ["csv", "xlsx", "json", "data-inclusion"])
def test_export_sends_a_file(room: Room, format: str) -> None:
    answer = client_of(room.facilitator).post(HERE + reverse("exchange:export"), {"format": format})
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_whatever_it_holds(room: Room, count: int, django_assert_max_num_queries: Any) -> None:
    source = ImportSourceFactory(network=room.network)
    ImportBatchFactory.create_batch(count, source=source, asked_by=room.facilitator)
    client = client_of(room.facilitator)
    client.get(HERE + reverse("exchange:imports"))
    with django_assert_max_num_queries(22):
        client.get(HERE + reverse("exchange:imports"))
