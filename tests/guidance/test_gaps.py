"""What is missing, counted."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from laplateforme.core import counters
from laplateforme.guidance.queries.gaps import EMPTY_SEARCH, gaps_page
from tests.factories.guidance import GapFactory, KeyQuestionFactory, client_of, room
from tests.factories.places import DepartmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return room()


def test_gaps_are_counted_for_one_network_and_one_year(here):
    DepartmentFactory()
    today = timezone.localdate()
    question = KeyQuestionFactory(network=here.network, text="Où est le local ?")
    GapFactory.create_batch(2, network=here.network, key_question=question)
    GapFactory(network=here.network, theme="", noted_date=today)
    GapFactory(network=here.network, noted_date=today - timedelta(days=500))
    GapFactory()
    counters.count(EMPTY_SEARCH, f"{here.network.pk}:13:", day=today, amount=4)
    counters.flush()
    page = gaps_page(here.network, today)
    assert (page.total, page.empty_searches) == (3, 4)
    assert [(line.label, line.count) for line in page.by_question] == [("Où est le local ?", 2)]
    assert [line.count for line in page.by_theme] == [2, 1]
    assert [(line.label, line.count) for line in page.by_place] == [("Bouches-du-Rhône", 3)]
    assert [line.count for line in page.by_month] == [3]


@pytest.mark.parametrize(
    ("who", "status"), [("facilitator", 200), ("adviser", 200), ("ambassador", 200), ("stranger", 404)]
)
def test_who_sees_what_is_missing(here, who, status):
    GapFactory(network=here.network)
    assert client_of(getattr(here, who)).get("/r/calanques" + reverse("guidance:gaps")).status_code == status


def test_gaps_cost_the_same_with_one_and_three(here):
    costs = []
    for more in (1, 2):
        GapFactory.create_batch(more, network=here.network)
        with CaptureQueriesContext(connection) as counted:
            gaps_page(here.network, timezone.localdate())
        costs.append(len(counted))
    assert costs[0] == costs[1]
