"""The API against its own description: every operation, odd values, no fault of ours."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import CHECKS

from laplateforme.config.wsgi import application
from laplateforme.network.models import Network
from tests.factories.guidance import KeyQuestionFactory, PublishedOfferFactory, Room
from tests.factories.places import CommuneFactory

EXAMPLES = 15


@pytest.fixture
def _one_connection() -> Iterator[None]:
    """A real WSGI request would close the connection that holds the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def schema(room: Room, monkeypatch: pytest.MonkeyPatch, _one_connection: None) -> Any:
    from laplateforme.exchange.api import door

    monkeypatch.setattr(door, "MOST", 1_000_000)
    room.stranger.memberships.all().delete()
    Network.objects.exclude(pk=room.network.pk).delete()
    PublishedOfferFactory(organization=room.organization, commune=CommuneFactory())
    KeyQuestionFactory(network=room.network)
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


def checks() -> list[Any]:
    wanted = [
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_schema_conformance",
    ]
    return [check for check in CHECKS.get_all() if check.__name__ in wanted]


def fuzz(schema: Any, examples: int) -> int:
    met = 0
    for operation in schema.get_all_operations():
        strategy = operation.ok().as_strategy()

        @settings(
            max_examples=examples, deadline=None, database=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=strategy)
        def run(case: Any) -> None:
            case.call_and_validate(checks=checks())

        run()
        met += 1
    return met


def test_odd_requests_meet_no_fault(schema: Any) -> None:
    assert fuzz(schema, EXAMPLES) == 7


@pytest.mark.slow
def test_many_odd_requests_meet_no_fault(schema: Any) -> None:
    assert fuzz(schema, 200) == 7
