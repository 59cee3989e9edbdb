"""Logs hold identifiers only, whatever goes wrong with what people typed."""

import io
import json
import logging
import re
from collections.abc import Iterator

import pytest
from django.db import DataError, IntegrityError
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse

from laplateforme.core.logs import Formatter, told, without_persons
from laplateforme.core.signing import sign_link
from laplateforme.guidance.views import requests as contact_views
from laplateforme.offers.emails import RECHECK
from tests.factories.accounts import UserFactory
from tests.factories.network import MembershipFactory, NetworkFactory, OrganizationFactory
from tests.factories.offers import OfferFactory

CANARY = "Zqnadiakv"
MAIL = f"{CANARY}@boite.example"
TYPED = {
    **dict.fromkeys(("contact", "login", "email", "reply_to"), MAIL),
    **dict.fromkeys(("signed_by", "code", "q", "lieu", "question", "collective", "persona", "summary"), CANARY),
    **dict.fromkeys(("organization", "version"), CANARY),
    "name": f"{CANARY} Farouel",
    "message": f"Je suis {CANARY}, 06 39 98 01 14.",
    "text": f"{CANARY} a dit",
}


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """Every line of every logger, at the most talkative level, as it would be written."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(Formatter())
    root, quiet = logging.getLogger(), logging.getLogger("django.db.backends")
    before, before_quiet = root.level, quiet.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    quiet.setLevel(logging.INFO)  # statements are for developers only, never in production
    yield out
    root.removeHandler(handler)
    root.setLevel(before)
    quiet.setLevel(before_quiet)


def refused(error: Exception) -> str:
    try:
        raise error
    except Exception as caught:
        return told(caught)


@pytest.mark.parametrize(
    "error",
    [
        ValueError(f"could not convert string to float: '{CANARY}'"),
        KeyError(CANARY),
        DataError(f'invalid input syntax for type integer: "{CANARY}"\nLINE 1: ... {CANARY}'),
        IntegrityError(f"null value violates not-null constraint\nDETAIL:  Failing row contains (1, {CANARY}, x)."),
        IntegrityError(f"duplicate key value\nDETAIL:  Key (name)=({CANARY}) already exists."),
        RuntimeError(f"sent to {CANARY.lower()}@boite.example"),
    ],
)
def test_what_an_exception_quotes_is_not_written(error: Exception) -> None:
    said = refused(error)
    assert CANARY.lower() not in said.lower()
    assert type(error).__name__ in said
    assert "test_logs.py" in said


def test_what_led_to_an_exception_is_told_as_well() -> None:
    try:
        try:
            int(CANARY)
        except ValueError as cause:
            raise RuntimeError("the page could not be made") from cause
    except RuntimeError as error:
        said = told(error)
    assert "RuntimeError: the page could not be made" in said
    assert "ValueError: invalid literal" in said
    assert CANARY not in said


def test_names_of_ours_stay_readable() -> None:
    assert "no attribute 'stages'" in refused(AttributeError("'Offer' object has no attribute 'stages'"))


def test_signed_links_are_masked() -> None:
    token = sign_link(RECHECK, "01990000-0000-7000-8000-000000000000")
    assert without_persons(f"Gone: /verifier/{token}/") == "Gone: /verifier/[link]/"


@pytest.mark.django_db
def test_forms_filled_with_a_name_leave_it_in_no_log(lines: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    network = NetworkFactory(slug="calanques")
    organization = OrganizationFactory(network=network, functions=["WELCOME"])
    facilitator = MembershipFactory(
        network=network, role="FACILITATOR", user=UserFactory(name=f"{CANARY} Farouel")
    ).user
    offer = OfferFactory(organization=organization)
    token = sign_link(RECHECK, str(offer.pk))
    client = Client(raise_request_exception=False)
    pages = [
        reverse("guidance:ask_contact"), reverse("account_login"), reverse("guidance:question", args=["question"]),
        reverse("guidance:question", args=["lieu"]), reverse("offers:report_error", args=[offer.code]),
        reverse("offers:recheck", args=[token]), f"/nulle-part/{CANARY}@boite.example/", "/api/v1/search",
        reverse("network:positioning"), reverse("network:invite"), reverse("offers:new"), reverse("network:duty"),
        reverse("network:edit_practice", args=[organization.slug, "WELCOME"]), reverse("network:edit_organization",
        args=[organization.slug]), reverse("exchange:new_import"), reverse("accounts:profile"),
    ]  # fmt: skip
    for user in (None, facilitator):
        if user is not None:
            client.force_login(user)
        for page in pages:
            client.get(page, TYPED)
            client.post(page, TYPED)

    def fail(request: HttpRequest, *args: object, **kwargs: object) -> None:
        raise ValueError(f"cannot keep '{TYPED['message']}' of {TYPED['contact']}")

    monkeypatch.setattr(contact_views, "promise_of", fail)
    assert client.get(pages[0]).status_code == 500

    written = lines.getvalue()
    said = [json.loads(line) for line in written.splitlines()]
    assert any(line["level"] == "error" and "ValueError" in line["exception"] for line in said)
    assert len(said) > 20
    assert not re.search(CANARY, written, re.I)
    assert "39 98 01 14" not in written
    assert token not in written
