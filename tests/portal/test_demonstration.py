"""A paper of the demonstration: a page made by the house's printing, read by those whom the agreements name."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from laplateforme.accounts.models import User
from laplateforme.core.models import OutgoingMail
from laplateforme.core.print.pdf import page_count
from laplateforme.core.signing import sign_link
from laplateforme.network.models import Organization
from laplateforme.portal.demonstration.projects import load_project
from laplateforme.portal.demonstration.read import Calendar, Row, rows
from laplateforme.projects.enums import OWN_PAGE
from laplateforme.projects.models import Consent, Project, ProjectDocument
from laplateforme.vocabulary.enums import Role
from tests.factories.accounts import signed_in
from tests.factories.network import MembershipFactory, NetworkFactory, OrganizationFactory
from tests.factories.places import CommuneFactory

TITLE = "Budget prévisionnel"


@pytest.fixture
def story() -> Row:
    return next(rows("project", name="Épicerie du Jas"))


@pytest.fixture
def people(db: None, settings: Any, tmp_path: Any, story: Row) -> dict[str, User]:
    """The project of the demonstration among those of its organizations that it names, each with an adviser."""
    settings.MEDIA_ROOT = tmp_path
    network = NetworkFactory(slug="calanques")
    CommuneFactory(code=story["commune"])
    slugs = [story["organization"], *(share["receiver"] for share in story["shares"])]
    organizations: dict[str, Organization] = {
        slug: OrganizationFactory(slug=slug, name=slug, network=network) for slug in slugs
    }
    advisers = {
        slug: MembershipFactory(network=network, organization=one, role=Role.ADVISER).user
        for slug, one in organizations.items()
    }
    keeper = advisers[story["organization"]]
    load_project(story, organizations, {story["adviser"]: keeper}, Calendar(timezone.now()))
    return advisers


def address(name: str, *args: Any) -> str:
    return f"/r/calanques{reverse(f'projects:{name}', args=args)}"


def content(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def kept(paper: ProjectDocument) -> bytes:
    with paper.file.open() as file:
        return bytes(file.read())


def test_the_paper_is_one_page_of_this_house_with_equal_sums(people: dict[str, User], story: Row) -> None:
    (paper,) = ProjectDocument.objects.all()
    made = kept(paper)
    assert (paper.title, paper.file_name, made[:5]) == (TITLE, f"{TITLE}.pdf", b"%PDF-")
    assert page_count(made) == 1
    budget = story["budget"]
    spent, received = (sum(amount for _words, amount in budget[name]) for name in ("spent", "received"))
    assert spent == received
    assert "inventés" in budget["foot"]


def test_the_person_reads_it_on_their_own_page(people: dict[str, User], story: Row) -> None:
    project, paper = Project.objects.get(), ProjectDocument.objects.get()
    token = sign_link(OWN_PAGE, str(project.holders.get(email=story["person"][2]).pk))
    client = Client()
    assert client.get(address("own_document", token, paper.pk)).status_code == 302
    client.post(address("own_code", token))
    (code,) = re.findall(r"\b\d{6}\b", OutgoingMail.objects.latest("created_at").text)
    client.post(address("own_try_code", token), {"code": code})
    assert TITLE in client.get(address("own", token)).text
    assert content(client.get(address("own_document", token, paper.pk))) == kept(paper)


def test_a_receiver_reads_it_under_its_bundle_and_not_without(people: dict[str, User]) -> None:
    project, paper = Project.objects.get(), ProjectDocument.objects.get()
    bundles = {one.receiver.slug: one.bundles for one in Consent.objects.standing()}
    assert "documents" in bundles["juristes-du-quai"]
    assert "documents" not in bundles["oursea"]
    sheet, file = address("sheet", project.pk), address("document", paper.pk)
    reader, other = signed_in(people["juristes-du-quai"]), signed_in(people["oursea"])
    assert TITLE in reader.get(sheet).text
    assert content(reader.get(file)) == kept(paper)
    without = other.get(sheet)
    assert without.status_code == 200
    assert TITLE not in without.text
    assert other.get(file).status_code == 404
