"""The page on which an old site is given: who opens it, what it says, nothing written before it is confirmed."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from laplateforme.core.leases import take_job
from laplateforme.core.models import BackgroundJob, JobStatus
from laplateforme.editorial import actions
from laplateforme.editorial.models import ArticlePage, SectionPage
from laplateforme.network.models import Network
from laplateforme.vocabulary.enums import Role
from tests.editorial.test_spip_dumps import MYSQL, XML
from tests.factories.accounts import signed_in
from tests.factories.network import MembershipFactory, NetworkFactory, OrganizationFactory

pytestmark = pytest.mark.django_db
HERE = "/r/calanques/reprise-spip/"


def give(client: Client, content: str | bytes = XML, name: str = "dump.xml", **values: str) -> Any:
    body = content.encode() if isinstance(content, str) else content
    return client.post(HERE, {"file": SimpleUploadedFile(name, body), **values})


@pytest.fixture
def leads(facilitator: Any) -> Client:
    return signed_in(facilitator)


@pytest.fixture
def given(leads: Client, run_tasks: Callable[[], int]) -> str:
    """The address of an old site that a worker has read."""
    address: str = give(leads)["Location"]
    assert run_tasks() == 1
    return address


def test_a_backup_is_read_then_brought_over(leads: Client, run_tasks: Callable[[], int]) -> None:
    answer = give(leads)
    assert answer.status_code == 302
    address = answer["Location"]
    waiting = leads.get(address)
    assert waiting["Refresh"] == "2"
    assert "Lecture en cours" in waiting.content.decode()
    run_tasks()
    preview = leads.get(address)
    assert "Refresh" not in preview
    html = preview.content.decode()
    assert "Rien n’est encore écrit" in html
    assert "Les pétitions et leurs signatures restent sur l’ancien site" in html
    assert not SectionPage.objects.exists()
    assert leads.post(f"{address}confirmer/").status_code == 302
    assert leads.get(address)["Refresh"] == "2"
    assert not SectionPage.objects.exists()
    run_tasks()
    html = leads.get(address).content.decode()
    assert "L’ancien site est ici" in html
    assert ArticlePage.objects.get().title == "Une rencontre"
    assert leads.get("/r/calanques/spip.php?article12").status_code == 301


def test_the_backup_is_not_kept_once_it_is_brought_over(
    leads: Client, given: str, run_tasks: Callable[[], int]
) -> None:
    name = BackgroundJob.objects.get().file.name
    assert default_storage.exists(name)
    leads.post(f"{given}confirmer/")
    run_tasks()
    assert not default_storage.exists(name)
    assert BackgroundJob.objects.get().file.name == ""


def test_a_second_press_and_a_second_worker_change_nothing(
    leads: Client, given: str, run_tasks: Callable[[], int]
) -> None:
    for _ in range(3):
        leads.post(f"{given}confirmer/")
    run_tasks()
    leads.post(f"{given}confirmer/")
    run_tasks()
    assert ArticlePage.objects.count() == 1
    assert BackgroundJob.objects.get().status == JobStatus.DONE


def test_a_worker_that_was_lost_writes_nothing(
    leads: Client, given: str, monkeypatch: pytest.MonkeyPatch, run_tasks: Callable[[], int], noon: datetime
) -> None:
    """Another took the job while this one was writing: all that it wrote goes back."""
    job = BackgroundJob.objects.get()
    write = actions.spip_import._Writer.threads

    def while_writing(self: Any) -> None:
        write(self)
        take_job(str(job.pk), at=noon)

    leads.post(f"{given}confirmer/")
    monkeypatch.setattr("laplateforme.editorial.actions.spip_import._Writer.threads", while_writing)
    run_tasks()
    assert not ArticlePage.objects.exists()


def test_the_same_backup_again_changes_nothing_and_says_so(
    leads: Client, given: str, run_tasks: Callable[[], int]
) -> None:
    leads.post(f"{given}confirmer/")
    run_tasks()
    again = give(leads, name="dump.xml")["Location"]
    run_tasks()
    html = leads.get(again).content.decode()
    assert "Rien ne change\xa0: ce site est déjà là." in html
    assert "confirmer/" not in html


def test_what_cannot_be_read_is_said_in_words(leads: Client, run_tasks: Callable[[], int]) -> None:
    for content in ("<html></html>", "insert into x values (1);", XML[:200], "\x00" * 50):
        address = give(leads, content)["Location"]
        run_tasks()
        html = leads.get(address).content.decode()
        assert "sauvegarde" in html
        assert leads.post(f"{address}confirmer/").status_code == 302
        run_tasks()
    assert not SectionPage.objects.exists()


def test_a_fault_of_ours_is_said_and_may_be_tried_again(
    leads: Client, given: str, run_tasks: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: Any) -> None:
        raise RuntimeError("power cut")

    with monkeypatch.context() as broken:
        broken.setattr("laplateforme.editorial.actions.spip_import.create_section", fail)
        leads.post(f"{given}confirmer/")
        run_tasks()
    html = leads.get(given).content.decode()
    assert "Rien n’a été écrit" in html
    assert not ArticlePage.objects.exists()
    leads.post(f"{given}confirmer/")
    run_tasks()
    assert ArticlePage.objects.count() == 1


def test_a_backup_may_be_thrown_away(leads: Client, given: str) -> None:
    assert leads.post(f"{given}jeter/").status_code == 302
    assert leads.get(given).status_code == 404
    assert not BackgroundJob.objects.exists()


def test_a_file_without_content_or_too_large_is_refused(leads: Client, settings: Any) -> None:
    assert "Choisissez la sauvegarde" in leads.post(HERE, {}).content.decode()
    settings.LP_UPLOAD_MAX_BYTES = 100
    assert "trop" in give(leads).content.decode()
    assert not BackgroundJob.objects.exists()


def test_names_are_shown_only_when_somebody_answers_for_it(leads: Client, run_tasks: Callable[[], int]) -> None:
    address = give(leads, is_named="on")["Location"]
    run_tasks()
    leads.post(f"{address}confirmer/")
    run_tasks()
    assert "Une autrice" in leads.get(ArticlePage.objects.get().get_full_url()).content.decode()


@pytest.mark.parametrize("role", list(Role))
def test_only_those_who_lead_open_these_pages(role: Role, network: Network, given: str) -> None:
    inside = {"organization": OrganizationFactory(network=network)} if role in Role.IN_ORGANIZATION else {}
    client = signed_in(MembershipFactory(network=network, role=role, **inside).user)
    expected = 200 if role in {Role.FACILITATOR, Role.ADMINISTRATOR} else 404
    assert client.get(HERE).status_code == expected
    assert client.get(given).status_code == expected
    if expected == 404:
        assert give(client).status_code == 404
        for deed in ("confirmer/", "jeter/"):
            assert client.post(f"{given}{deed}").status_code == 404
        assert BackgroundJob.objects.get().status == JobStatus.DONE


def test_another_network_and_nobody_meet_nothing(given: str) -> None:
    other = NetworkFactory(slug="restanques")
    stranger = signed_in(MembershipFactory(network=other, role=Role.FACILITATOR).user)
    assert stranger.get(given).status_code == 404
    assert stranger.get(given.replace("calanques", "restanques")).status_code == 404
    assert stranger.post(f"{given.replace('calanques', 'restanques')}jeter/").status_code == 404
    for address in (HERE, given):
        assert reverse("account_login") in Client().get(address)["Location"]


def test_reading_writes_nothing(leads: Client, given: str) -> None:
    before = list(BackgroundJob.objects.values())
    for address in (HERE, given, f"{given}?effet=left&page=9", f"{given}?effet=%00&page=x"):
        assert leads.get(address).status_code == 200
    assert leads.get(f"{given}confirmer/").status_code == 405
    assert list(BackgroundJob.objects.values()) == before


def test_the_list_asks_as_much_for_one_as_for_many(
    leads: Client, given: str, django_assert_max_num_queries: Any
) -> None:
    leads.get(HERE)
    for number in range(5):
        give(leads, MYSQL, f"site{number}.sql")
    with django_assert_max_num_queries(12):
        leads.get(HERE)


def test_the_backup_holds_no_folder_of_this_host(leads: Client, given: str) -> None:
    """A name is a name: whatever path a browser sends, the file stays in its place."""
    give(leads, name="../../x.xml")
    root = Path(default_storage.location)  # type: ignore[attr-defined]
    for job in BackgroundJob.objects.all():
        assert Path(job.file.path).is_relative_to(root)
