"""What all forms of backup share: names of tables, encodings mended, one row at a time."""

import re
from collections.abc import Iterable, Iterator
from mmap import mmap

Data = bytes | mmap
LARGEST_ROW = 20_000_000  # bytes: nobody has written a longer text

# Our names of SPIP's tables; whatever is not here holds nothing that is brought over (sessions, indexes, caches).
TABLES = {
    "rubrique": "rubriques", "rubriques": "rubriques", "article": "articles", "articles": "articles",
    "breve": "breves", "breves": "breves", "mot": "mots", "mots": "mots", "groupe_mots": "groupes_mots",
    "groupes_mots": "groupes_mots", "auteur": "auteurs", "auteurs": "auteurs", "document": "documents",
    "documents": "documents", "type_document": "types_documents", "types_documents": "types_documents",
    "forum": "forum", "petition": "petitions", "petitions": "petitions", "signature": "signatures",
    "signatures": "signatures", "syndic": "syndic", "auteurs_articles": "auteurs_articles",
    "auteurs_rubriques": "auteurs_rubriques", "auteurs_liens": "auteurs_liens", "mots_articles": "mots_articles",
    "mots_rubriques": "mots_rubriques", "mots_breves": "mots_breves", "mots_documents": "mots_documents",
    "mots_syndic": "mots_syndic", "mots_forum": "mots_forum", "mots_liens": "mots_liens",
    "documents_articles": "documents_articles", "documents_rubriques": "documents_rubriques",
    "documents_breves": "documents_breves", "documents_liens": "documents_liens", "urls": "urls",
}  # fmt: skip
# What nobody should ever have written in a backup that is passed around: never read further than here.
SECRETS = frozenset(
    {"pass", "low_sec", "htpass", "alea_actuel", "alea_futur", "cookie_oubli", "pgp", "prefs", "ip", "login", "email",
     "email_auteur", "ad_email", "backup_cles"}
)  # fmt: skip
PIECE = 4_000_000
DOUBLY_ENCODED = re.compile(r"[ÃÂâ][\u0080-\u00bf\u20ac\u2013-\u2122]")
ENTITIES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&#039;": "'", "&#39;": "'"}


class UnableToReadDump(Exception):
    """The backup is absent, empty, unknown, broken or too large (`reason`)."""

    def __init__(self, reason: str, name: str) -> None:
        super().__init__(f"{reason}: {name}")
        self.reason, self.name = reason, name


def places(data: Data, word: bytes) -> Iterator[int]:
    """Wherever `word` stands, in pieces that fit in memory."""
    at = 0
    while at < len(data):
        piece = data[at : at + PIECE]
        found = piece.find(word)
        while found >= 0:
            yield at + found
            found = piece.find(word, found + 1)
        at += PIECE - len(word) + 1


def table_of(name: str, prefix: str = "spip_") -> str:
    """ "articles" of "spip_articles" or "article"; "" when nothing of it is brought over."""
    return TABLES.get(name.lower().removeprefix(prefix), "")


def prefix_of(names: Iterable[str]) -> str:
    """What stands before the names of SPIP's own tables in this base: "spip_" unless its owner chose otherwise."""
    ends = sorted((name[: -len("rubriques")] for name in names if name.lower().endswith("rubriques")), key=len)
    return ends[0].lower() if ends else "spip_"


def without_secrets(rows: Iterator[tuple[str, dict[str, str]]]) -> Iterator[tuple[str, dict[str, str]]]:
    """Rows without their secrets."""
    for table, values in rows:
        yield table, {column: value for column, value in values.items() if column not in SECRETS}


def decoded(data: bytes, charset: str) -> str:
    """Text in UTF-8 when it is, else in the charset that the file claims, else in that of old Windows; mended."""
    for name in ("utf-8", charset, "cp1252"):
        try:
            return mended(data.decode("cp1252" if name.lower() in {"iso-8859-1", "latin1", "iso-8859-15"} else name))
        except (UnicodeDecodeError, LookupError):
            continue
    return mended(data.decode("latin-1"))


def mended(text: str) -> str:
    """Letters that were encoded twice ("Ã©") are read twice; text without signs of control."""
    if DOUBLY_ENCODED.search(text):
        try:
            text = text.encode("cp1252").decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            text = re.sub(r"[ÃÂ][\u0080-\u00bf]", _pair, text)
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", "", text)


def _pair(match: re.Match[str]) -> str:
    try:
        return match[0].encode("latin-1").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return match[0]
