"""SPIP's own backup: one element a row, one element a column, since 1.8.

Such files are often not well formed and mix encodings: they are read as text between known signs, never by a parser
of XML, so that no entity is ever expanded and one bad letter does not lose the rest.
"""

import re
from collections.abc import Iterator

from laplateforme.editorial.spip.dumps.rows import ENTITIES, LARGEST_ROW, Data, UnableToReadDump, decoded, table_of

CHARSET = re.compile(rb'encoding="([\w-]{2,20})"')
OPENING = re.compile(rb"<([a-z_]{3,40})>\s")
MOST_COLUMNS = 500
FIELD = re.compile(rb"<([a-z_]{2,40}(?::[a-z_]{2,40})?)(?:\s*/>|>)")
ENTITY = re.compile("|".join(ENTITIES))


def rows(data: Data) -> Iterator[tuple[str, dict[str, str]]]:
    """Each row of each table, then the links that stand inside it as rows of their own."""
    found = CHARSET.search(data[:200])
    charset = found[1].decode() if found else "utf-8"
    at, count = 0, 0
    while opening := OPENING.search(data, at):
        name = opening[1]
        if not table_of(name.decode()):
            at = opening.end()
            continue
        closing = b"</" + name + b">"
        # A column may bear the name of a table (<forum>, <syndic>): the row ends at a closing tag on a line of its own.
        end = data.find(b"\n" + closing, opening.end() - 1)
        if end < 0 or end - opening.end() > LARGEST_ROW:
            if count == 0 and end < 0:
                raise UnableToReadDump("broken", name.decode())
            at = opening.end()
            continue
        yield from _row(name.decode(), data[opening.end() : end], charset)
        count += 1
        at = end + 1 + len(closing)


def _row(name: str, body: bytes, charset: str) -> Iterator[tuple[str, dict[str, str]]]:
    values: dict[str, str] = {}
    links: list[tuple[str, str]] = []
    at, unclosed = 0, set[bytes]()  # what does not close once is not looked for again
    for _ in range(MOST_COLUMNS):
        field = FIELD.search(body, at)
        if field is None:
            break
        closing = b"</" + field[1] + b">"
        is_alone = field[0].endswith(b"/>") or field[1] in unclosed
        end = -1 if is_alone else body.find(closing, field.end())
        if end < 0:
            unclosed |= set() if is_alone else {field[1]}
            at = field.end()
            continue
        column, text = field[1].decode(), decoded(body[field.end() : end], charset)
        text = ENTITY.sub(lambda match: ENTITIES[match[0]], text).replace("&amp;", "&")
        if column.startswith("lien:"):
            links.append((column.removeprefix("lien:"), text))
        else:
            values[column] = text
        at = end + len(closing)
    yield table_of(name), values
    yield from _links(name, values, links)


def _links(name: str, values: dict[str, str], links: list[tuple[str, str]]) -> Iterator[tuple[str, dict[str, str]]]:
    """<lien:auteur>1</lien:auteur> in an article, <lien:article>5</lien:article> in a keyword: the same, as rows."""
    own = {"groupe_mots": "groupe"}.get(name, name).rstrip("s") if name != "documents" else "document"
    for other, key in links:
        if own in {"mot", "document", "auteur"}:
            yield f"{own}s_liens", {f"id_{own}": values.get(f"id_{own}", ""), "objet": other, "id_objet": key}
        elif other in {"mot", "document", "auteur"}:
            yield f"{other}s_liens", {f"id_{other}": key, "objet": own, "id_objet": values.get(f"id_{own}", "")}
