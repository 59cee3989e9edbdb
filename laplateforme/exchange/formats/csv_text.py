"""CSV as people send it: five encodings, four separators, cells over several lines."""

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path

from laplateforme.exchange.formats.refusal import MOST_CELL, MOST_LINE, MOST_ROWS, Refused
from laplateforme.exchange.formats.rows import About, Rows
from laplateforme.exchange.formats.table import rows_of

SEPARATORS = ";,\t|"
SAMPLE = 256 * 1024


def read(path: Path) -> tuple[About, Rows]:
    """Its encoding and separator are found from the beginning of the file, and checked to its end."""
    with path.open("rb") as file:
        start = file.read(SAMPLE)
    if not start.strip(b"\x00\r\n\t \xef\xbb\xbf\xff\xfe"):
        raise Refused("empty")
    _refuse_too_many(path)
    encoding = _encoding(path, start)
    text = start.decode(encoding, errors="ignore")
    if _is_binary(text):
        raise Refused("not_text")
    separator = _separator(text)
    about = About("csv", {"encoding": encoding, "separator": separator})
    return about, rows_of(_lines(path, encoding, separator), unescape=True)


def _refuse_too_many(path: Path) -> None:
    """Where no cell is quoted, a line is a row: far too many are refused before any is parsed."""
    count = 0
    with path.open("rb") as file:
        for line in file:
            if b'"' in line:
                return
            count += bool(line.strip())
    if count > MOST_ROWS + 1:
        raise Refused("rows", most=MOST_ROWS)


def _encoding(path: Path, start: bytes) -> str:
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    zeros = start[:2000].count(0)
    if zeros and zeros * 3 > len(start[:2000]):
        return "utf-16-le" if start[1:2] == b"\x00" else "utf-16-be"
    if _is_utf8(path):
        return "utf-8"
    try:
        start.decode("cp1252")
    except UnicodeDecodeError:
        return "latin-1"
    return "cp1252"


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while block := file.read(1024 * 1024):
                decoder.decode(block)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _is_binary(text: str) -> bool:
    """Control characters in number: an image or a program called .csv."""
    sample = text[:20_000]
    odd = sum(1 for char in sample if ord(char) < 32 and char not in "\t\r\n")
    return "\x00" in sample or odd * 50 > len(sample)


def _separator(text: str) -> str:
    """The one that cuts the first lines in the most cells, the same number of times."""
    best, best_score = ",", (-1, -1)
    for separator in SEPARATORS:
        reader = csv.reader(io.StringIO(text[:20_000]), delimiter=separator)
        try:
            counts = [len(cells) for _, cells in zip(range(20), reader, strict=False)]
        except csv.Error:
            continue
        head = counts[0] if counts else 0
        same = sum(1 for count in counts if count == head) if head > 1 else 0
        if (same, head) > best_score:
            best, best_score = separator, (same, head)
    return best


def _physical_lines(path: Path, encoding: str) -> Iterator[str]:
    try:
        with path.open("r", encoding=encoding, newline="") as file:
            while line := file.readline(MOST_LINE + 1):
                if len(line) > MOST_LINE:
                    raise Refused("line", most=MOST_LINE)
                yield line.replace("\x00", "")
    except UnicodeError as error:
        raise Refused("encoding") from error


def _lines(path: Path, encoding: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(MOST_CELL)
    reader = csv.reader(_physical_lines(path, encoding), delimiter=separator)
    number = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise Refused("cell", line=number, most=MOST_CELL) from error
        yield number, cells
        number = reader.line_num + 1
