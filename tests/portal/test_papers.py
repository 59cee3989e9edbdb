"""Papers made on demand: asked for, followed, fetched by whoever asked; the leaflet and a route for anybody."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from laplateforme.core.models import BackgroundJob, JobStatus, JournalEntry
from laplateforme.core.retention import erase_expired
from laplateforme.portal import actions
from laplateforme.portal.papers import PAPERS, make
from laplateforme.portal.queries.papers import network_sheet
from laplateforme.portal.rules import can_print, printable_organizations
from tests.factories.guidance import KeyQuestionFactory, PublishedOfferFactory, client_of
from tests.factories.network import DutyPersonFactory, OrganizationFactory, PositioningTextFactory
from tests.factories.offers import SessionFactory
from tests.factories.places import marseille

HERE = "/r/calanques"


@pytest.fixture
def printed(world):
    """A network with something to print."""
    world.organization.commune = marseille()
    world.organization.save()
    SessionFactory(offer=PublishedOfferFactory(organization=world.organization, name="Décider à plusieurs"))
    PublishedOfferFactory(organization=world.neighbor, name="Relire vos statuts")
    PublishedOfferFactory(organization=OrganizationFactory(), name="Une offre d’ailleurs")
    KeyQuestionFactory(network=world.network)
    PositioningTextFactory(network=world.network, text="Nous préférons coopérer.")
    DutyPersonFactory(network=world.network, organization=world.organization)
    return world


def words_of(content: bytes) -> str:
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return " ".join(text.replace("\u200b", "").split())


def ask(client, **values) -> str:
    answer = client.post(f"{HERE}/imprimer/", {"paper": "chain", "scope": "all", **values})
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def test_a_paper_is_asked_for_followed_and_fetched(printed, run_tasks) -> None:
    client = client_of(printed.adviser)
    address = ask(client, paper="leaflet")
    waiting = client.get(address)
    assert waiting.headers["Refresh"] == "2"
    assert "Vous pouvez la quitter" in waiting.text
    assert client.get(f"{address}fichier/").status_code == 404
    assert run_tasks() == 1
    ready = client.get(address)
    assert "Refresh" not in ready.headers
    assert "Votre brochure est prête" in ready.text
    file = client.get(f"{address}fichier/")
    assert file.headers["Content-Type"] == "application/pdf"
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert f"brochure-calanques-{timezone.localtime():%Y-%m-%d}.pdf" in file.headers["Content-Disposition"]
    words = words_of(b"".join(file.streaming_content))
    assert "Décider à plusieurs" in words
    assert "ailleurs" not in words
    assert "La brochure, en pages A5" in client.get(f"{HERE}/imprimer/").text
    assert "Votre brochure est prête" in client.get(f"{HERE}/a-faire/").text
    assert JournalEntry.objects.filter(verb="paper asked").count() == 1


def test_the_line_of_a_paper_leaves_what_waits_after_a_day(printed, run_tasks) -> None:
    client = client_of(printed.adviser)
    ask(client)
    run_tasks()
    BackgroundJob.objects.update(finished_at=timezone.now() - timedelta(days=2))
    assert "fichier/" not in client.get(f"{HERE}/a-faire/").text


def test_nobody_else_meets_somebody_s_paper(printed, run_tasks) -> None:
    address = ask(client_of(printed.adviser))
    run_tasks()
    for person in (printed.facilitator, printed.ambassador, printed.stranger):
        assert client_of(person).get(address).status_code == 404
        assert client_of(person).get(f"{address}fichier/").status_code == 404
    for page in (address, f"{address}fichier/"):
        assert client_of(None).get(page).status_code == 302
        assert client_of(printed.adviser).get(page).status_code == 200


def test_one_organization_alone(printed, run_tasks) -> None:
    client = client_of(printed.adviser)
    address = ask(client, paper="leaflet", scope=str(printed.organization.pk))
    run_tasks()
    words = words_of(b"".join(client.get(f"{address}fichier/").streaming_content))
    assert "Décider à plusieurs" in words
    assert "Relire vos statuts" not in words
    assert BackgroundJob.objects.get().file_name.startswith("brochure-maison-ravelle-")


def test_slides_of_one_organization_show_the_whole_network_then_it(printed) -> None:
    sheet = network_sheet(printed.network, timezone.now(), printed.organization)
    words = words_of(make("slides", sheet, at=timezone.now()))
    assert "Présenté par Maison Ravelle" in words
    assert "Ma structure dans le réseau" in words
    assert len(sheet.offers) == 2
    assert "2 offres" in words
    alone = words_of(make("poster", sheet, at=timezone.now()))
    assert "1 offre" in alone
    assert "/structures/ maison-ravelle" in alone


def test_an_adviser_does_not_print_for_another_organization(printed) -> None:
    client = client_of(printed.adviser)
    for scope in (str(printed.neighbor.pk), "nonsense", ""):
        assert client.post(f"{HERE}/imprimer/", {"paper": "chain", "scope": scope}).status_code == 200
    assert client.post(f"{HERE}/imprimer/", {"paper": "wallpaper", "scope": "all"}).status_code == 200
    assert not BackgroundJob.objects.exists()
    assert printable_organizations(printed.adviser, printed.network) == [printed.organization]
    assert printable_organizations(printed.facilitator, printed.network) == [printed.neighbor, printed.organization]


def test_only_people_at_work_in_the_network_print(printed) -> None:
    assert can_print(printed.ambassador, printed.network)
    assert not can_print(printed.stranger, printed.network)
    assert not can_print(printed.adviser, None)
    assert client_of(printed.stranger).post(f"{HERE}/imprimer/", {"paper": "chain", "scope": "all"}).status_code == 404


def test_a_double_click_asks_for_one_paper(printed) -> None:
    client = client_of(printed.adviser)
    assert ask(client, idempotency_key="twice") == ask(client, idempotency_key="twice")
    assert BackgroundJob.objects.count() == 1


def test_a_failure_is_said_in_words_and_may_be_tried_again(printed, run_tasks, monkeypatch) -> None:
    client = client_of(printed.adviser)
    address = ask(client, paper="leaflet")
    monkeypatch.setattr("laplateforme.portal.print.leaflet.MOST_OFFERS", 1)
    run_tasks()
    page = client.get(address)
    assert "N’a pas pu" in client.get(f"{HERE}/imprimer/").text
    assert "Il y a trop d’offres pour un seul document." in page.text
    assert "Refresh" not in page.headers
    assert client.get(f"{address}fichier/").status_code == 404
    monkeypatch.undo()
    again = ask(client, paper="leaflet", idempotency_key=f"again-{BackgroundJob.objects.get().pk}")
    assert again != address
    run_tasks()
    assert "est prête" in client.get(again).text


def test_what_nobody_foresaw_fails_in_words_too(printed, run_tasks) -> None:
    job = actions.ask_paper(network=printed.network, kind="chain", by=printed.adviser, at=timezone.now())
    BackgroundJob.objects.update(parameters={"organization": str(OrganizationFactory().pk)})
    run_tasks()
    job.refresh_from_db()
    assert job.status == JobStatus.FAILED
    assert job.error.startswith("Les pages n’ont pas pu être composées.")


def test_a_paper_whose_file_is_gone_does_not_exist(printed, run_tasks) -> None:
    client = client_of(printed.adviser)
    address = ask(client)
    run_tasks()
    BackgroundJob.objects.get().file.storage.delete(BackgroundJob.objects.get().file.name)
    assert client.get(f"{address}fichier/").status_code == 404


def test_papers_are_erased_after_a_month_with_their_file(printed, run_tasks) -> None:
    ask(client_of(printed.adviser))
    run_tasks()
    job = BackgroundJob.objects.get()
    storage, name = job.file.storage, job.file.name
    erase_expired(at=timezone.now() + timedelta(days=29))
    assert storage.exists(name)
    erase_expired(at=timezone.now() + timedelta(days=31))
    assert not BackgroundJob.objects.exists()
    assert not storage.exists(name)


def test_nothing_is_asked_when_the_transaction_fails(printed) -> None:
    from django.db import transaction
    from django_tasks_db.models import DBTaskResult

    with transaction.atomic():
        actions.ask_paper(network=printed.network, kind="chain", by=printed.adviser, at=timezone.now())
        transaction.set_rollback(True)
    assert not BackgroundJob.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_the_sheet_reads_the_base_in_a_constant_number_of_queries(printed) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for _ in range(3):
        with CaptureQueriesContext(connection) as seen:
            sheet = network_sheet(printed.network, timezone.now())
        counts.append(len(seen))
        organization = OrganizationFactory(network=printed.network, commune=marseille())
        SessionFactory(offer=PublishedOfferFactory(organization=organization))
    assert counts[0] == counts[1] == counts[2] <= 10
    assert len(sheet.offers) == 4
    assert sheet.positioning == ("Nous préférons coopérer.",)
    assert sheet.duty is not None
    assert sheet.duty.name == "Inès Ferrandi"
    assert sheet.start_address.endswith("/r/calanques/orientation/")
    assert sum(offer.next_date is not None for offer in sheet.offers) == 3


def test_leaflet_of_the_network_is_for_anybody_and_kept_until_the_base_changes(printed, settings) -> None:
    from laplateforme.core.models import Generation

    Generation.objects.get_or_create(pk=1, defaults={"value": 1})
    client = client_of(None)
    first = client.get(f"{HERE}/brochure.pdf")
    assert first.headers["Content-Type"] == "application/pdf"
    assert "Décider à plusieurs" in words_of(first.content)
    assert len(list((settings.LP_DATA_DIR / "papers").glob("*.pdf"))) == 1
    assert client.get(f"{HERE}/brochure.pdf").content == first.content
    kept = client.get(f"{HERE}/brochure.pdf", headers={"If-None-Match": first.headers["ETag"]})
    assert (kept.status_code, kept.content) == (304, b"")
    PublishedOfferFactory(organization=printed.neighbor, name="Un prêt solidaire")
    after = client.get(f"{HERE}/brochure.pdf", headers={"If-None-Match": first.headers["ETag"]})
    assert after.status_code == 200
    assert "Un prêt solidaire" in words_of(after.content)


def test_a_leaflet_too_long_is_said_in_words(printed, monkeypatch) -> None:
    monkeypatch.setattr("laplateforme.portal.print.leaflet.MOST_OFFERS", 1)
    answer = client_of(None).get(f"{HERE}/brochure.pdf")
    assert answer.status_code == 404
    assert "Il y a trop d’offres" in answer.text


def test_leaflet_needs_a_network(world) -> None:
    assert client_of(None).get("/brochure.pdf").status_code == 404


def test_a_kept_route_is_printed_for_whoever_has_its_code(printed) -> None:
    from laplateforme.guidance.models import RouteSnapshot

    client = client_of(None)
    kept = client.post(f"{HERE}{'/trajectoire/garder/'}", {"situation": "team", "equipe": "several"})
    assert kept.status_code == 302
    code = RouteSnapshot.objects.get().code
    paper = client.get(f"{HERE}/t/{code}/pdf/")
    assert paper.headers["X-Robots-Tag"] == "noindex"
    words = words_of(paper.content)
    assert code in words
    assert len(PdfReader(io.BytesIO(paper.content)).pages) == 1
    assert client.get(f"/r/restanques/t/{code}/pdf/").status_code == 404


@pytest.mark.parametrize("paper", sorted(PAPERS))
def test_command_prints_every_paper(printed, paper, tmp_path, capsys) -> None:
    target = tmp_path / f"paper.{PAPERS[paper].suffix}"
    call_command("leaflet", str(target), "--network", "calanques", "--paper", paper)
    content = target.read_bytes()
    if PAPERS[paper].suffix == "pdf":
        assert content.startswith(b"%PDF")
    else:
        assert "[Content_Types].xml" in zipfile.ZipFile(target).namelist()
    assert f"{len(content)} bytes" in capsys.readouterr().out


def test_command_says_what_is_missing(printed, tmp_path) -> None:
    target = str(tmp_path / "x.pdf")
    with pytest.raises(CommandError, match="--network"):
        call_command("leaflet", target)
    with pytest.raises(CommandError, match="does not take part"):
        call_command("leaflet", target, "--network", "calanques", "--organization", "nobody")
    call_command("leaflet", target, "--network", "calanques", "--organization", "maison-ravelle", "--paper", "chain")
    assert not (tmp_path / "y.pdf").exists()


def test_list_of_papers_takes_as_many_queries_with_1_and_3(printed, run_tasks) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_of(printed.adviser)
    counts = []
    for _ in range(3):
        ask(client)
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("portal:papers").replace("/imprimer/", f"{HERE}/imprimer/"))
        counts.append(len(seen))
    assert counts[0] == counts[1] == counts[2]
