"""Pictures and files of an old site come through the page too, in a zip; hostile archives are refused whole."""

import stat
from collections.abc import Callable, Mapping
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from PIL import Image

from laplateforme.core.models import BackgroundJob, JobStatus
from laplateforme.editorial.models import ArticlePage, AttachedFile, Picture
from laplateforme.editorial.queries import old_archive
from laplateforme.editorial.queries.old_archive import opened_old_site
from laplateforme.editorial.queries.old_files import OldFiles
from laplateforme.editorial.spip.dumps import UnableToReadDump
from laplateforme.network.models import Network

pytestmark = pytest.mark.django_db
HERE = "/r/calanques/reprise-spip/"
DOCUMENTS = "".join(
    f"<document><id_document>{number}</id_document><titre>{title}</titre><fichier>{place}</fichier></document>"
    for number, title, place in (
        (1, "Un dessin", "IMG/png/dessin.png"), (2, "Le guide", "IMG/txt/guide.txt"), (3, "Perdu", "IMG/jpg/perdu.jpg"),
    )
)  # fmt: skip
BACKUP = f"""<?xml version="1.0" encoding="utf-8"?>
<SPIP version="1-8-2" version_base="1.821" version_archive="1.2">
<rubrique><id_rubrique>1</id_rubrique><id_parent>0</id_parent><titre>Agir</titre><statut>publie</statut></rubrique>
<article><id_article>12</id_article><titre>Une rencontre</titre><id_rubrique>1</id_rubrique><statut>publie</statut>
<texte>Un mot.

&lt;img1|left&gt;

[le guide->doc2] &lt;doc3&gt;</texte><date>2007-12-13 10:00:00</date></article>
{DOCUMENTS}</SPIP>""".replace("><", ">\n<").encode()


def drawing() -> bytes:
    out = BytesIO()
    Image.new("RGB", (640, 400), "teal").save(out, "PNG")
    return out.getvalue()


FILES = {"png/dessin.png": drawing(), "txt/guide.txt": b"Le guide"}
WITH_FOLDER = {f"IMG/{name}": content for name, content in FILES.items()}


def zipped(files: Mapping[str | ZipInfo, bytes], under: str = "") -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name if isinstance(name, ZipInfo) else f"{under}{name}", content)
    return out.getvalue()


@pytest.fixture
def bring(leads: Client, run_tasks: Callable[[], int]) -> Callable[..., str]:
    """Gives files on the page, lets a worker read them and confirms; returns the page of the old site."""

    def go(file: bytes, name: str, pictures: bytes | None = None, *, confirm: bool = True) -> str:
        body: dict[str, Any] = {"file": SimpleUploadedFile(name, file)}
        if pictures is not None:
            body["pictures"] = SimpleUploadedFile("IMG.zip", pictures)
        answer = leads.post(HERE, body)
        assert answer.status_code == 302, answer.content.decode()
        run_tasks()
        if confirm:
            leads.post(f"{answer['Location']}confirmer/")
            run_tasks()
        return leads.get(answer["Location"]).content.decode()

    return go


@pytest.mark.parametrize(
    ("name", "file", "pictures"),
    [
        ("site.xml", BACKUP, zipped(FILES, "IMG/")),
        ("site.xml", BACKUP, zipped(FILES, "monsite/IMG/")),
        ("site.xml", BACKUP, zipped(FILES)),
        ("site.zip", zipped({"site.xml": BACKUP, **WITH_FOLDER}), None),
        ("site.zip", zipped({"tmp/dump/site.xml": BACKUP, **WITH_FOLDER}, "www/"), None),
        ("site.zip", zipped({"site.xml": BACKUP}), zipped(FILES, "IMG/")),
    ],
)  # fmt: skip
def test_pictures_come_with_the_texts_that_show_them(
    name: str, file: bytes, pictures: bytes | None, bring: Callable[..., str], client: Client, network: Network
) -> None:
    page = bring(file, name, pictures)
    assert "L’ancien site est ici" in page
    article = ArticlePage.objects.get()
    html = client.get(article.get_absolute_url()).content.decode()
    assert f"/images/{Picture.objects.get().token}/" in html
    assert f"/fichiers/{AttachedFile.objects.get().token}/" in html
    assert article.origin == "spip:site:articles:12"
    assert not list(Path(old_archive.TemporaryDirectory().name).parent.glob("old-site-*"))


def test_what_is_missing_is_counted_and_named(bring: Callable[..., str]) -> None:
    html = bring(BACKUP, "site.xml", zipped(FILES, "IMG/"), confirm=False)
    assert "1 image ou fichier n’est pas venu avec la sauvegarde" in html
    assert "IMG/jpg/perdu.jpg" in html
    html = bring(BACKUP, "site.xml", confirm=False)
    assert "3 images ou fichiers ne sont pas venus avec la sauvegarde" in html
    assert "Redonner la sauvegarde avec le dossier IMG" in html


def link(name: str) -> ZipInfo:
    entry = ZipInfo(name)
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


HOSTILE = {
    "up": zipped({"../evil.xml": b"x", "site.xml": BACKUP}),
    "up inside": zipped({"IMG/../../evil.png": b"x", "site.xml": BACKUP}),
    "absolute": zipped({"/etc/evil": b"x", "site.xml": BACKUP}),
    "other signs": zipped({"IMG\\..\\evil": b"x", "C:/evil": b"x", "site.xml": BACKUP}),
    "link": zipped({link("IMG"): b"/etc", "site.xml": BACKUP}),
    "link to a file": zipped({link("IMG/png/dessin.png"): b"/etc/passwd", "site.xml": BACKUP}),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_an_archive_that_leads_outside_is_refused_whole(kind: str, bring: Callable[..., str], tmp_path: Path) -> None:
    html = bring(HOSTILE[kind], "site.zip", confirm=False)
    assert "rien n’en a été lu" in html
    assert BackgroundJob.objects.get().status == JobStatus.FAILED
    with pytest.raises(UnableToReadDump), opened_old_site(written(tmp_path, HOSTILE[kind]), OldFiles()):
        pass
    assert [one.name for one in tmp_path.rglob("*")] == ["site.zip"]


def written(folder: Path, content: bytes) -> Path:
    place = folder / "site.zip"
    place.write_bytes(content)
    return place


def test_a_bomb_is_refused_before_it_unfolds(
    bring: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(old_archive, "MOST_UNPACKED", 200_000)
    assert "trop grosse" in bring(zipped({"site.xml": BACKUP, "IMG/a.png": b"\0" * 300_000}), "a.zip", confirm=False)
    inner = zipped({"IMG/a.png": b"\0" * 150_000})
    both = zipped({"one.zip": inner, "two.zip": inner, "site.xml": BACKUP})
    assert "trop grosse" in bring(both, "b.zip", confirm=False)
    monkeypatch.setattr(old_archive, "MOST_ENTRIES", 3)
    assert "trop grosse" in bring(zipped({f"IMG/{n}": b"" for n in range(5)}), "c.zip", confirm=False)


def test_an_entry_that_holds_more_than_it_says_is_not_believed(tmp_path: Path) -> None:
    content = zipped({"site.xml": BACKUP, "IMG/a.png": b"\0" * 300_000})
    lie = content.replace((300_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lie != content
    with pytest.raises(UnableToReadDump), opened_old_site(written(tmp_path, lie), OldFiles()):
        pass


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (zipped({"site.xml": BACKUP})[:-30], "archive"),
        (b"PK\x03\x04" + b"\xff" * 500, "archive"),
        (zipped({"IMG/png/a.png": drawing()}), "ne contient pas de sauvegarde"),
        (zipped({"site.xml": BACKUP, "site.xml/IMG": b"x"}), "archive"),
        (zipped({f"IMG/{'a' * 400}.png": b"x", "site.xml": BACKUP}), "archive"),
    ],
)
def test_a_broken_archive_is_said_in_words(content: bytes, words: str, bring: Callable[..., str]) -> None:
    html = bring(content, "site.zip", confirm=False)
    assert words in html
    assert BackgroundJob.objects.get().error != ""
    assert "inattendu" not in BackgroundJob.objects.get().error


def test_pictures_that_are_no_archive_are_refused_on_the_form(leads: Client) -> None:
    files = {"file": SimpleUploadedFile("a.xml", BACKUP), "pictures": SimpleUploadedFile("IMG.zip", b"no")}
    html = leads.post(HERE, files).content.decode()
    assert "Ce n’est pas une archive zip" in html
    assert not BackgroundJob.objects.exists()


def test_the_command_reads_the_same_archive(network: Network, tmp_path: Path) -> None:
    place = written(tmp_path, zipped({"site.xml": BACKUP, "IMG/png/dessin.png": drawing()}))
    call_command("import_spip", str(place), "--network", "calanques", "--confirm", stdout=StringIO())
    assert Picture.objects.count() == 1
    assert ArticlePage.objects.get().origin == "spip:site:articles:12"
