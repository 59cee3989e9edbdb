"""What people send to this house: one form of each kind, filled in, through the pages."""

import hashlib
import io
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core import signing
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from laplateforme.core.models import Generation
from laplateforme.guidance.forms.requests import SALT
from tests.factories.guidance import KeyQuestionFactory, PublishedOfferFactory, Room, client_of
from tests.factories.network import PracticeCardFactory

HERE = "/r/calanques"
NOT_COMPARED = {"core.Counter", "guidance.ExposureCount", "core.IdempotencyKey"}
NO_ROWS = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0"}
OFFER = {
    **{f"{part}-{name}": value for part in ("dates", "prices") for name, value in NO_ROWS.items()},
    "name": "Décider à plusieurs", "summary": "Cinq séances.", "stages": ["EMERGENCE"], "functions": ["TRAIN"],
    "coverage": ["all"], "how_to_ask": "Appelez.", "recheck_months": "3",
}  # fmt: skip
SETTINGS = {"name": "Les Calanques", "promised_days": "3", "is_published": "on"}


@dataclass(frozen=True)
class Deed:
    """`who`: an attribute of Room, "" for nobody. `makes`: what there is one more of afterwards, "" for an edit.

    `files`: makers of what is sent with it. `keyed`: the form has a key.
    """

    name: str
    who: str
    makes: str
    path: str
    body: dict[str, Any]
    files: dict[str, Callable[[], SimpleUploadedFile]] = field(default_factory=dict)
    keyed: bool = True

    def send(self, client: Client, key: str, **changes: Any) -> HttpResponse:
        """Limits of how often are not what is tried here: they are counted from nothing."""
        cache.clear()
        body = {**self.body, **{name: make() for name, make in self.files.items()}, **changes}
        if key:
            body["idempotency_key"] = key
        return client.post(f"{HERE}{self.path}", body)  # type: ignore[return-value]

    def count(self) -> int:
        return apps.get_model(self.makes).objects.count() if self.makes else 0

    def client(self, room: Room) -> Client:
        client = client_of(getattr(room, self.who) if self.who else None)
        client.raise_request_exception = False
        return client


def picture() -> SimpleUploadedFile:
    """Noise, so that it stays as large as it looks once it is drawn again."""
    pixels = random.Random(1).randbytes(120 * 120 * 3)
    out = io.BytesIO()
    Image.frombytes("RGB", (120, 120), pixels).save(out, "PNG")
    return SimpleUploadedFile("photo.png", out.getvalue(), "image/png")


def table() -> SimpleUploadedFile:
    """A file of offers of more than 2 MB: Django keeps it on the disk while it arrives."""
    line = "Atelier des comptes;" + "x" * 400 + "\n"
    return SimpleUploadedFile("offres.csv", ("name;summary\n" + line * 6_000).encode(), "text/csv")


def deeds_of(room: Room) -> list[Deed]:
    """Makes what they are about, then says them."""
    Generation.objects.get_or_create(pk=1)
    room.organization.email = "bonjour@ravelle.example"
    room.organization.save()
    PublishedOfferFactory(organization=room.organization, code="n5mh")
    PublishedOfferFactory(organization=room.neighbor)
    KeyQuestionFactory(network=room.network)
    card = PracticeCardFactory(organization=room.organization)
    return [
        *of_the_network(),
        Deed("comment", "adviser", "network.PracticeComment", f"/pratiques/{card.pk}/", {"text": "Nous aussi."}),
        *of_offers(room),
        *of_visitors(),
    ]


def of_the_network() -> list[Deed]:
    duty = {"name": "Inès", "organization": "maison-ravelle", "hours": "le matin", "promised_days": "2"}
    organization = {"name": "Maison Neuve", "email": "neuve@calanques.example"}
    invitation = {"email": "a@calanques.example", "role": "ADVISER", "organization": "maison-ravelle"}
    link = {"organization": "maison-ravelle", "way": "gives", "other": "cap-farigoule", "terms": "Un appel"}
    text = {"text": "Nous coopérons.", "signed_by": "Nous"}
    practice = "/pratiques/maison-ravelle/WELCOME/modifier/"
    return [
        Deed("organization", "facilitator", "network.Organization", "/structures/nouvelle/", organization),
        Deed("invitation", "facilitator", "network.Invitation", "/membres/inviter/", invitation),
        Deed("positioning", "facilitator", "network.PositioningText", "/texte-commun/", text),
        Deed("duty", "facilitator", "network.DutyPerson", "/permanence/", {**duty, "starts_date": "2026-11-23"}),
        Deed("settings", "facilitator", "", "/reglages/", {**SETTINGS, "version": "1"}, {"logo": picture}, False),
        Deed("link", "adviser", "network.DeclaredLink", "/liens/", link),
        Deed("practice", "adviser", "network.PracticeVersion", practice, {"utility": "Oui"}, keyed=False),
    ]


def of_offers(room: Room) -> list[Deed]:
    question = {
        "text": "Comment payer un loyer ?", "theme": "PREMISES", "stage": "", "is_published": "on",
        "picture_alt": "Un local",
    }  # fmt: skip
    offer = {**OFFER, "organization": str(room.organization.pk)}
    bank, files = "/questions-banque/nouvelle/", {"picture": picture}
    source = {"new_source": "Tableur"}
    return [
        Deed("offer", "adviser", "offers.Offer", "/mes-offres/nouvelle/", offer),
        Deed("question", "facilitator", "guidance.KeyQuestion", bank, question, files),
        Deed("paper", "adviser", "core.BackgroundJob", "/imprimer/", {"paper": "chain", "scope": "all"}),
        Deed("import", "facilitator", "exchange.ImportBatch", "/imports/nouveau/", source, {"file": table}, False),
        Deed("draft", "adviser", "core.Draft", "/brouillon/offer-n5mh/", {"name": "En cours"}, keyed=False),
    ]


def of_visitors() -> list[Deed]:
    asks = {"name": "Leïla", "contact": "06 39 98 01 14", "message": "Nous sommes quatre."}
    asks["drawn"] = signing.dumps("contact", salt=SALT)
    wrong = {"message": "Le numéro a changé."}
    route = {"situation": "idea", "theme": "LEGAL"}
    return [
        Deed("mistake", "", "core.OutgoingMail", "/offres/n5mh/signaler/", wrong),
        Deed("request", "", "guidance.ContactRequest", "/contact/", asks),
        Deed("route", "", "guidance.RouteSnapshot", "/trajectoire/garder/", route),
    ]


def everything() -> dict[str, str]:
    """What is in the base and among the files, table by table, as hashes; counts without persons and keys left out."""
    found = {}
    for model in apps.get_models():
        if model._meta.label in NOT_COMPARED or model._meta.app_label in {"sessions", "contenttypes", "auth"}:
            continue
        rows = sorted(map(repr, model._base_manager.values_list()))
        found[model._meta.label] = hashlib.sha256("\n".join(rows).encode()).hexdigest()[:12] + f" {len(rows)}"
    found["files"] = " ".join(sorted(str(path) for path in files()))
    return found


def files() -> Iterator[Path]:
    root = Path(default_storage.location)  # type: ignore[attr-defined]
    return (path for path in root.rglob("*") if path.is_file())
