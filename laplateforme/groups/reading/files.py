"""Texts and office files as plain lines: "# " before a heading, "- " before a point of a list. Nothing is executed."""

import re
import zipfile
from html.parser import HTMLParser
from io import BytesIO
from pathlib import PurePath

MOST_BYTES = 5 * 1024 * 1024
MOST_UNZIPPED = 40 * 1024 * 1024
MOST_CHARACTERS = 400_000
SUFFIXES = (".txt", ".md", ".markdown", ".odt", ".docx")
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"


class UnableToRead(Exception):
    """The file is not what its name says, or too big. `reason`: kind, size, broken, empty."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def text_of_file(name: str, content: bytes) -> str:
    """What the file says, as lines. Raises UnableToRead."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise UnableToRead("kind")
    if len(content) > MOST_BYTES:
        raise UnableToRead("size")
    if suffix == ".docx":
        text = _docx(content)
    elif suffix == ".odt":
        text = _odt(content)
    else:
        text = _decoded(content)
    if len(text) > MOST_CHARACTERS:
        raise UnableToRead("size")
    if not text.strip():
        raise UnableToRead("empty")
    return text


def _decoded(content: bytes) -> str:
    if content.startswith((b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0")) or b"\x00" in content[:4096]:
        raise UnableToRead("kind")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def _opened(content: bytes) -> zipfile.ZipFile:
    """A container of reasonable size whose XML declares no entities."""
    try:
        box = zipfile.ZipFile(BytesIO(content))
        members = box.infolist()
        if len(members) > 2000 or sum(member.file_size for member in members) > MOST_UNZIPPED:
            raise UnableToRead("size")
        for member in members:
            if member.filename.endswith((".xml", ".rels")) and b"<!" in box.read(member)[:4096].replace(b"<!--", b""):
                raise UnableToRead("broken")
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError, KeyError):
        raise UnableToRead("broken") from None
    except zipfile.zlib.error:  # type: ignore[attr-defined]
        raise UnableToRead("broken") from None
    return box


def _docx(content: bytes) -> str:
    import mammoth  # noqa: PLC0415  slow import, and few need it

    _opened(content)
    try:
        html = mammoth.convert_to_html(BytesIO(content), convert_image=mammoth.images.img_element(lambda _: {})).value
    except Exception:  # whatever a broken file makes of the reader
        raise UnableToRead("broken") from None
    reader = _Lines()
    reader.feed(html)
    return reader.text


def _odt(content: bytes) -> str:
    from defusedxml.ElementTree import ParseError, fromstring  # noqa: PLC0415  few need it

    try:
        tree = fromstring(_opened(content).read("content.xml"))
    except (KeyError, ParseError, ValueError, RecursionError):
        raise UnableToRead("broken") from None
    lines = []
    for element in tree.iter():
        if element.tag == f"{{{OFFICE}}}h":
            lines.append(f"\n# {_words(element)}\n")
        elif element.tag == f"{{{OFFICE}}}p":
            lines.append(_words(element))
    return _spaced("\n".join(lines))


def _words(element: "object") -> str:
    parts = []
    for one in element.iter():  # type: ignore[attr-defined]
        if one.tag in {f"{{{OFFICE}}}tab", f"{{{OFFICE}}}s"}:
            parts.append(" ")
        elif one.tag == f"{{{OFFICE}}}line-break":
            parts.append("\n")
        parts.append(one.text or "")
        if one is not element:
            parts.append(one.tail or "")
    return "".join(parts).strip()


class _Lines(HTMLParser):
    """HTML of a converter as lines."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if re.fullmatch(r"h[1-6]", tag):
            self.parts.append("\n\n# ")
        elif tag == "li":
            self.parts.append("\n- ")
        elif tag in {"p", "tr", "table", "ul", "ol"} or tag == "br":
            self.parts.append("\n")
        elif tag in {"td", "th"}:
            self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"ul", "ol", "table"} or re.fullmatch(r"h[1-6]", tag):
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    @property
    def text(self) -> str:
        return _spaced(re.sub(r"\n- \n+", "\n- ", "".join(self.parts)))


def _spaced(text: str) -> str:
    """A blank line after each long line: in an office text a paragraph is one line."""
    return "\n".join(f"{line}\n" if len(line) > 100 else line for line in text.split("\n"))
