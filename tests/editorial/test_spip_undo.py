"""An import is taken back in one press; what somebody touched since stays and is listed. New messages arrive later."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from laplateforme.core.models import BackgroundJob
from laplateforme.editorial import actions
from laplateforme.editorial.models import (
    ArticlePage,
    AttachedFile,
    Author,
    Keyword,
    KeywordGroup,
    OldAddress,
    OldImport,
    OldThing,
    Picture,
    SectionPage,
)
from laplateforme.editorial.queries.old_plan import Plan
from laplateforme.editorial.queries.old_undo import Undo, undo_of
from laplateforme.editorial.spip.old_site import assemble
from laplateforme.forum.actions import reply, take_back_post
from laplateforme.forum.models import Board, Post, Topic
from laplateforme.network.models import Network
from laplateforme.vocabulary.enums import Role
from tests.editorial.old_site import ROWS, article, counts
from tests.factories.network import MembershipFactory, NetworkFactory, OrganizationFactory

pytestmark = pytest.mark.django_db
Plans = Callable[..., Plan]


def message(number: int, about: str = "12", *, parent: str = "0", kind: str = "article") -> tuple[str, dict[str, str]]:
    said = {"id_forum": str(number), "id_parent": parent, "objet": kind, "id_objet": about, "titre": "Encore"}
    more = {
        "texte": f"Message {number}",
        "auteur": "Dominique",
        "statut": "publie",
        "date_heure": "2008-02-01 10:00:00",
    }
    return "forum", {**said, **more}


def take_back(at: datetime, by: Any = None) -> Undo:
    undo = actions.take_old_site_back(brought=OldImport.objects.get(), at=at, by=by)
    assert undo is not None
    return undo


def stays(undo: Undo) -> set[tuple[str, str]]:
    return {(line.label, line.why) for line in undo.lines()}


# New messages of known threads


def test_new_messages_of_a_known_thread_arrive(plan: Plans, brought: Plan, noon: datetime) -> None:
    more = assemble([*ROWS, message(20, parent="1"), message(21, parent="20")])
    before = counts()
    again = plan(old=more)
    report = actions.bring_old_site(plan=again, at=noon + timedelta(days=1))
    assert report.counts()["kept"] == {"messages": 2}
    assert report.counts()["already"]["messages"] == 2
    first, _second, third, fourth = Topic.objects.get().posts.order_by("posted_at", "created_at")
    assert (third.reply_to, fourth.reply_to) == (first, third)
    assert (Topic.objects.get().posts_count, Topic.objects.get().is_open) == (3, True)
    after = counts()
    assert [new - former for new, former in zip(after, before, strict=True)] == [0, 0, 0, 0, 0, 0, 0, 0, 2, 0]
    once_more = plan(old=more)
    assert once_more.report.changes_nothing()
    actions.bring_old_site(plan=once_more, at=noon + timedelta(days=2))
    assert counts() == after


def test_new_messages_about_a_section_go_on_in_its_thread(plan: Plans, noon: datetime) -> None:
    rows = [*ROWS, message(30, "1", kind="rubrique")]
    actions.bring_old_site(plan=plan(old=assemble(rows)), at=noon)
    topic = Topic.objects.get(board__isnull=False)
    actions.bring_old_site(plan=plan(old=assemble([*rows, message(31, "1", kind="rubrique")])), at=noon)
    assert Topic.objects.filter(board__isnull=False).count() == 1
    assert [post.text for post in topic.posts.order_by("created_at")] == [
        "Encore\n\nMessage 30",
        "Encore\n\nMessage 31",
    ]
    assert not Topic.objects.get(pk=topic.pk).is_open


def test_a_message_that_was_taken_away_here_does_not_return(plan: Plans, brought: Plan, noon: datetime) -> None:
    Post.objects.get(status="published").delete()
    assert plan().report.changes_nothing()


def test_a_thread_that_was_closed_here_stays_closed(plan: Plans, brought: Plan, noon: datetime) -> None:
    Topic.objects.update(is_open=False)
    actions.bring_old_site(plan=plan(old=assemble([*ROWS, message(20)])), at=noon)
    assert not Topic.objects.get().is_open


# Taking an import back


def test_an_import_that_nobody_touched_goes_whole(
    plan: Plans, root: Any, noon: datetime, client: Client, run_tasks: Callable[[], int],
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    before = {path for path in Path(default_storage.location).rglob("*") if path.is_file()}  # type: ignore[attr-defined]
    rows = [*ROWS, message(30, "1", kind="rubrique")]
    actions.bring_old_site(plan=plan(old=assemble(rows)), at=noon)
    undo = undo_of(OldImport.objects.get())
    assert undo.lines() == []
    assert ArticlePage.objects.exists()  # reading writes nothing
    run_tasks()
    with django_capture_on_commit_callbacks(execute=True):
        take_back(noon)
    run_tasks()
    assert counts() == [0] * 10
    assert not KeywordGroup.objects.exists()
    assert not OldThing.objects.exists()
    assert not Board.objects.exists()
    after = {path for path in Path(default_storage.location).rglob("*") if path.is_file()}  # type: ignore[attr-defined]
    assert after == before
    assert client.get("/spip.php?article12").status_code == 404
    assert OldImport.objects.get().undone_at == noon


def test_it_can_be_brought_over_again_and_taken_back_once_only(plan: Plans, brought: Plan, noon: datetime) -> None:
    before = counts()
    first = OldImport.objects.get()
    take_back(noon)
    assert actions.take_old_site_back(brought=first, at=noon) is None
    actions.bring_old_site(plan=plan(), at=noon)
    assert counts() == before
    assert actions.take_old_site_back(brought=first, at=noon) is None
    assert counts() == before


def test_a_text_that_was_changed_stays_with_all_it_needs(
    plan: Plans, brought: Plan, noon: datetime, client: Client, facilitator: Any
) -> None:
    actions.correct_words(page=article(12), wrong="la suite", right="plus loin", at=noon, by=facilitator, publish=True)
    undo = take_back(noon)
    assert [page.pk for page in ArticlePage.objects.all()] == [article(12).pk]
    assert (Picture.objects.count(), AttachedFile.objects.count(), Keyword.objects.count()) == (1, 1, 1)
    assert (Author.objects.count(), KeywordGroup.objects.count(), Post.objects.count()) == (1, 1, 2)
    assert {page.title for page in SectionPage.objects.all()} == {"Agir", "Dans l’été"}
    assert client.get("/spip.php?article12").status_code == 301
    assert client.get(article(12).get_absolute_url()).status_code == 200
    assert client.get("/spip.php?article13").status_code == 404
    assert ("Une étape", "Une personne l’a changé depuis.") in stays(undo)
    assert ("Agir", "Contient quelque chose qui reste.") in stays(undo)
    assert ("coopérer", "Un texte qui reste s’en sert.") in stays(undo)
    assert plan().report.counts()["already"]["articles"] == 1  # what stayed is known again


def test_a_draft_counts_as_a_change_and_keeps_its_pictures(brought: Plan, noon: datetime, facilitator: Any) -> None:
    picture = Picture.objects.get()
    page = article(13)
    actions.revise_article(page=page, values={"picture": picture, "picture_alt": "Un dessin"}, at=noon, by=facilitator)
    take_back(noon)
    assert [one.pk for one in ArticlePage.objects.all()] == [page.pk]
    assert Picture.objects.get() == picture


def test_a_text_to_which_somebody_wrote_stays(brought: Plan, noon: datetime, facilitator: Any) -> None:
    reply(topic=Topic.objects.get(), text="Merci encore", by=facilitator, at=noon)
    undo = take_back(noon)
    assert [page.title for page in ArticlePage.objects.all()] == ["Une étape"]
    assert Post.objects.count() == 3
    assert ("Une étape", "Quelqu’un y a écrit depuis.") in stays(undo)


def test_a_message_that_a_moderator_decided_on_keeps_its_text(brought: Plan, noon: datetime, facilitator: Any) -> None:
    take_back_post(post=Post.objects.get(status="published"), by=facilitator, at=noon)
    take_back(noon)
    assert [page.title for page in ArticlePage.objects.all()] == ["Une étape"]


def test_what_was_added_in_a_section_keeps_it(brought: Plan, noon: datetime) -> None:
    section = SectionPage.objects.get(title="Dans l’été")
    actions.write_article(section=section, values={"title": "À nous"}, at=noon)
    take_back(noon)
    assert [page.title for page in ArticlePage.objects.all()] == ["À nous"]
    assert {page.title for page in SectionPage.objects.all()} == {"Agir", "Dans l’été"}


def test_what_was_here_before_stays(network: Network, plan: Plans, noon: datetime, section: SectionPage) -> None:
    group = actions.create_keyword_group(network=network, name="Thèmes", at=noon)
    mine = actions.create_keyword(group=group, name="Coopérer", at=noon)
    page = actions.write_article(section=section, values={"title": "À nous"}, at=noon, keywords=[mine])
    actions.bring_old_site(plan=plan(), at=noon)
    take_back(noon)
    assert list(ArticlePage.objects.all()) == [page]
    assert list(Keyword.objects.all()) == [mine]
    assert list(SectionPage.objects.all()) == [section]
    assert not OldAddress.objects.exists()


def test_a_later_import_alone_is_taken_back(plan: Plans, brought: Plan, noon: datetime) -> None:
    before = counts()
    actions.bring_old_site(plan=plan(old=assemble([*ROWS, message(20)])), at=noon + timedelta(days=1))
    later = OldImport.objects.order_by("at").last()
    assert later is not None
    actions.take_old_site_back(brought=later, at=noon + timedelta(days=2))
    assert counts() == before
    assert Topic.objects.get().posts_count == 1


# The pages


@pytest.fixture
def here(brought: Plan, run_tasks: Callable[[], int]) -> str:
    run_tasks()
    return f"/r/calanques/reprise-spip/reprises/{OldImport.objects.get().pk}/"


def test_the_page_says_what_goes_then_takes_it_back(
    leads: Client, here: str, noon: datetime, facilitator: Any, run_tasks: Callable[[], int]
) -> None:
    actions.revise_article(page=article(13), values={"title": "Changed"}, at=noon, by=facilitator)
    assert here in leads.get("/r/calanques/reprise-spip/").content.decode()
    html = leads.get(here).content.decode()
    assert "Rien n’est encore annulé" in html
    assert "The next one" in html
    assert ArticlePage.objects.count() == 5
    for _ in range(2):
        assert leads.post(f"{here}annuler/").status_code == 302
    assert BackgroundJob.objects.count() == 1
    assert leads.get(here)["Refresh"] == "2"
    run_tasks()
    assert [page.pk for page in ArticlePage.objects.all()] == [article(13).pk]
    html = leads.get(here).content.decode()
    assert "Ce qui est resté" in html
    assert "The next one" in html
    assert "annuler/" not in html
    leads.post(f"{here}annuler/")
    assert BackgroundJob.objects.count() == 1


def test_a_fault_of_ours_takes_nothing_back(
    leads: Client, here: str, run_tasks: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Any) -> None:
        raise RuntimeError("power cut")

    before = counts()
    with monkeypatch.context() as broken:
        broken.setattr("laplateforme.editorial.actions.spip_undo._delete_pages", fail)
        leads.post(f"{here}annuler/")
        run_tasks()
    assert counts() == before
    assert "Rien n’a été annulé" in leads.get(here).content.decode()
    leads.post(f"{here}annuler/")
    run_tasks()
    assert counts() == [0] * 10


@pytest.mark.parametrize("role", list(Role))
def test_only_those_who_lead_take_an_import_back(role: Role, network: Network, here: str) -> None:
    inside = {"organization": OrganizationFactory(network=network)} if role in Role.IN_ORGANIZATION else {}
    client = Client()
    client.force_login(MembershipFactory(network=network, role=role, **inside).user)
    leads = role in {Role.FACILITATOR, Role.ADMINISTRATOR}
    assert client.get(here).status_code == (200 if leads else 404)
    assert client.post(f"{here}annuler/").status_code == (302 if leads else 404)
    assert BackgroundJob.objects.exists() == leads


def test_strangers_and_nobody_take_nothing_back(here: str) -> None:
    other = NetworkFactory(slug="restanques")
    stranger = Client()
    stranger.force_login(MembershipFactory(network=other, role=Role.FACILITATOR).user)
    for address in (here, here.replace("calanques", "restanques")):
        assert stranger.get(address).status_code == 404
        assert stranger.post(f"{address}annuler/").status_code == 404
    assert reverse("account_login") in Client().get(here)["Location"]
    assert ArticlePage.objects.exists()
