"""Nobody of one network sees a private word of the other, on any page, list, export, feed, file or mail.

Pages are found by walking the URL resolver, objects by walking the models: what is new is swept without being told.
"""

import itertools
import math
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from unittest import mock

import pytest
from django.core import mail
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern
from pypdf import PdfReader

from laplateforme.core import search
from laplateforme.core.models import Generation
from laplateforme.core.signing import sign_link
from laplateforme.guidance.models import ContactRequestQuerySet
from laplateforme.offers.models import OfferQuerySet
from tests.canary.world import Side, build_side, models_without_a_canary
from tests.factories.places import marseille, nice
from tests.shares import share

pytestmark = [pytest.mark.canary, pytest.mark.django_db]
# The workshop (/atelier/) is not in the common resolver: tests/editorial/test_workshop.py sweeps all its addresses.
SKIPPED_SPACES = {"admin"}
SEARCHES = ("q={0}", "q={0}&page=2", "commune={0}", "network=net-b&q={0}")
MOST_COMBINATIONS = 400  # of one route
BY_LINK = {
    "referrals.referral": "referrals.answer",
    "referrals.capacityquestion": "referrals.capacity",
    "projects.holder": "projects.own-page",
}


@pytest.fixture
def sides(settings: Any, tmp_path: Any) -> tuple[Side, Side]:
    settings.MEDIA_ROOT = tmp_path
    Generation.objects.get_or_create(pk=1)
    here, there = marseille(), nice()
    made = build_side("A", here, there), build_side("B", there, here)
    search.rebuild()
    return made


def routes() -> Iterator[tuple[str, str, list[str]]]:
    """Every route of ours: its room, its pattern with {names}, and the names."""

    def walk(patterns: list[Any], prefix: str, space: str) -> Iterator[tuple[str, str, list[str]]]:
        for pattern in patterns:
            if not isinstance(pattern.pattern, RoutePattern):
                continue
            route = prefix + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(pattern.pattern))
            if isinstance(pattern, URLResolver):
                if (pattern.namespace or space) not in SKIPPED_SPACES:
                    yield from walk(pattern.url_patterns, route, pattern.namespace or space)
            elif isinstance(pattern, URLPattern):
                yield space, route, re.findall(r"{(\w+)}", route)

    yield from walk(get_resolver().url_patterns, "", "")


def candidates(side: Side, space: str, *, whole: bool) -> dict[str, list[str]]:
    """What each name of a route may stand for: identifiers of this side. The reduced sweep takes the first and the last
    of each of the room's own things and of the foundations; the whole one takes all of them; both take few others.
    """
    found: dict[str, list[str]] = {
        "pk": [],
        "slug": [],
        "code": [],
        "token": [],
        "path": [],
        "rendition": [],
        "number": [],
    }
    own = [row for row in side.rows if row._meta.app_label in {space, "core"}]
    ends = [row for rows in (own, reversed(own)) for row in {row._meta.label: row for row in rows}.values()]
    taken = {id(row) for row in (own if whole else ends)}
    for number, row in enumerate(side.rows):
        if id(row) not in taken and number % (29 if whole else 101):
            continue
        found["pk"].append(str(row.pk))
        if inner := getattr(row, "inner_path", ""):
            found["path"].append(inner)
        if row._meta.app_label == "editorial" and getattr(row, "token", ""):
            found["pk"].append(str(row.token))
        if row._meta.label_lower == "editorial.articlepage":
            found["number"].append(str(row.pk))
        if row._meta.model_name == "picturerendition":
            found["rendition"].append(str(row.pk))
        for name in ("slug", "code"):
            if value := getattr(row, name, ""):
                found[name].append(str(value))
    for name in ("holder", "need", "consent"):
        found[name] = [str(row.pk) for row in side.rows if row._meta.label_lower == f"projects.{name}"]
    offers = [str(row.pk) for row in side.rows if row._meta.model_name == "offer"]
    found["token"] = [sign_link("recheck", offers[0]), "wrong", "moi"]
    for row in side.rows:
        if purpose := BY_LINK.get(row._meta.label_lower):
            found["token"].append(sign_link(purpose, str(row.pk)))
    found |= {
        "function": ["WELCOME"],
        "step": ["situation", "lieu"],
        "version": ["1"],
        "width": ["320"],
        "form": [f"offer:{side.letter}"],
    }
    return found


def combinations(choices: list[list[str]]) -> Iterator[tuple[str, ...]]:
    """All of them; when they are very many, every value of each name beside the first value of the others."""
    if math.prod(len(values) for values in choices) <= MOST_COMBINATIONS:
        yield from itertools.product(*choices)
        return
    first = [values[0] for values in choices]
    for place, values in enumerate(choices):
        for value in values:
            yield (*first[:place], value, *first[place + 1 :])


def addresses(side: Side, *, whole: bool = False) -> list[str]:
    """Every route with the identifiers of the side, and the searches for its words."""
    found = []
    for space, route, names in routes():
        values = candidates(side, space, whole=whole)
        choices = [values.get(name, ["x"]) for name in names]
        for combination in combinations(choices):
            found.append("/" + route.format(**dict(zip(names, combination, strict=True))))
    word = sorted(side.private)[0]
    for route in ("annuaire/", "structures/", "lieux/communes", "api/v1/search", "api/v1/offers", "integrer/annuaire/"):
        found += [f"/{route}?{query.format(word)}" for query in SEARCHES]
    return sorted(set(found))


def text_of(response: Any) -> str:
    """All that an answer says: its body, the text of a PDF, its headers."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body.startswith(b"%PDF"):
        body = "\n".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages).encode()
    return body.decode("utf-8", "replace") + str(dict(response.headers))


def sweep(actor: Any, prefix: str, paths: list[str], forbidden: set[str]) -> tuple[int, list[str]]:
    """Opens every path as `actor`; returns how many answers were read and what leaked where."""
    client = Client(raise_request_exception=False)
    if actor is not None:
        client.force_login(actor)
        session = client.session
        session["second_factor_passed"] = session["demo_signed_in"] = True
        session.save()
    leaks, count = [], 0
    for path in paths:
        response = client.get(f"{prefix}{path}")
        count += 1
        if response.status_code >= 500:
            leaks.append(f"{path}: answers {response.status_code}")
        text = text_of(response)
        leaks += [f"{path}: {token}" for token in forbidden if token in text and token not in path]
    return count, leaks


ACTORS = ("anonymous", "FACILITATOR")
ALL_ACTORS = ("anonymous", *("HOLDER", "AMBASSADOR", "ADVISER", "ORGANIZATION_MANAGER", "FACILITATOR"),
              *("WRITER", "FUNDER", "NURSERY_MANAGER", "ADMINISTRATOR"))  # fmt: skip


def check_actor(name: str, sides: tuple[Side, Side], *, whole: bool = False) -> int:
    mine, other = sides
    actor = None if name == "anonymous" else mine.people[name]
    theirs = addresses(other, whole=whole)
    own = [path for path in addresses(mine, whole=whole) if path not in theirs]
    if not whole:
        theirs, own = share(theirs), share(own)
    read, leaks = sweep(actor, "/r/net-b", theirs, other.private)
    allowed = {
        f"{path}: {token}" for path in theirs for start, told in other.by_link.items() if path.startswith(start)
        for token in told
    }  # fmt: skip
    leaks = [leak for leak in leaks if leak not in allowed]
    for paths in (theirs, own):
        paths = [path for path in paths if "network=net-b" not in path]  # the API may be asked for a network by name
        more, found = sweep(actor, "/r/net-a", paths, other.private | other.public - names_of_networks(other))
        read, leaks = read + more, leaks + found
    assert "\n".join(leaks[:20]) == ""
    for token in other.private | other.public:
        assert all(token not in f"{message.subject}{message.body}" for message in mail.outbox)
    return read


def names_of_networks(side: Side) -> set[str]:
    """The list of networks names them all, on purpose."""
    return {side.network.name, side.network.claim}


@pytest.mark.parametrize("name", ACTORS)
def test_nobody_sees_the_other_network(name: str, sides: tuple[Side, Side]) -> None:
    assert check_actor(name, sides) > 200


@pytest.mark.slow
@pytest.mark.parametrize("name", ALL_ACTORS)
def test_nobody_at_all_sees_the_other_network(name: str, sides: tuple[Side, Side]) -> None:
    assert check_actor(name, sides, whole=True) > 1_100


def test_every_model_has_its_canary(sides: tuple[Side, Side]) -> None:
    assert models_without_a_canary(sides[0]) == []


def test_the_tokens_are_there_to_be_seen(sides: tuple[Side, Side]) -> None:
    """A sweep that could not find anything would prove nothing: their own facilitator does see them."""
    _, other = sides
    tokens: set[str] = set()
    for path in addresses(other):
        _, seen = sweep(other.people["FACILITATOR"], "/r/net-b", [path], other.private)
        tokens |= {one.rsplit(": ", 1)[1] for one in seen if ": answers" not in one}
        if len(tokens) >= 10:
            return
    raise AssertionError(f"only {len(tokens)} were seen")


def test_pages_by_link_are_swept_with_links_that_open(sides: tuple[Side, Side]) -> None:
    """A page that only says "this link is closed" would hide what leaks behind it."""
    _, other = sides
    paths = [path for path in addresses(other) if path.startswith(tuple(other.by_link))]
    for start in other.by_link:
        opened = {path for path in paths if path.startswith(start)} - {"/relais/lien/moi/", "/relais/lien/wrong/"}
        assert any(Client().get(f"/r/net-b{path}").status_code == 200 for path in sorted(opened))
    assert any(path.endswith("/lectures/") and Client().get(f"/r/net-b{path}").status_code == 200 for path in paths)


def without_filter(self: Any, *args: Any, **kwargs: Any) -> Any:
    return self.all()


CONTROLS = {
    "requests": (ContactRequestQuerySet, "visible_to", "/r/net-b", "/demandes/"),
    "offers": (OfferQuerySet, "public_in", "/r/net-a", "/plan-du-site/"),
}


@pytest.mark.parametrize("name", CONTROLS)
def test_the_sweep_sees_a_missing_filter(name: str, sides: tuple[Side, Side]) -> None:
    """The control: with one filter removed, the sweep finds the other side's words."""
    mine, other = sides
    queryset, method, prefix, start = CONTROLS[name]
    paths = [path for path in addresses(other) if path.startswith(start)]
    _, before = sweep(mine.people["FACILITATOR"], prefix, paths, other.private)
    with mock.patch.object(queryset, method, without_filter):
        _, after = sweep(mine.people["FACILITATOR"], prefix, paths, other.private)
    assert before == []
    assert after != []
