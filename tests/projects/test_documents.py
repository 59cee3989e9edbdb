"""Papers of a project: kinds and sizes, who reads them, and that they go with everything else."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from laplateforme.core.models import JournalEntry, OutgoingMail
from laplateforme.core.retention import erase_expired
from laplateforme.core.signing import sign_link
from laplateforme.projects import actions
from laplateforme.projects.enums import OWN_PAGE
from laplateforme.projects.models import Consent, Project, ProjectDocument
from laplateforme.referrals.actions import Asked, send_referral
from laplateforme.referrals.enums import ANSWER
from tests.factories.accounts import signed_in
from tests.factories.projects import Room, agreed, opened, the_holder

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 un bail"


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def project(world: Room, now: datetime) -> Project:
    return opened(world, now)


@pytest.fixture
def paper(world: Room, project: Project, now: datetime) -> ProjectDocument:
    file = SimpleUploadedFile("../Bail de Leïla.pdf", PDF)
    return actions.add_document(project=project, title="Le bail", file=file, by=world.adviser, at=now)


def at(world: Room, name: str, *args: Any) -> str:
    return f"/r/{world.network.slug}{reverse(name, args=args)}"


def content(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def files(media: Path) -> Iterator[Path]:
    return (path for path in media.rglob("*") if path.is_file())


def test_a_paper_is_kept_under_a_name_that_says_nothing_and_given_back_under_its_own(
    world: Room, project: Project, media: Path
) -> None:
    client, page = signed_in(world.adviser), at(world, "projects:add_document", project.pk)
    sent = {"title": "Le bail", "file": SimpleUploadedFile("Bail de Leïla.pdf", PDF)}
    assert client.post(page, sent).status_code == 302
    (stored,) = files(media)
    assert "Le" not in stored.name
    document = ProjectDocument.objects.get()
    answer = client.get(at(world, "projects:document", document.pk))
    assert content(answer) == PDF
    assert "attachment" in answer["Content-Disposition"]
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "Le bail" in client.get(at(world, "projects:sheet", project.pk)).text


@pytest.mark.parametrize(
    ("name", "first"),
    [("page.html", b"<p>"), ("virus.exe", b"MZ"), ("faux.pdf", b"<script>"), ("faux.png", b"GIF"), ("x.txt", b"a\0b"),
     ("sans", b"a"), ("logo.svg", b"<svg>"), ("vide.pdf", b"")],
)  # fmt: skip
def test_a_wrong_kind_is_said_in_words_and_the_title_is_kept(
    world: Room, project: Project, name: str, first: bytes, media: Path
) -> None:
    page = at(world, "projects:add_document", project.pk)
    sent = {"title": "Le bail signé", "file": SimpleUploadedFile(name, first)}
    answer = signed_in(world.adviser).post(page, sent)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["file"]
    assert "Le bail signé" in answer.text
    assert (ProjectDocument.objects.count(), list(files(media))) == (0, [])


def test_too_big_and_too_many_are_said_in_words(
    world: Room, project: Project, paper: ProjectDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, page = signed_in(world.adviser), at(world, "projects:add_document", project.pk)
    monkeypatch.setattr("laplateforme.core.fields.MOST_BYTES", 20)
    answer = client.post(page, {"title": "Gros", "file": SimpleUploadedFile("a.pdf", PDF * 9)})
    assert "Ce fichier est trop gros" in answer.text
    monkeypatch.setattr("laplateforme.projects.actions.documents.MOST_DOCUMENTS", 1)
    answer = client.post(page, {"title": "Un de plus", "file": SimpleUploadedFile("a.pdf", PDF)})
    assert answer.status_code == 422
    assert "Un de plus" in answer.text
    assert ProjectDocument.objects.count() == 1


@pytest.mark.parametrize("role", ["colleague", "reader", "other", "facilitator", "funder", "stranger"])
def test_nobody_else_reads_adds_nor_takes_away(
    world: Room, project: Project, paper: ProjectDocument, now: datetime, role: str
) -> None:
    agreed(project, world.receiver, now, bundles=["contact", "project"])
    client = signed_in(getattr(world, role))
    assert client.get(at(world, "projects:document", paper.pk)).status_code == 404
    assert client.post(at(world, "projects:remove_document", paper.pk)).status_code == 404
    sent = {"title": "x", "file": SimpleUploadedFile("a.pdf", PDF)}
    assert client.post(at(world, "projects:add_document", project.pk), sent).status_code == 404
    if role == "reader":
        assert "Le bail" not in client.get(at(world, "projects:sheet", project.pk)).text
    assert Client().get(at(world, "projects:document", paper.pk)).status_code == 302
    assert ProjectDocument.objects.count() == 1


def test_under_its_bundle_a_receiver_reads_it_until_it_is_withdrawn_and_the_person_sees_it(
    world: Room, project: Project, paper: ProjectDocument, now: datetime
) -> None:
    consent = agreed(project, world.receiver, now, bundles=["documents"])
    client = signed_in(world.reader)
    sheet = client.get(at(world, "projects:sheet", project.pk)).text
    assert "Le bail" in sheet
    assert "Épicerie" not in sheet
    assert content(client.get(at(world, "projects:document", paper.pk))) == PDF
    entry = JournalEntry.objects.filter(verb="file read").latest("at")
    assert entry.details["bundles"] == ["documents"]
    actions.withdraw_consent(consent=consent, at=timezone.now())
    assert client.get(at(world, "projects:document", paper.pk)).status_code == 404


def test_by_the_mailed_link_it_opens_after_the_code_only(
    world: Room, project: Project, paper: ProjectDocument, now: datetime
) -> None:
    agreed(project, world.receiver, now, bundles=["project", "documents"])
    asked = Asked(world.receiver, project.needs.get())
    referral = send_referral(project=project, asked=asked, by=world.adviser, at=now)
    token, client = sign_link(ANSWER, str(referral.pk)), Client()
    page = at(world, "referrals:document_by_link", token, paper.pk)
    assert client.get(page).status_code == 302
    assert "Le bail" not in client.get(at(world, "referrals:by_link", token)).text
    OutgoingMail.objects.all().delete()
    client.post(at(world, "referrals:send_code", token))
    (code,) = re.findall(r"\b\d{6}\b", OutgoingMail.objects.first().text)  # type: ignore[union-attr]
    client.post(at(world, "referrals:try_code", token), {"code": code})
    assert "Le bail" in client.get(at(world, "referrals:by_link", token)).text
    assert content(client.get(page)) == PDF
    other = opened(world, now)
    file = SimpleUploadedFile("a.pdf", PDF)
    foreign = actions.add_document(project=other, title="Autre", file=file, by=world.adviser, at=now)
    assert client.get(at(world, "referrals:document_by_link", token, foreign.pk)).status_code == 404
    assert client.get(at(world, "referrals:document_by_link", "forged", paper.pk)).status_code == 410
    Consent.objects.update(bundles=["project"])
    assert client.get(page).status_code == 404


def test_the_person_takes_all_and_erases_all(
    world: Room, project: Project, paper: ProjectDocument, media: Path, django_capture_on_commit_callbacks: Any
) -> None:
    holder = the_holder(project)
    token, client = sign_link(OWN_PAGE, str(holder.pk)), Client()
    for name, args in (("own_archive", [token]), ("own_document", [token, paper.pk])):
        assert client.get(at(world, f"projects:{name}", *args)).status_code == 302
    client.post(at(world, "projects:own_code", token))
    (code,) = re.findall(r"\b\d{6}\b", OutgoingMail.objects.latest("created_at").text)
    client.post(at(world, "projects:own_try_code", token), {"code": code})
    packed = zipfile.ZipFile(io.BytesIO(content(client.get(at(world, "projects:own_archive", token)))))
    assert [name.partition(" ")[2] for name in packed.namelist()] == ["", "Bail de Leïla.pdf"]
    data = json.loads(packed.read("mes-informations.json"))
    assert [one["title"] for one in data["projects"][0]["documents"]] == ["Le bail"]
    assert content(client.get(at(world, "projects:own_document", token, paper.pk))) == PDF
    with django_capture_on_commit_callbacks(execute=True):
        actions.forget_person(holder=holder, at=timezone.now())
    assert (ProjectDocument.objects.count(), list(files(media))) == (0, [])


def test_papers_go_with_the_file_after_two_silent_years(
    project: Project, paper: ProjectDocument, media: Path, now: datetime
) -> None:
    erase_expired(at=now + timedelta(days=730))
    assert len(list(files(media))) == 1
    erase_expired(at=now + timedelta(days=730, seconds=1))
    assert (ProjectDocument.objects.count(), list(files(media))) == (0, [])
