"""Who was shown: counted without persons, readable by members first."""

import pytest
from django.urls import reverse
from django.utils import timezone

from laplateforme.guidance import actions
from laplateforme.guidance.models import ExposureCount
from laplateforme.guidance.queries.exposure import exposure_rows
from laplateforme.guidance.rules import can_see_exposure
from tests.factories.guidance import client_of, room
from tests.factories.places import CommuneFactory
from tests.guidance.test_route import PROFILE, asked, offer_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    actions.flush_exposure()
    ExposureCount.objects.all().delete()
    CommuneFactory()
    return room()


def test_a_page_read_counts_who_could_have_been_there_and_who_was(client, here) -> None:
    asked(here.network, offer_of(here.network, "A"), offer_of(here.network, "B"))
    for _ in range(2):
        client.get(f"/r/calanques{reverse('guidance:route')}?{PROFILE.query()}")
    actions.flush_exposure()

    rows = exposure_rows(here.network, day=timezone.localdate(), days=30)

    assert [row.eligible for row in rows] == [2, 2]
    assert sorted(row.shown for row in rows) == [0, 2]
    assert sum(row.first for row in rows) == 2


def test_counts_add_up_over_days_and_old_ones_leave(here) -> None:
    day = timezone.localdate()
    for age in (0, 10, 60):
        ExposureCount.objects.create(
            network=here.network,
            organization=here.organization,
            day=day - timezone.timedelta(days=age),
            eligible=10,
            shown=4,
        )

    assert [row.eligible for row in exposure_rows(here.network, day=day, days=30)] == [20]
    assert [row.shown_percent for row in exposure_rows(here.network, day=day, days=90)] == [40]


def test_members_see_the_page_and_others_once_it_is_published(client, here) -> None:
    address = f"/r/calanques{reverse('guidance:exposure')}"
    assert client_of(here.facilitator).get(address).status_code == 200
    assert client_of(here.ambassador).get(address).status_code == 200
    assert client_of(here.stranger).get(address).status_code == 404
    assert client.get(address).status_code == 404

    here.network.exposure_published = True
    here.network.save()

    page = client.get(address)
    assert page.status_code == 200
    assert "«undefined" not in page.content.decode()
    assert can_see_exposure(here.stranger, here.network)


def test_the_number_of_queries_does_not_follow_the_rows(here, django_assert_num_queries) -> None:
    day = timezone.localdate()
    for organization in (here.organization, here.neighbor):
        ExposureCount.objects.create(network=here.network, organization=organization, day=day, eligible=1)
        with django_assert_num_queries(1):
            exposure_rows(here.network, day=day, days=30)
