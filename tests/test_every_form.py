"""Every form that a page shows, found by itself: odd values never meet a fault, and what was typed comes back.

Pages are found by walking the URL resolver (as the canary sweep does), forms by reading the pages: what is new is tried
without being told.
"""

import random
import re
import traceback
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import got_request_exception
from django.db import transaction
from django.test import Client

from laplateforme.core import search
from laplateforme.core.models import Generation
from tests.canary.test_canary import addresses
from tests.canary.world import Side, build_side
from tests.factories.places import marseille, nice
from tests.shares import share

pytestmark = pytest.mark.django_db
CARRIED = {"csrfmiddlewaretoken", "idempotency_key"}
ODD = [
    "\x00", "a\x00b", "x" * 100_000, "🙈" * 300, "\u202e\u2066", "\r\nBcc: x@y.example", "-1", "9" * 400, "NaN",
    "1e999",
    "Infinity", "٣", "0000-00-00", "9999-12-31", "9999-12-31T23:59", "0001-01-01", "31/12/9999", "24:61", "not-a-uuid",
    "../../etc/passwd", "<script>x</script>", "' OR 1=1 --", "{{7*7}}", "%00", "\xed\xa0\x80", "99999999999999999999",
    "2147483648", "-2147483649", "1.5", "1,5", "[]", "{}", "null", "\\", "_%", "é" * 255, " ", "\u2028", "1e5", "0x10",
    "javascript:alert(1)", "http://[::1", "https://" + "a" * 3000, "//evil.example", "x@" + "y" * 300 + ".example",
]  # fmt: skip
WORST = [ODD[number] for number in (0, 2, 7, 8, 9, 13, 14, 24, 25, 34, 37)]
FILES = [
    ("x.csv", b"\xff\xfe\x00"), ("x.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 50), ("x" * 300 + ".csv", b"a;b\n1;2"),
    ("x.csv", b""), ("x.svg", b"<svg onload=x>"), ("../../x.json", b"[" * 30_000),
]  # fmt: skip
TYPED = "Une phrase que quelqu’un a mis du temps à écrire"
# These leave the page, or hold a secret that is not shown again.
LEFT_OUT = re.compile(r"/deconnexion/|/demo/")


@dataclass
class Form:
    action: str
    values: dict[str, list[str]] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    hidden: dict[str, str] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    @property
    def signature(self) -> tuple[Any, ...]:
        action = re.sub(r"[0-9a-f-]{36}|\b(of[ab]\d|org2?-[ab])\b", "*", self.action)
        return action, tuple(sorted(self.values)), tuple(self.buttons)


class Reader(HTMLParser):
    """The forms of a page that post, with the values that they hold."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page, self.found = page, []
        self.form: Form | None = None
        self.area = self.choice = ""

    def handle_starttag(self, tag: str, attributes: Any) -> None:
        said = dict(attributes)
        name, value = said.get("name") or "", said.get("value") or ""
        if tag == "form":
            self.form = Form(said.get("action") or self.page) if (said.get("method") or "").lower() == "post" else None
            if self.form:
                self.found.append(self.form)
        elif self.form is None or not (name or tag == "option"):
            return
        elif tag == "input":
            self.read_input(name, said.get("type") or "text", value, "checked" in said)
        elif tag == "button":
            self.form.buttons.append((name, value))
        elif tag == "textarea":
            self.area = name
            self.form.values.setdefault(name, []).append("")
            self.form.texts.append(name)
        elif tag == "select":
            self.choice = name
            self.form.values.setdefault(name, [])
        elif self.choice and "selected" in said:
            self.form.values[self.choice].append(value)

    def read_input(self, name: str, kind: str, value: str, is_checked: bool) -> None:
        assert self.form is not None
        if kind == "file":
            self.form.files.append(name)
            return
        kept = self.form.values.setdefault(name, [])
        if kind not in {"checkbox", "radio"} or is_checked:
            kept.append(value or "on")
        if kind in {"text", "search"}:
            self.form.texts.append(name)
        elif kind == "hidden" and name not in CARRIED:
            self.form.hidden[name] = value

    def handle_data(self, data: str) -> None:
        if self.area and self.form:
            self.form.values[self.area][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "textarea":
            self.area = ""
        elif tag == "select":
            self.choice = ""


@dataclass
class World:
    client: Client
    side: Side
    role: str

    def sign_in(self) -> None:
        if self.role == "anonymous" or "_auth_user_id" in self.client.session:
            return
        self.client.force_login(self.side.people[self.role])
        session = self.client.session
        session["second_factor_passed"] = session["demo_signed_in"] = True
        session.save()

    def forms(self) -> list[Form]:
        found: dict[tuple[Any, ...], Form] = {}
        paths = addresses(self.side)
        for path in paths if self.role == "anonymous" else share(paths):
            if LEFT_OUT.search(path):
                continue
            cache.clear()
            page = self.client.get(f"/r/net-a{path}")
            if page.status_code == 200 and "html" in page.headers.get("Content-Type", ""):
                reader = Reader(f"/r/net-a{path}")
                reader.feed(page.content.decode())
                for form in reader.found:
                    if not LEFT_OUT.search(form.action):
                        found.setdefault(form.signature, form)
        return list(found.values())

    def post(self, action: str, values: dict[str, Any]) -> Any:
        """Sends, then takes the effect back: each try meets the same world."""
        cache.clear()
        point = transaction.savepoint()
        try:
            return self.client.post(action, values)
        finally:
            transaction.savepoint_rollback(point)
            transaction.savepoint_commit(point)  # let go of it, or each try makes the next one slower
            self.sign_in()


@pytest.fixture
def world(request: Any, settings: Any, tmp_path: Any) -> World:
    settings.MEDIA_ROOT = tmp_path
    Generation.objects.get_or_create(pk=1)
    here, there = marseille(), nice()
    side = build_side("A", here, there)
    build_side("B", there, here)
    search.rebuild()
    made = World(Client(raise_request_exception=False), side, request.param)
    made.sign_in()
    return made


def tries(form: Form, rng: random.Random, *, most: int | None) -> list[dict[str, Any]]:
    """What to send: every field odd at once, each in turn, each missing, doubled, or a file; files of every kind."""
    own: dict[str, Any] = {name: values for name, values in form.values.items() if name not in CARRIED}
    found: list[dict[str, Any]] = [{}]
    for turn in range(len(ODD)):
        found.append({name: [ODD[(turn + number) % len(ODD)]] for number, name in enumerate(own)})
    for name in own:
        found += [{**own, name: [value]} for value in WORST]
        found.append({**own, name: ["a", "b", "c"]})
        found.append({one: value for one, value in own.items() if one != name})
        found.append({**own, name: SimpleUploadedFile("x.txt", b"\x00\xff")})
    for name in form.files:
        found += [{**own, name: SimpleUploadedFile(title, content)} for title, content in FILES]
    if most is not None and len(found) > most:
        found = rng.sample(found, most)
    if form.buttons:
        for one in found:
            name, value = rng.choice(form.buttons)
            one.setdefault(name, value)
    return found


def faults(world: World, *, most: int | None) -> tuple[int, list[str]]:
    rng, count, found, last = random.Random(2007), 0, [], [""]

    def note(**_kwargs: Any) -> None:
        last[0] = "\n".join(traceback.format_exc().splitlines()[-6:])

    got_request_exception.connect(note)
    try:
        for form in world.forms():
            for values in tries(form, rng, most=most):
                count += 1
                last[0] = ""
                answer = world.post(form.action, values)
                if answer.status_code >= 500:
                    odd = {name: repr(one)[:60] for name, one in values.items() if one != form.values.get(name)}
                    found.append(f"{form.action} answers {answer.status_code} to {odd}\n{last[0]}")
    finally:
        got_request_exception.disconnect(note)
    return count, found


@pytest.mark.parametrize("world", ["FACILITATOR", "anonymous"], indirect=True)
def test_odd_values_meet_no_fault(world: World) -> None:
    count, found = faults(world, most=4)
    assert "\n".join(found[:5]) == ""
    assert count > 20


@pytest.mark.slow
@pytest.mark.parametrize("world", ["FACILITATOR", "ADMINISTRATOR", "ADVISER", "anonymous"], indirect=True)
def test_many_odd_values_meet_no_fault(world: World) -> None:
    count, found = faults(world, most=None)
    assert "\n".join(found[:5]) == ""
    assert count > 200


@pytest.mark.parametrize("world", ["FACILITATOR", "anonymous"], indirect=True)
def test_a_form_that_is_refused_gives_back_what_was_typed(world: World) -> None:
    """One text is filled in and nothing else: refused or not, the words are on the page that answers."""
    seen, lost = 0, []
    for form in world.forms():
        for name in form.texts:
            answer = world.post(form.action, {**form.hidden, name: TYPED})
            if answer.status_code not in {200, 422}:
                continue
            seen += 1
            if TYPED not in unescape(answer.content.decode()):
                lost.append(f"{form.action}: {name}")
    assert lost == []
    assert seen >= 5
