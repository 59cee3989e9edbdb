"""Whom limits count, and what a silent database answers."""

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory

from laplateforme.core.http import client_address
from laplateforme.network import middleware


def test_an_address_that_anybody_could_write_is_believed_only_behind_a_proxy(rf: RequestFactory, settings: Any) -> None:
    request = rf.get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR="198.51.100.9, 203.0.113.5")

    assert client_address(request) == "192.0.2.1"
    settings.LP_BEHIND_PROXY = True
    assert client_address(request) == "203.0.113.5"


@pytest.mark.fault
@pytest.mark.django_db
@pytest.mark.parametrize(("error", "status"), [(OperationalError, 503), (ZeroDivisionError, 500)])
def test_a_database_that_fails_in_a_middleware_is_a_matter_of_waiting(
    error: type[Exception], status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: Any, request: Any) -> None:
        raise error("gone")

    monkeypatch.setattr(middleware.NetworkMiddleware, "__call__", fail)
    response = Client(raise_request_exception=False).get("/a-faire/")

    assert response.status_code == status
    assert ("Retry-After" in response.headers) == (status == 503)


@pytest.mark.django_db
def test_an_address_of_the_api_that_does_not_exist_is_told_in_words(client: Client) -> None:
    answer = client.get("/api/v1/nulle-part")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json() == {"type": "about:blank", "title": "Rien de public n’est à cette adresse.", "status": 404}
