"""An old site brought over: every thing has its place, nothing twice, nothing half, nothing dangerous."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import Client

from laplateforme.editorial import actions
from laplateforme.editorial.models import ArticlePage, AttachedFile, Author, Keyword, Picture, SectionPage
from laplateforme.editorial.queries.old_files import OldFiles
from laplateforme.editorial.queries.old_plan import Plan, plan_of, source_name
from laplateforme.editorial.queries.old_text import OldLinks, blocks_of
from laplateforme.editorial.spip.old_site import OldSite, assemble
from laplateforme.forum.enums import PostStatus
from laplateforme.forum.models import Board, Topic
from laplateforme.network.models import Network
from tests.editorial.old_site import ROWS, article, counts

pytestmark = pytest.mark.django_db
REAL = Path(__file__).resolve().parents[3] / "shared/data/spip/dumps"


def test_a_plan_writes_nothing(plan: Callable[..., Plan]) -> None:
    report = plan().report
    assert not report.changes_nothing()
    assert not SectionPage.objects.exists()
    assert not Picture.objects.exists()


def test_sections_stand_as_they_stood(brought: Plan) -> None:
    inner = SectionPage.objects.get(origin="spip:ancien:sections:2")
    assert inner.get_parent().specific.title == "Agir"
    assert inner.get_parent().specific.position == 10
    assert inner.get_parent().specific.intro == "Ici"
    assert not SectionPage.objects.filter(title="Vide").exists()
    assert not SectionPage.objects.get(title="Secrets").live


def test_the_text_of_a_section_is_not_lost(brought: Plan, client: Client) -> None:
    page = ArticlePage.objects.get(origin="spip:ancien:presentations:2")
    assert page.section.title == "Dans l’été"
    assert "Un texte." in client.get(page.get_absolute_url()).content.decode()


def test_an_article_comes_whole(brought: Plan, client: Client) -> None:
    page = article(12)
    assert (page.title, page.standfirst, page.live) == ("Une étape", "En deux mots.", True)
    assert page.online_at is not None
    assert page.online_at.isoformat() == "2007-12-13T09:00:00+00:00"
    assert [one.name for one in page.keywords.all()] == ["coopérer"]
    assert [one.name for one in page.authors.all()] == ["Une autrice"]
    html = client.get(page.get_absolute_url()).content.decode()
    assert f'<a href="{article(13).get_absolute_url()}">la suite</a>' in html
    assert "<li> un</li>" in html
    assert f"/images/{Picture.objects.get().token}/960.webp" in html
    assert f"/fichiers/{AttachedFile.objects.get().token}/" in html
    assert "P.-S." in html
    assert "https://exemple.example/" in html
    assert "ancien-site.invalid" not in html


def test_pictures_and_files_are_read_by_anybody_who_reads_the_page(brought: Plan, client: Client) -> None:
    assert client.get(Picture.objects.get().address(960)).status_code == 200
    assert b"".join(client.get(AttachedFile.objects.get().url).streaming_content) == b"Le guide"  # type: ignore[attr-defined]


def test_a_file_outside_the_folder_is_never_read(brought: Plan) -> None:
    assert AttachedFile.objects.count() == 1
    line = next(one for one in brought.report.lines if (one.kind, one.number) == ("documents", 3))
    assert line.effect == "left"


def test_languages_of_a_text_know_each_other(brought: Plan) -> None:
    assert article(12).translations == article(13).translations is not None
    assert article(13).language == "en"


def test_what_was_not_online_is_not_online(brought: Plan, client: Client) -> None:
    draft = article(14)
    assert not draft.live
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert not ArticlePage.objects.filter(origin="spip:ancien:articles:15").exists()


def test_briefs_are_news(brought: Plan) -> None:
    assert ArticlePage.objects.get(origin="spip:ancien:briefs:5").kind == "news"


def test_nobody_is_named_who_has_not_agreed(plan: Callable[..., Plan], noon: datetime, brought: Plan) -> None:
    assert [one.signature for one in Author.objects.all()] == [""]
    Author.objects.all().delete()
    again = plan(is_named=True)
    actions.bring_old_site(plan=again, at=noon)
    assert [one.signature for one in Author.objects.all()] == ["Une autrice"]


def test_messages_are_kept_under_the_names_they_bore(brought: Plan, client: Client) -> None:
    topic = Topic.objects.get()
    first, second = topic.posts.order_by("posted_at")
    assert (first.author_name, first.author_email, first.status) == ("Claude claude", "", PostStatus.PUBLISHED)
    assert first.text == "Bravo\n\nMerci\n\n- à tous"
    assert (second.status, second.reply_to) == (PostStatus.HELD, first)
    assert (topic.posts_count, topic.is_open) == (1, True)
    response = client.get("/spip.php?page=forum&id_article=12")
    assert (response.status_code, response["Location"]) == (301, article(12).get_absolute_url())
    html = client.get(response["Location"]).content.decode()
    assert "Claude claude" in html
    assert "exemple.example" not in html.split("Claude claude")[1].split("<footer")[0]


def test_what_was_said_about_a_section_stays_readable(
    network: Network, noon: datetime, client: Client, plan: Callable[..., Plan]
) -> None:
    said = {"id_forum": "9", "id_rubrique": "1", "titre": "Ici", "texte": "Une idée", "auteur": "A", "statut": "publie"}
    made = plan(old=assemble([*ROWS, ("forum", {**said, "date_heure": "2008-01-01 10:00:00"})]))
    actions.bring_old_site(plan=made, at=noon)
    topic = Topic.objects.get(board__isnull=False)
    assert not topic.is_open
    assert not Board.objects.get().is_open
    assert client.get("/spip.php?page=forum&id_rubrique=1")["Location"] == topic.get_absolute_url()
    assert "Une idée" in client.get(topic.get_absolute_url()).content.decode()


def test_a_second_time_changes_nothing_and_says_so(plan: Callable[..., Plan], brought: Plan, noon: datetime) -> None:
    before, texts = counts(), list(ArticlePage.objects.values_list("pk", "body", "latest_revision"))
    again = plan()
    assert again.report.changes_nothing()
    report = actions.bring_old_site(plan=again, at=noon + timedelta(days=1))
    assert counts() == before
    assert list(ArticlePage.objects.values_list("pk", "body", "latest_revision")) == texts
    found = report.counts()
    assert (found["kept"], found["changed"]) == ({}, {})
    assert found["already"]["articles"] == 3


def test_what_is_new_in_a_later_backup_is_added(plan: Callable[..., Plan], brought: Plan, noon: datetime) -> None:
    more = {"id_article": "16", "id_rubrique": "2", "titre": "Plus tard", "statut": "publie", "texte": "[a->art12]"}
    again = plan(old=assemble([*ROWS, ("articles", more)]))
    report = actions.bring_old_site(plan=again, at=noon)
    assert report.counts()["changed"] == {"articles": 1}  # it has no date
    assert f'id="{article(12).pk}"' in str(article(16).body.get_prep_value())


def test_two_at_once_do_not_make_everything_twice(plan: Callable[..., Plan], noon: datetime) -> None:
    first, second = plan(), plan()
    actions.bring_old_site(plan=first, at=noon)
    before = counts()
    with pytest.raises(actions.UnableToBringOver):
        actions.bring_old_site(plan=second, at=noon)
    assert counts() == before


@pytest.mark.django_db(transaction=True)
def test_a_failure_in_the_middle_leaves_nothing(
    plan: Callable[..., Plan], noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: Any) -> None:
        raise RuntimeError("power cut")

    made = plan()
    before = {path for path in Path(default_storage.location).rglob("*") if path.is_file()}  # type: ignore[attr-defined]
    monkeypatch.setattr("laplateforme.editorial.actions.spip_import.bring_messages", fail)
    with pytest.raises(RuntimeError):
        actions.bring_old_site(plan=made, at=noon)
    assert counts() == [0] * 10
    after = {path for path in Path(default_storage.location).rglob("*") if path.is_file()}  # type: ignore[attr-defined]
    assert after == before


PAYLOADS = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><svg onload=alert(1)>',
    "<html><svg/onload=a()></html>",
    "[x->javascript:alert(1)]", '<a href="jav&#x09;ascript:alert(1)">x</a>', "<iframe src=//evil.example></iframe>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>", "<embed embedtype='image' id='1'>",
    "<code><script>alert(1)</script></code>", "<cadre></textarea><script>alert(1)</script></cadre>",
    "[[<script>alert(1)</script>]]", "{{{<script>alert(1)</script>}}}", "<quote><script>alert(1)</script></quote>",
    "|{{<script>alert(1)</script>}}|<img src=x onerror=a()>|", "<style>*{display:none}</style>",
    '<a linktype="page" id="1">x</a>', "<img src='https://ancien-site.invalid/document/1' onerror=a()>",
]  # fmt: skip


def test_nothing_dangerous_of_an_old_site_becomes_an_element(
    network: Network, noon: datetime, client: Client, folder: Path
) -> None:
    rows = []
    for number, bad in enumerate(PAYLOADS, 1):
        said = dict.fromkeys(("titre", "surtitre", "soustitre", "descriptif", "chapo", "texte", "ps", "nom_site"), bad)
        rows.append(("articles", {"id_article": str(number), "id_rubrique": "1", "statut": "publie", **said}))
        rows.append(
            (
                "forum",
                {
                    "id_forum": str(number),
                    "objet": "article",
                    "id_objet": str(number),
                    "titre": bad,
                    "texte": bad,
                    "auteur": bad,
                    "statut": "publie",
                    "date_heure": "2008-01-01 10:00:00",
                },
            )
        )
        rows.append(("mots", {"id_mot": str(number), "id_groupe": "1", "titre": f"{bad}{number}", "texte": bad}))
        rows.append(("mots_liens", {"id_mot": str(number), "objet": "article", "id_objet": str(number)}))
    rows.append(("rubriques", {"id_rubrique": "1", "id_parent": "0", "titre": PAYLOADS[2], "texte": PAYLOADS[0]}))
    made = plan_of(network=network, old=assemble(rows), source="x", files=OldFiles(folder), at=noon)
    actions.bring_old_site(plan=made, at=noon)
    addresses = [page.get_absolute_url() for page in ArticlePage.objects.all()]
    addresses += [page.get_absolute_url() for page in SectionPage.objects.all()]
    addresses += [topic.get_absolute_url() for topic in Topic.objects.all()]
    addresses += [word.get_absolute_url() for word in Keyword.objects.all()]
    assert len(addresses) > 3 * len(PAYLOADS)
    for address in addresses:
        html = client.get(address).content.decode()
        assert elements(html) == set(), address
        assert dangerous(html) == [], address


def elements(html: str) -> set[str]:
    return {tag for tag in ("iframe", "embed", "math") if f"<{tag}" in html.lower()}


def dangerous(html: str) -> list[str]:
    """Handlers, scripts with words in them, addresses that run, as a reader of HTML finds them."""
    found: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            for name, value in attrs:
                if name.startswith("on") or (value or "").strip().lower().startswith(("javascript:", "data:text")):
                    found.append(f"{tag} {name}")
            said = dict(attrs)
            if tag == "script" and "src" not in said and said.get("type") not in {"application/ld+json"}:
                found.append("script")
            if tag == "style":
                found.append("style")

    Reader().feed(html)
    return found


@pytest.mark.parametrize(
    "rows",
    [
        [("rubriques", {"id_rubrique": str(n), "id_parent": str(n - 1), "titre": f"n{n}"}) for n in range(1, 40)]
        + [("articles", {"id_article": "1", "id_rubrique": "39", "titre": "au fond", "statut": "publie"})],
        [("rubriques", {"id_rubrique": "1", "id_parent": "2"}), ("rubriques", {"id_rubrique": "2", "id_parent": "1"}),
         ("articles", {"id_article": "1", "id_rubrique": "2", "titre": "a", "statut": "publie"})],
        [("articles", {"id_article": "1", "titre": "a", "statut": "publie"})] * 3,
        [("articles", {"id_article": str(n), "titre": "Même titre", "statut": "publie", "date": "2001-01-01 00:00:00"})
         for n in range(1, 8)],
        [("articles", {"id_article": "1", "titre": "x" * 5000, "statut": "publie", "date": "9999-99-99 99:99:99"})],
        [("articles", {"id_article": "1", "titre": "", "texte": "<quote>" * 2000, "statut": "publie"})],
        [("articles", {"id_article": "1", "titre": "a", "texte": "<div>" * 3000 + "x", "statut": "publie"})],
        [("articles", {"id_article": "1", "titre": "a", "statut": "publie", "lang": "x" * 90,
          "date": "9999-12-31 23:59:59"})],
        [("articles", {"id_article": "1", "titre": "a\x00b\u202ec", "statut": "publie"})],
    ],
)  # fmt: skip
def test_odd_sites_are_mended_and_never_break(
    rows: list[tuple[str, dict[str, str]]], network: Network, noon: datetime, client: Client
) -> None:
    made = plan_of(network=network, old=assemble(rows), source="x", files=OldFiles(), at=noon)
    report = actions.bring_old_site(plan=made, at=noon)
    assert report.counts()["changed"]["articles"] >= 1
    page = ArticlePage.objects.order_by("pk").first()
    assert page is not None
    assert client.get(page.get_absolute_url()).status_code in {200, 404}


def test_a_keyword_that_is_here_serves_for_both(
    network: Network, plan: Callable[..., Plan], noon: datetime, client: Client
) -> None:
    group = actions.create_keyword_group(network=network, name="Thèmes", at=noon)
    mine = actions.create_keyword(group=group, name="Coopérer", at=noon)
    actions.bring_old_site(plan=plan(), at=noon)
    assert list(article(12).keywords.all()) == [mine]
    assert client.get("/spip.php?mot7")["Location"] == mine.get_absolute_url()
    assert plan().report.changes_nothing()


def test_names_of_backups_name_their_sites() -> None:
    names = [source_name(Path(name)) for name in ("BliP_0_92-dump.xml", "spip_2010.xml.gz", "concours_design-dump.xml")]
    assert names == ["blip", "spip", "concours-design"]


def run(*words: str) -> dict[str, Any]:
    out = StringIO()
    call_command("import_spip", *words, "--json", stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


@pytest.mark.skipif(not REAL.is_dir(), reason="the two backups are not beside the project")
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("BliP_0_92-dump.xml", {"sections": 7, "articles": 8, "messages": 4}),
        ("concours_design-dump.xml", {"sections": 15, "articles": 39, "briefs": 6}),
    ],
)
def test_the_two_real_sites_come_over(name: str, expected: dict[str, int], network: Network, client: Client) -> None:
    path = str(REAL / name)
    said = run(path, "--network", "calanques", "--dry-run")
    assert not SectionPage.objects.exists()
    done = run(path, "--network", "calanques", "--confirm")
    assert (said["kept"], said["changed"], said["left"]) == (done["kept"], done["changed"], done["left"])
    for kind, count in expected.items():
        assert done["kept"].get(kind, 0) + done["changed"].get(kind, 0) == count
    for page in [*ArticlePage.objects.all(), *SectionPage.objects.all()]:
        html = client.get(page.get_absolute_url()).content.decode()
        assert dangerous(html) == []
        assert "ancien-site.invalid" not in html
    again = run(path, "--network", "calanques", "--confirm")
    assert again["changes_nothing"]
    assert (again["kept"], again["changed"]) == ({}, {})


def test_the_command_refuses_in_words(network: Network, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.xml").write_text("<html></html>")
    for words in (["nowhere.xml"], [str(tmp_path / "x.xml")], [str(tmp_path / "x.xml"), "--network", "none"]):
        with pytest.raises(SystemExit) as stopped:
            call_command("import_spip", *words)
        assert stopped.value.code == 2
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize(
    "unit",
    [" ", "\t", "\n", "\xa0", "~", "[*", "{{", "[[", "[a->", "<img1|", "|", "\n- ", "<code>", "<quote>", "<div>", "http://"],
)  # fmt: skip
def test_a_hostile_text_is_read_in_reasonable_time(unit: str) -> None:
    """Twice as long takes about twice as long, whatever sign is repeated."""
    start = process_time()
    blocks_of(unit * (30_000 // len(unit)), OldLinks(OldSite()))
    assert process_time() - start < 3


def test_an_empty_or_broken_address_is_no_link(network: Network, noon: datetime) -> None:
    rows = [
        ("articles", {"id_article": str(at), "titre": "a", "statut": "publie", "url_site": url, "chapo": f"={url}",
                      "texte": f"[x->{url}] {url} <img src='{url}'>"})
        for at, url in enumerate(["http://", "http://[::1", "https://?", "http://a b", "//evil.example", "\\\\x"], 1)
    ]  # fmt: skip
    made = plan_of(network=network, old=assemble(rows), source="x", files=OldFiles(), at=noon)
    assert all("Voir en ligne" not in str(page.blocks) for page in made.pages)
