"""The stand: what a phone sends has one effect, once; what cannot be opened is kept, sealed, and said in a sentence."""

import json
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from laplateforme.core.models import OutgoingMail
from laplateforme.fairs import actions
from laplateforme.fairs.models import Contact, Envelope, Occasion, StandDevice
from laplateforme.fairs.reading import envelope as envelopes
from laplateforme.network.models import Participation
from tests.factories.accounts import signed_in
from tests.factories.fairs import Hall, accepted, hall

WORDS = {
    "first_name": "Camille",
    "means": "camille@courriel.example",
    "words": "Un local",
    "caller": "",
    "agreed": True,
}


@pytest.fixture
def coming(world: Hall) -> Occasion:
    at = timezone.now()
    occasion = accepted(world, at, starts_at=at + timedelta(days=9), ends_at=at + timedelta(days=10))
    actions.open_stand(occasion=occasion, by=world.facilitator, at=at)
    return occasion


class Phone:
    """As the page does it: seals, keeps what is sealed, sends it until its fingerprint comes back."""

    def __init__(self, occasion: Occasion, world: Hall) -> None:
        self.occasion = occasion
        self.device, secret = actions.prepare_device(occasion=occasion, by=world.ambassador, at=timezone.now())
        self.client = Client(HTTP_AUTHORIZATION=f"Stand {self.device.pk}.{secret}")
        self.queue: dict[UUID, Any] = {}

    def note(self, key: Any = None, **more: Any) -> Any:
        key = key or self.occasion.stand_keys.get(state="current")
        sealed = envelopes.seal(
            {**WORDS, **more}, public=key.public_key, stand=self.occasion.code, key=key.number, identifier=uuid4(),
            serial=len(self.queue) + 1,
        )  # fmt: skip
        self.queue[sealed.id] = sealed
        return sealed

    def post(self, *sealed: Any) -> Any:
        body = {"envelopes": [one if isinstance(one, dict) else envelopes.write(one) for one in sealed]}
        path = f"/r/calanques/salons/{self.occasion.code}/stand/envoyer/"
        return self.client.post(path, json.dumps(body), content_type="application/json")


@pytest.fixture
def phone(coming: Occasion, world: Hall) -> Phone:
    return Phone(coming, world)


def test_an_envelope_makes_one_contact_and_the_same_answer_each_time(phone: Phone, world: Hall) -> None:
    sealed = phone.note(caller="maison-ravelle")
    answers = [phone.post(sealed).json() for _ in range(3)]
    assert answers[0] == answers[1] == answers[2]
    assert answers[0]["receipts"][0]["digest"] == sealed.digest
    contact = Contact.objects.get()
    assert (contact.first_name, contact.email, contact.words) == ("Camille", "camille@courriel.example", "Un local")
    assert (contact.organization, contact.taken_by, contact.confirmed_at) == (world.one, world.ambassador, None)
    assert OutgoingMail.objects.filter(to="camille@courriel.example").count() == 1
    assert not Envelope.objects.get().sealed


def altered(phone: Phone) -> Any:
    data = envelopes.write(phone.note())
    return {**data, "content": envelopes.encode(b"x" + envelopes.decode(data["content"])[1:])}


def foreign(phone: Phone) -> Any:
    key = phone.occasion.stand_keys.get()
    key.public_key = envelopes.public_text(envelopes.new_key())
    return envelopes.write(phone.note(key=key))


def renamed(phone: Phone) -> Any:
    return {**envelopes.write(phone.note()), "id": str(uuid4())}


def of_the_future(phone: Phone) -> Any:
    return {**envelopes.write(phone.note()), "v": 9}


def elsewhere(phone: Phone) -> Any:
    return {**envelopes.write(phone.note()), "stand": "abcdefgh"}


def gone_structure(phone: Phone) -> Any:
    sealed = phone.note(caller="maison-ravelle")
    Participation.objects.filter(organization__slug="maison-ravelle").delete()
    return envelopes.write(sealed)


def revoked(phone: Phone) -> Any:
    actions.revoke_device(device=phone.device, by=phone.device.user, at=timezone.now())
    return envelopes.write(phone.note())


def lost_key(phone: Phone) -> Any:
    sealed = phone.note()
    Path(settings.LP_STAND_KEYS_DIR, f"{phone.occasion.code}-1.pem").unlink()
    return envelopes.write(sealed)


BAD: list[tuple[Callable[[Phone], Any], str]] = [
    (altered, "key"), (foreign, "key"), (renamed, "key"), (of_the_future, "version"), (elsewhere, "stand"),
    (gone_structure, "reader"), (revoked, "revoked"), (lost_key, "lost"),
    (lambda phone: envelopes.write(phone.note(means="")), "means"),
    (lambda phone: envelopes.write(phone.note(means="06 12")), "means"),
    (lambda phone: envelopes.write(phone.note(first_name="")), "words"),
    (lambda phone: envelopes.write(phone.note(agreed="yes")), "agreement"),
]  # fmt: skip


@pytest.mark.parametrize(("make", "why"), BAD)
def test_what_cannot_be_opened_is_kept_sealed_and_told(phone: Phone, world: Hall, make: Any, why: str) -> None:
    data = make(phone)
    answers = [phone.post(data) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    receipt = answers[0].json()["receipts"][0]
    assert answers[1].json()["receipts"][0] == receipt
    assert receipt["state"] == "aside"
    assert receipt["said"].endswith("l’animation du réseau est prévenue.")
    assert Contact.objects.count() == 0
    row = Envelope.objects.get()
    assert row.why == why
    assert row.sealed["content"] == data["content"]
    page = signed_in(world.facilitator).get(f"/r/calanques/salons/{phone.occasion.code}/tenue/").content.decode()
    assert "Mises de côté" in page


@pytest.mark.parametrize("odd", [{}, {"v": "1"}, [], "x", None, 7, {"v": 1, "stand": "x", "id": "y"}, {"v": -1}])
def test_what_is_no_envelope_is_refused_in_words(phone: Phone, odd: Any) -> None:
    path = f"/r/calanques/salons/{phone.occasion.code}/stand/envoyer/"
    body = json.dumps({"envelopes": [odd]})
    answer = phone.client.post(path, body, content_type="application/json")
    assert answer.json()["receipts"][0]["state"] == "refused"
    for body in (" ", "{", "[]", '{"envelopes": 3}', "[" * 5000):
        assert phone.client.post(path, body, content_type="application/json").status_code == 422
    assert Envelope.objects.count() == 0


ODD = ["\x00", "a\x00b", "\ud800", "🙈" * 300, "x" * 9_000, {"a": 1}, ["x"], 7, True, "\u202e", "9" * 400]


@pytest.mark.parametrize("odd", ODD)
def test_odd_values_in_and_on_an_envelope_meet_no_fault(phone: Phone, odd: Any) -> None:
    for name in ("first_name", "means", "question", "words", "caller", "offers", "agreed"):
        assert phone.post(phone.note(**{name: odd})).status_code == 200, name
        assert phone.post(phone.note(offers=[odd])).status_code == 200
    for name in ("v", "stand", "key", "id", "at", "n", "point", "nonce", "content"):
        assert phone.post({**envelopes.write(phone.note()), name: odd}).status_code == 200, name


def test_a_damaged_copy_does_not_take_the_place_of_the_true_one(phone: Phone) -> None:
    sealed = phone.note()
    data = envelopes.write(sealed)
    damaged = {**data, "content": envelopes.encode(b"x" + envelopes.decode(data["content"])[1:])}
    assert phone.post(damaged).json()["receipts"][0]["digest"] != sealed.digest
    assert phone.post(sealed).json()["receipts"][0]["state"] == "opened"
    assert Contact.objects.count() == 1


def test_an_unknown_phone_is_told_and_nothing_is_kept(phone: Phone) -> None:
    sealed = phone.note()
    for header in ("", "Stand x.y", f"Stand {phone.device.pk}.wrong", f"Stand {uuid4()}.x"):
        phone.client = Client(HTTP_AUTHORIZATION=header)
        answer = phone.post(sealed)
        assert answer.status_code == 401
        assert "rien n’est perdu" in answer.json()["said"]
    assert Envelope.objects.count() == 0


def test_an_older_key_still_opens_and_the_drill_says_so(phone: Phone, world: Hall, capsys: Any) -> None:
    before = phone.note()
    actions.rotate_key(occasion=phone.occasion, by=world.facilitator, at=timezone.now())
    after = phone.note()
    assert [one["state"] for one in phone.post(before, after).json()["receipts"]] == ["opened", "opened"]
    call_command("stand_keys", "drill", phone.occasion.code)
    assert capsys.readouterr().out.count("  opens") == 2
    Path(settings.LP_STAND_KEYS_DIR, f"{phone.occasion.code}-1.pem").unlink()
    with pytest.raises(CommandError, match="1 of the private keys"):
        call_command("stand_keys", "drill", phone.occasion.code)


def test_the_restore_drill_opens_old_ciphertext_once_the_folder_is_back(phone: Phone, world: Hall) -> None:
    sealed = phone.note()
    file = Path(settings.LP_STAND_KEYS_DIR, f"{phone.occasion.code}-1.pem")
    kept = file.read_bytes()
    file.unlink()
    phone.post(sealed)
    assert Envelope.objects.get().why == "lost"
    file.write_bytes(kept)
    row = actions.open_again(envelope=Envelope.objects.get(), by=world.facilitator, at=timezone.now())
    assert (row.state, row.sealed) == ("opened", {})
    assert Contact.objects.get().first_name == "Camille"
    assert actions.open_again(envelope=row, by=world.facilitator, at=timezone.now()).state == "opened"
    assert Contact.objects.count() == 1


def test_the_private_key_is_readable_by_the_service_alone_and_absent_from_the_database(phone: Phone) -> None:
    file = Path(settings.LP_STAND_KEYS_DIR, f"{phone.occasion.code}-1.pem")
    assert file.stat().st_mode & 0o777 == 0o600
    assert Path(settings.LP_DATA_DIR, "backups") not in file.parents
    call_command("stand_keys", "list")
    with pytest.raises(CommandError):
        call_command("stand_keys", "create", "nothing")


def test_an_envelope_that_comes_again_makes_nobody_known_again(phone: Phone) -> None:
    sealed = phone.note()
    phone.post(sealed)
    actions.forget_contact(contact=Contact.objects.get(), at=timezone.now())
    assert phone.post(sealed).json()["receipts"][0]["state"] == "opened"
    contact = Contact.objects.get()
    assert (contact.first_name, contact.email, contact.words) == ("", "", "")
    assert not OutgoingMail.objects.filter(to="camille@courriel.example").exists()


def test_limits_are_counted_by_phone_and_not_by_address(phone: Phone, world: Hall, monkeypatch: Any) -> None:
    from laplateforme.fairs.views import stand

    monkeypatch.setattr(stand, "PER_MINUTE", 3)
    other = Phone(phone.occasion, world)
    codes = [phone.post(phone.note()).status_code for _ in range(5)]
    assert codes == [200, 200, 200, 429, 429]
    assert other.post(other.note()).status_code == 200
    assert Contact.objects.count() == 4


def test_the_page_opens_with_the_phone_key_alone_and_names_nobody(phone: Phone, world: Hall) -> None:
    base = f"/r/calanques/salons/{phone.occasion.code}/stand/"
    page = phone.client.get(base)
    assert page.status_code == 200
    assert b"csrfmiddlewaretoken" not in page.content
    assert "Dounia" not in page.content.decode()
    pack = phone.client.get(f"{base}donnees.json").json()
    assert pack["key"]["number"] == 1
    assert pack["counts"] == {"came": 0, "highest": 0}
    assert {one["name"] for one in pack["callers"]} > {"Maison Ravelle", "Cap Farigoule"}
    assert all(one["name"] in one["words"] or "nimation" in one["words"] for one in pack["callers"])
    for name in ("manifest.webmanifest", "travailleur.js", "qr.svg"):
        assert phone.client.get(base + name).status_code == 200


def test_who_prepares_a_phone(coming: Occasion, world: Hall) -> None:
    base = f"/r/calanques/salons/{coming.code}/stand/"
    assert Client().get(base).status_code == 302
    for who, status in (("ambassador", 200), ("writer", 200), ("funder", 404), ("holder", 404), ("stranger", 404)):
        assert signed_in(getattr(world, who)).get(base).status_code == status, who
    client = signed_in(world.ambassador)
    answer = client.post(f"{base}appareil/")
    assert answer.cookies["lp_stand"]["httponly"]
    assert answer.cookies["lp_stand"]["samesite"] == "Strict"
    assert answer.cookies["lp_stand"]["path"] == base
    assert "data-stand=" in client.get(base).content.decode()
    actions.revoke_device(device=StandDevice.objects.get(), by=world.facilitator, at=timezone.now())
    assert "data-stand=" not in client.get(base).content.decode()


def test_a_saved_queue_is_brought_once(phone: Phone, world: Hall, tmp_path: Path) -> None:
    sealed = [phone.note() for _ in range(3)]
    file = tmp_path / "stand.json"
    file.write_text(json.dumps({"kind": "laplateforme-stand", "envelopes": [envelopes.write(one) for one in sealed]}))
    assert "Camille" not in file.read_text()
    client = signed_in(world.adviser)
    for _ in range(2):
        with file.open("rb") as opened:
            answer = client.post(f"/r/calanques/salons/{phone.occasion.code}/tenue/", {"deed": "file", "file": opened})
        assert answer.status_code == 302
    assert Contact.objects.count() == 3
    client.post(f"/r/calanques/salons/{phone.occasion.code}/tenue/", {"deed": "rotate"})
    assert phone.occasion.stand_keys.count() == 1  # only whoever decides


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one transaction write at a time")
def test_a_phone_and_its_saved_file_at_the_same_moment_make_one_contact() -> None:
    world, at = hall(), timezone.now()
    occasion = accepted(world, at, starts_at=at + timedelta(days=9), ends_at=at + timedelta(days=10))
    actions.open_stand(occasion=occasion, by=world.facilitator, at=at)
    phone = Phone(occasion, world)
    for _ in range(10):
        data, start, found = [envelopes.write(phone.note()) for _ in range(3)], threading.Barrier(3), []

        def send(device: Any, data: Any = data, start: Any = start, found: Any = found) -> None:
            start.wait(5)
            found.append(actions.receive(occasion=occasion, device=device, data=data, at=at, by=world.adviser))
            connection.close()

        threads = [threading.Thread(target=send, args=(device,)) for device in (phone.device, phone.device, None)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        assert len(found) == 3
        assert found[0] == found[1] == found[2]
    assert Contact.objects.count() == Envelope.objects.count() == 30


def cut_at_random(phone: Phone, cuts: int) -> None:
    """A phone whose sending is cut before, during or after, as chance has it, until all its envelopes are known."""
    chance, waiting, cut = Random(cuts), [], 0
    while cut < cuts or waiting:
        if cut < cuts and len(waiting) < 10:
            waiting.append(phone.note(first_name=f"Camille{len(phone.queue)}"))
        fate = chance.choice(("before", "lost", "half", "through")) if cut < cuts else "through"
        cut += fate != "through"
        if fate == "before":
            continue
        sent = waiting[: len(waiting) // 2 + 1] if fate == "half" else waiting
        answer = phone.post(*sent).json()
        if fate != "lost":
            known = {one["id"] for one in answer["receipts"]}
            waiting = [one for one in waiting if str(one.id) not in known]


@pytest.mark.parametrize("cuts", [60, pytest.param(2_000, marks=pytest.mark.slow)])
@pytest.mark.offline
def test_whatever_is_cut_each_contact_comes_exactly_once(phone: Phone, cuts: int, monkeypatch: Any) -> None:
    monkeypatch.setattr("laplateforme.fairs.views.stand.PER_MINUTE", 10**9)
    cut_at_random(phone, cuts)
    names = list(Contact.objects.values_list("first_name", flat=True))
    assert len(names) == len(set(names)) == len(phone.queue) > cuts // 10


@pytest.mark.offline
def test_without_the_envelope_number_the_same_cuts_double_contacts(phone: Phone, monkeypatch: Any) -> None:
    """The control: without the key the protection above would not hold."""
    real = actions.receive

    def forgetful(*, data: list[Any], **more: Any) -> Any:
        Contact.objects.update(envelope=None)
        Envelope.objects.all().delete()
        return real(data=data, **more)

    monkeypatch.setattr("laplateforme.fairs.views.stand.actions.receive", forgetful)
    monkeypatch.setattr("laplateforme.fairs.views.stand.PER_MINUTE", 10**9)
    cut_at_random(phone, 40)
    assert Contact.objects.count() > len(phone.queue)
