"""An old site as a whole: sections, articles, briefs, keywords, names of authors, documents, threads, links."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
PUBLISHED, PROPOSED, DRAFT, GONE = "published", "proposed", "draft", "gone"
STATUSES = {
    "publie": PUBLISHED, "prop": PROPOSED, "propose": PROPOSED, "prepa": DRAFT, "poubelle": GONE, "5poubelle": GONE,
    "refuse": GONE, "off": GONE, "spam": GONE, "nouv": DRAFT, "new": DRAFT,
}  # fmt: skip
KINDS = {"article": "articles", "rubrique": "sections", "breve": "briefs", "syndic": "sites", "site": "sites"}


@dataclass(slots=True)
class OldPage:
    """A section, an article or a brief. `parent`: its section, 0 at the top. Texts are in shortcuts."""

    number: int
    parent: int
    title: str
    status: str
    published_at: datetime | None
    language: str = ""
    translation_of: int = 0
    overtitle: str = ""
    subtitle: str = ""
    summary: str = ""
    standfirst: str = ""
    text: str = ""
    postscript: str = ""
    link: tuple[str, str] = ("", "")
    authors: list[int] = field(default_factory=list)
    keywords: list[int] = field(default_factory=list)
    documents: list[int] = field(default_factory=list)


@dataclass(slots=True)
class OldKeyword:
    number: int
    group: int
    title: str
    text: str


@dataclass(slots=True)
class OldDocument:
    number: int
    title: str
    description: str
    path: str
    is_distant: bool
    width: int
    height: int


@dataclass(slots=True)
class OldPost:
    """A message of a thread about an article, a section or a brief (`kind`, `about`)."""

    number: int
    parent: int
    thread: int
    kind: str
    about: int
    title: str
    text: str
    author: str
    author_number: int
    status: str
    posted_at: datetime | None


@dataclass(slots=True)
class OldSite:
    """Everything by number. `left`: what is not brought over, by kind; `mended`: what was wrong in the links."""

    sections: dict[int, OldPage] = field(default_factory=dict)
    articles: dict[int, OldPage] = field(default_factory=dict)
    briefs: dict[int, OldPage] = field(default_factory=dict)
    keyword_groups: dict[int, str] = field(default_factory=dict)
    keywords: dict[int, OldKeyword] = field(default_factory=dict)
    authors: dict[int, str] = field(default_factory=dict)
    documents: dict[int, OldDocument] = field(default_factory=dict)
    posts: dict[int, OldPost] = field(default_factory=dict)
    left: dict[str, int] = field(default_factory=dict)
    mended: list[tuple[str, str, int]] = field(default_factory=list)  # (what was wrong, kind, number)
    names: dict[tuple[str, int], list[str]] = field(default_factory=dict)  # addresses in words, by kind and number

    def is_empty(self) -> bool:
        return not (self.sections or self.articles or self.briefs)


Row = dict[str, str]


def assemble(rows: Iterable[tuple[str, Row]]) -> OldSite:
    """The site that the rows of a backup describe; the last of two rows with one number counts."""
    site = OldSite()
    links: list[tuple[str, Row]] = []
    for table, row in rows:
        if table in READERS:
            READERS[table](site, row)
        elif table in LEFT:
            site.left[table] = site.left.get(table, 0) + 1
        elif "_" in table and not table.startswith(("types_", "groupes_")):
            links.append((table, row))
    for table, row in links:
        _link(site, table, row)
    _mend_sections(site)
    return site


def number(row: Row, column: str) -> int:
    text = row.get(column, "").strip()
    return int(text) if text.isdigit() and len(text) < 12 else 0


def moment(text: str) -> datetime | None:
    """SPIP writes local times, and 0000-00-00 for none."""
    try:
        found = datetime.fromisoformat(text.strip().replace("-00", "-01"))
    except ValueError:
        return None
    return found.replace(tzinfo=PARIS) if found.year > 1 and found.tzinfo is None else None


def _page(row: Row, key: str, date: str = "date") -> OldPage:
    return OldPage(
        number=number(row, key),
        parent=number(row, "id_parent" if key == "id_rubrique" else "id_rubrique"),
        title=row.get("titre", "").strip(),
        status=STATUSES.get(row.get("statut", ""), DRAFT),
        published_at=moment(row.get(date, "")),
        language=row.get("lang", ""),
        translation_of=number(row, "id_trad"),
        overtitle=row.get("surtitre", ""),
        subtitle=row.get("soustitre", ""),
        summary=row.get("descriptif", ""),
        standfirst=row.get("chapo", ""),
        text=row.get("texte", ""),
        postscript=row.get("ps", ""),
        link=(row.get("lien_titre") or row.get("nom_site", ""), row.get("lien_url") or row.get("url_site", "")),
    )


def _section(site: OldSite, row: Row) -> None:
    _keep(site, "rubrique", row, _page(row, "id_rubrique"))


def _article(site: OldSite, row: Row) -> None:
    _keep(site, "article", row, _page(row, "id_article"))


def _brief(site: OldSite, row: Row) -> None:
    _keep(site, "breve", row, _page(row, "id_breve", "date_heure"))


def _keep(site: OldSite, kind: str, row: Row, page: OldPage) -> None:
    pages: dict[int, OldPage] = getattr(site, KINDS[kind])
    if not page.number:
        return
    if page.number in pages:
        site.mended.append(("twice", KINDS[kind], page.number))
    pages[page.number] = page
    if row.get("url_propre", "").strip():
        site.names.setdefault((kind, page.number), []).append(row["url_propre"].strip())


def _name(site: OldSite, row: Row) -> None:
    """A row of the table of addresses, from SPIP 2 on."""
    key = (row.get("type", ""), number(row, "id_objet"))
    if key[1] and row.get("url", "").strip():
        site.names.setdefault(key, []).append(row["url"].strip())


def _keyword(site: OldSite, row: Row) -> None:
    key, group = number(row, "id_mot"), number(row, "id_groupe")
    if key:
        text = row.get("descriptif", "") or row.get("texte", "")
        site.keywords[key] = OldKeyword(key, group, row.get("titre", "").strip(), text)
        site.keyword_groups.setdefault(group, row.get("type", "").strip())


def _group(site: OldSite, row: Row) -> None:
    site.keyword_groups[number(row, "id_groupe")] = row.get("titre", "").strip()


def _author(site: OldSite, row: Row) -> None:
    """The name that signs, and nothing else."""
    if number(row, "id_auteur") and STATUSES.get(row.get("statut", "")) != GONE:
        site.authors[number(row, "id_auteur")] = row.get("nom", "").strip()


def _document(site: OldSite, row: Row) -> None:
    key = number(row, "id_document")
    if key:
        path = row.get("fichier", "").strip()
        is_distant = row.get("distant") == "oui" or path.startswith(("http://", "https://", "ftp://"))
        size = number(row, "largeur"), number(row, "hauteur")
        site.documents[key] = OldDocument(key, row.get("titre", ""), row.get("descriptif", ""), path, is_distant, *size)


def _post(site: OldSite, row: Row) -> None:
    kind, about = row.get("objet", ""), number(row, "id_objet")
    for name in ("article", "rubrique", "breve"):
        if not kind and number(row, f"id_{name}"):
            kind, about = name, number(row, f"id_{name}")
    key = number(row, "id_forum")
    if key:
        site.posts[key] = OldPost(
            key, number(row, "id_parent"), number(row, "id_thread") or key, KINDS.get(kind, ""), about,
            row.get("titre", "").strip(), row.get("texte", ""), row.get("auteur", "").strip(), number(row, "id_auteur"),
            STATUSES.get(row.get("statut", ""), GONE), moment(row.get("date_heure", "")),
        )  # fmt: skip


READERS = {
    "rubriques": _section, "articles": _article, "breves": _brief, "mots": _keyword, "groupes_mots": _group,
    "auteurs": _author, "documents": _document, "forum": _post, "urls": _name,
}  # fmt: skip
LEFT = {"petitions", "signatures", "syndic"}


def _link(site: OldSite, table: str, row: Row) -> None:
    """A row of links: auteurs_articles(id_auteur, id_article), or auteurs_liens(id_auteur, objet, id_objet)."""
    thing, _, kind = table.partition("_")
    if kind == "liens":
        kind, about = KINDS.get(row.get("objet", ""), ""), number(row, "id_objet")
    else:
        kind, about = KINDS.get(kind.rstrip("s"), ""), number(row, f"id_{kind.rstrip('s')}")
    pages: dict[int, OldPage] = getattr(site, kind, {}) if kind in {"articles", "sections", "briefs"} else {}
    page, key = pages.get(about), number(row, f"id_{thing.rstrip('s')}")
    if page is None or not key:
        return
    known = {"auteurs": page.authors, "mots": page.keywords, "documents": page.documents}.get(thing)
    if known is not None and key not in known:
        known.append(key)


def _mend_sections(site: OldSite) -> None:
    """A section whose parents turn in a circle, or whose parent is lost, stands at the top; so does what it holds."""
    ends: set[int] = set()  # sections whose way to the top is known
    for section in site.sections.values():
        way, at = {section.number}, section
        while at.parent and at.number not in ends:
            parent = site.sections.get(at.parent)
            if parent is None or parent.number in way:
                site.mended.append(("loop" if parent else "orphan", "sections", at.number))
                at.parent = 0
                break
            way.add(parent.number)
            at = parent
        ends |= way
    for kind in ("articles", "briefs"):
        for page in getattr(site, kind).values():
            if page.parent and page.parent not in site.sections:
                site.mended.append(("orphan", kind, page.number))
                page.parent = 0


def children_of(site: OldSite) -> dict[int, list[OldPage]]:
    """Sections by parent, in the order of their titles, as the old site showed them."""
    found: dict[int, list[OldPage]] = defaultdict(list)
    for section in sorted(site.sections.values(), key=lambda one: (one.title.lower(), one.number)):
        found[section.parent].append(section)
    return found
