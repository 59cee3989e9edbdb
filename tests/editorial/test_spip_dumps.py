"""Backups of old sites, in each of their forms, say the same; broken and hostile ones are refused in one word."""

import gzip
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from laplateforme.editorial.spip.dumps import UnableToReadDump, find_dump, rows_of
from laplateforme.editorial.spip.old_site import DRAFT, PUBLISHED, OldSite, assemble

REAL = Path(__file__).resolve().parents[3] / "shared/data/spip/dumps"
TEXT = "L'été : {{oui}} & <b>non</b>"

XML = f"""<?xml version="1.0" encoding="iso-8859-1"?>
<SPIP version="1-8-2" version_base="1.821" version_archive="1.2">

<rubrique>
<id_rubrique>1</id_rubrique>
<id_parent>0</id_parent>
<titre>Agir</titre>
<statut>publie</statut>
</rubrique>

<article>
<id_article>12</id_article>
<titre>Une rencontre</titre>
<id_rubrique>1</id_rubrique>
<texte>{TEXT.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")}</texte>
<date>2007-12-13 10:00:00</date>
<date_redac>0000-00-00 00:00:00</date_redac>
<statut>publie</statut>
<lien:auteur>4</lien:auteur>
</article>

<mot>
<id_mot>7</id_mot>
<type>Thèmes</type>
<titre>coopérer</titre>
<id_groupe>2</id_groupe>
<lien:article>12</lien:article>
</mot>

<groupe_mots>
<id_groupe>2</id_groupe>
<titre>Thèmes</titre>
<forum>non</forum>
<syndic>oui</syndic>
</groupe_mots>

<auteur>
<id_auteur>4</id_auteur>
<nom>Une autrice</nom>
<login>secret-login</login>
<pass>secret-pass</pass>
<email>secret@exemple.example</email>
<statut>1comite</statut>
</auteur>

<syndic_article>
<id_syndic_article>1</id_syndic_article>
<titre>Ailleurs</titre>
</syndic_article>

<petition>
<id_article>12</id_article>
</petition>

<forum>
<id_forum>3</id_forum>
<id_article>12</id_article>
<titre>Merci</titre>
<texte>Bravo</texte>
<statut>publie</statut>
<ip>secret-ip</ip>
</forum>

</SPIP>
"""
MYSQL = r"""-- dump
CREATE TABLE `vieux_articles` (
  `id_article` bigint(21) NOT NULL auto_increment,
  `titre` text NOT NULL,
  `id_rubrique` bigint(21),
  `texte` longtext,
  `date` datetime,
  `statut` varchar(10),
  PRIMARY KEY (`id_article`)
) TYPE=MyISAM;
INSERT INTO `vieux_articles` VALUES
(12,'Une rencontre',1,'L\'été : {{oui}} & <b>non</b>','2007-12-13 10:00:00','publie'),
(13,'Suite',1,'a;b) ,(c\n"d"',NULL,'prepa');
INSERT INTO `vieux_rubriques` (`id_rubrique`, `id_parent`, `titre`, `statut`) VALUES (1,0,'Agir','publie');
INSERT INTO `vieux_mots` (`id_mot`,`titre`,`id_groupe`,`type`) VALUES (7,'coopérer',2,'Thèmes');
INSERT INTO `vieux_mots_articles` (`id_mot`,`id_article`) VALUES (7,12);
INSERT INTO `vieux_auteurs` (`id_auteur`,`nom`,`pass`,`statut`) VALUES (4,'Une autrice','secret-pass','1comite');
INSERT INTO `vieux_auteurs_liens` (`id_auteur`,`objet`,`id_objet`) VALUES (4,'article',12);
INSERT INTO `vieux_forum` (`id_forum`,`objet`,`id_objet`,`titre`,`texte`,`statut`)
VALUES (3,'article',12,'Merci','Bravo','publie');
INSERT INTO `vieux_petitions` (`id_article`) VALUES (12);
INSERT INTO `vieux_sessions` VALUES (1,'secret-session');
"""


def sqlite_base(path: Path) -> Path:
    base = sqlite3.connect(path)
    base.executescript(
        """CREATE TABLE spip_rubriques (id_rubrique INTEGER, id_parent INTEGER, titre TEXT, statut TEXT);
        CREATE TABLE spip_articles
        (id_article INTEGER, titre TEXT, id_rubrique INTEGER, texte TEXT, date TEXT, statut TEXT);
        CREATE TABLE spip_mots (id_mot INTEGER, titre TEXT, id_groupe INTEGER, type TEXT);
        CREATE TABLE spip_mots_liens (id_mot INTEGER, id_objet INTEGER, objet TEXT);
        CREATE TABLE spip_auteurs (id_auteur INTEGER, nom TEXT, pass TEXT, statut TEXT);
        CREATE TABLE spip_auteurs_articles (id_auteur INTEGER, id_article INTEGER);
        CREATE TABLE spip_forum (id_forum INTEGER, objet TEXT, id_objet INTEGER, titre TEXT, texte TEXT, statut TEXT);
        CREATE TABLE spip_petitions (id_article INTEGER);
        INSERT INTO spip_rubriques VALUES (1, 0, 'Agir', 'publie');
        INSERT INTO spip_mots VALUES (7, 'coopérer', 2, 'Thèmes');
        INSERT INTO spip_mots_liens VALUES (7, 12, 'article');
        INSERT INTO spip_auteurs VALUES (4, 'Une autrice', 'secret-pass', '1comite');
        INSERT INTO spip_auteurs_articles VALUES (4, 12); INSERT INTO spip_petitions VALUES (12);
        INSERT INTO spip_forum VALUES (3, 'article', 12, 'Merci', 'Bravo', 'publie');"""
    )
    base.execute(
        "INSERT INTO spip_articles VALUES (12, 'Une rencontre', 1, ?, '2007-12-13 10:00:00', 'publie')", [TEXT]
    )
    base.commit()
    base.close()
    return path


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.fixture(params=["xml", "xml in UTF-8", "xml.gz", "mysql", "sqlite"])
def dump(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    if request.param == "sqlite":
        return sqlite_base(tmp_path / "site.sqlite")
    if request.param == "mysql":
        return written(tmp_path / "site.sql", MYSQL.encode())
    if request.param == "xml.gz":
        return written(tmp_path / "site.xml.gz", gzip.compress(XML.encode("cp1252")))
    return written(tmp_path / "site.xml", XML.encode("cp1252" if request.param == "xml" else "utf-8"))


def test_every_form_of_backup_says_the_same(dump: Path) -> None:
    site = assemble(rows_of(find_dump(dump.parent)))
    article = site.articles[12]
    assert (article.title, article.text, article.parent, article.status) == ("Une rencontre", TEXT, 1, PUBLISHED)
    assert article.published_at is not None
    assert article.published_at.isoformat() == "2007-12-13T10:00:00+01:00"
    assert (article.authors, article.keywords) == ([4], [7])
    assert site.sections[1].title == "Agir"
    assert (site.keywords[7].title, site.keyword_groups[2]) == ("coopérer", "Thèmes")
    assert site.authors == {4: "Une autrice"}
    assert (site.posts[3].kind, site.posts[3].about, site.posts[3].text) == ("articles", 12, "Bravo")
    assert site.left == {"petitions": 1}


def test_no_secret_is_ever_read(dump: Path) -> None:
    assert "secret" not in repr(list(rows_of(dump)))


def test_signs_of_sql_inside_a_text_do_not_end_it(tmp_path: Path) -> None:
    site = assemble(rows_of(written(tmp_path / "site.sql", MYSQL.encode())))
    assert site.articles[13].text == 'a;b) ,(c\n"d"'
    assert site.articles[13].status == DRAFT
    assert site.articles[13].published_at is None


def test_encodings_mixed_in_one_file_are_mended(tmp_path: Path) -> None:
    mixed = XML.encode("cp1252").replace("L'été".encode("cp1252"), "L'été".encode())
    twice = XML.replace("Agir", "Agir à côté".encode().decode("cp1252")).encode()
    assert assemble(rows_of(written(tmp_path / "a.xml", mixed))).articles[12].text == TEXT
    assert assemble(rows_of(written(tmp_path / "b.xml", twice))).sections[1].title == "Agir à côté"


def test_circles_and_lost_parents_are_mended_and_told() -> None:
    rows = [
        ("rubriques", {"id_rubrique": str(a), "id_parent": str(b), "titre": "x"}) for a, b in ((1, 2), (2, 1), (3, 9))
    ]
    site: OldSite = assemble([*rows, ("articles", {"id_article": "5", "id_rubrique": "77", "titre": "y"})])
    assert sorted(kind for kind, _, _ in site.mended) == ["loop", "orphan", "orphan"]
    assert site.articles[5].parent == 0
    assert 0 in {site.sections[1].parent, site.sections[2].parent}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "unknown"),
        (b"<html>rien</html>", "unknown"),
        (b"<SPIP version='1'>\n<article>\n<id_article>1</id_article>", "broken"),
        (gzip.compress(XML.encode())[:200], "broken"),
        (b"SQLite format 3\x00" + b"\xff" * 200, "broken"),
        (b"insert into nothing values (1);", "empty"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_word(content: bytes, reason: str, tmp_path: Path) -> None:
    with pytest.raises(UnableToReadDump) as refused:
        list(rows_of(written(tmp_path / "site.xml", content)))
    assert refused.value.reason == reason


def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("laplateforme.editorial.spip.dumps.MOST_UNPACKED", 1_000_000)
    bomb = written(tmp_path / "site.xml.gz", gzip.compress(b"<SPIP>" + b" " * 5_000_000))
    with pytest.raises(UnableToReadDump, match="large"):
        list(rows_of(bomb))


def test_entities_are_never_expanded(tmp_path: Path) -> None:
    bomb = XML.replace("<SPIP", '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>\n<SPIP').replace("Agir", "&b;")
    assert assemble(rows_of(written(tmp_path / "site.xml", bomb.encode()))).sections[1].title == "&b;"


def test_the_two_real_backups_are_read() -> None:
    if not REAL.is_dir():
        pytest.skip("the two backups are not beside the project")
    counts = {}
    for path in sorted(REAL.glob("*.xml")):
        site = assemble(rows_of(path))
        counts[path.name] = (
            len(site.sections),
            len(site.articles),
            len(site.briefs),
            len(site.keywords),
            len(site.posts),
        )
    assert counts == {"BliP_0_92-dump.xml": (7, 8, 0, 16, 4), "concours_design-dump.xml": (15, 39, 6, 0, 0)}


ARTICLE = "<article>\n<id_article>{}</id_article>\n<titre>T</titre>\n<texte>{}</texte>\n</article>\n"
HOSTILE = """
import re, sys, time
from pathlib import Path
from laplateforme.editorial.spip.dumps import UnableToReadDump, rows_of
from laplateforme.editorial.spip.old_site import assemble
start = time.process_time()
try:
    said = f"{len(assemble(rows_of(Path(sys.argv[1]))).articles)} articles"
except UnableToReadDump as refusal:
    said = refusal.reason
memory = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024
print(f"{said};{time.process_time() - start:.2f};{memory}")
"""


def hostile(kind: str) -> Iterator[bytes]:
    """Backups made to exhaust whoever reads them."""
    million = b"a" * 1_000_000
    head = b'<?xml version="1.0" encoding="iso-8859-1"?>\n<SPIP version="1">\n'
    before, _, after = ARTICLE.format(1, "%").encode().partition(b"%")
    whole = ARTICLE.format(2, "x").encode()
    if kind == "a line of 100 MB":
        yield from (head, before, *[million] * 100, after, whole)
    elif kind == "a value of 100 MB":
        yield b"INSERT INTO `spip_articles` (`id_article`,`titre`,`texte`) VALUES (1,'t','"
        yield from (*[million] * 100, b"');\nINSERT INTO `spip_articles` (`id_article`) VALUES (2);\n")
    elif kind == "entities in entities":
        yield b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a0 "ha">'
        yield b"".join(b'<!ENTITY a%d "%s">' % (at, b"&a%d;" % (at - 1) * 10) for at in range(1, 12))
        yield b"]>\n<SPIP>\n" + ARTICLE.format(1, "&a11;").encode()
    elif kind == "columns that never close":
        yield from (head, b"<article>\n", b"<texte>" * 1_000_000, b"\n</article>\n", whole)
    elif kind == "rows that never open":
        yield b"INSERT INTO spip_articles (id_article) VALUES " + b"(" * 20_000_000
    elif kind == "cut in the middle":
        yield from (head, whole, before, million)
    else:
        yield head
        text = "é à".encode("latin-1") + "é ’".encode() + b"\xff\xfe\x00"
        yield from (ARTICLE.format(at, "%").encode().replace(b"%", text) for at in range(1, 3_000))


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("a line of 100 MB", "1 articles"),
        ("a value of 100 MB", "1 articles"),
        ("entities in entities", "1 articles"),
        ("columns that never close", "1 articles"),
        ("rows that never open", "empty"),
        ("cut in the middle", "1 articles"),
        ("encodings mixed", "2999 articles"),
    ],
)
def test_a_hostile_backup_costs_two_seconds_and_200_megabytes_at_most(kind: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "site.xml"
    with path.open("wb") as file:
        file.writelines(hostile(kind))
    found, seconds, memory = measured(path)
    assert found == said
    assert seconds < 2
    assert memory < 200


def measured(path: Path) -> tuple[str, float, int]:
    """What reading a backup in a process of its own says, takes (seconds) and needs (megabytes)."""
    done = subprocess.run(
        [sys.executable, "-c", HOSTILE, str(path)], capture_output=True, text=True, check=True,
        cwd=Path(__file__).resolve().parents[2],
    )  # fmt: skip
    found, seconds, memory = done.stdout.strip().split(";")
    return found, float(seconds), int(memory)


def test_a_packed_bomb_costs_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "site.xml.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.writelines([b"<SPIP>\n", *[b" " * 1_000_000] * 400])
    found, seconds, memory = measured(path)
    assert found == "large"
    assert seconds < 2
    assert memory < 200
