# ruff: noqa: E501  tables and sentences read better whole
"""Why a file was refused, in words; and the columns of one that was read, with samples."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy

from laplateforme.exchange.formats import Document, Refused

SENTENCES = {
    "empty": gettext_lazy("The file holds no line. Check that it has a line of titles, then at least one offer."),
    "large": gettext_lazy("The file is too large: %(most)d MB at most. Cut it in several files."),
    "columns": gettext_lazy("The file has too many columns: %(most)d at most. Keep only those of your offers."),
    "rows": gettext_lazy("The file has too many lines: %(most)d at most. Cut it in several files."),
    "cell": gettext_lazy("Around line %(line)d, a cell is too long: %(most)d characters at most. A quotation mark may be missing."),
    "line": gettext_lazy("A line of the file is far too long. Check that the lines end as they should."),
    "not_text": gettext_lazy("This file is not a table in text form. Send a CSV, XLSX, ODS, XLS or JSON file."),
    "not_table": gettext_lazy("This file is not a table. Send a CSV, XLSX, ODS, XLS or JSON file."),
    "not_sheet": gettext_lazy("This file is not a spreadsheet that we can read. Save it again as XLSX, ODS or CSV."),
    "encoding": gettext_lazy("The letters of the file cannot be read. Save it again as CSV UTF-8, or as XLSX."),
    "not_json": gettext_lazy("This JSON file has a fault of form, or does not hold a list of offers."),
    "deep": gettext_lazy("This JSON file has too many levels inside one another. We do not open it."),
    "markup": gettext_lazy("This file is a web page or an XML document. Send a CSV, XLSX, ODS, XLS or JSON file."),
    "broken": gettext_lazy("The file is damaged. Open it with your spreadsheet program, save it again, then send it."),
    "bomb": gettext_lazy("This file would take far too much room once opened. For safety, we do not open it."),
    "locked": gettext_lazy("The file is protected by a password. Take the protection away, then send it again."),
    "macros": gettext_lazy("The file holds macros (small programs). Save it as XLSX or ODS without macros."),
    "entities": gettext_lazy("The file holds definitions that a spreadsheet never writes. For safety, we do not open it."),
    "heavy": gettext_lazy("The file takes too much memory to read. Cut it in several files."),
    "slow": gettext_lazy("The file takes too long to read. Save it again as CSV, or cut it in several files."),
}  # fmt: skip
SAMPLES = 3
SAMPLED_ROWS = 200


def refusal_sentence(refusal: Refused) -> str:
    """A plain sentence that says what to do."""
    return str(SENTENCES.get(refusal.code, SENTENCES["broken"])) % refusal.params


def columns_of(document: Document) -> list[dict[str, Any]]:
    """Columns in the order met, each with three different values of the first rows."""
    samples: dict[str, list[str]] = {}
    for _number, row in zip(range(SAMPLED_ROWS), document.rows(), strict=False):
        for name, value in row.values.items():
            kept = samples.setdefault(name, [])
            text = " | ".join(value) if isinstance(value, list) else value
            text = " ".join(text.split())[:80]
            if text and text not in kept and len(kept) < SAMPLES:
                kept.append(text)
    if not samples:
        raise Refused("empty")
    return [{"name": name, "samples": some} for name, some in samples.items()]


def names_of(columns: list[Mapping[str, Any]]) -> list[str]:
    return [str(column["name"]) for column in columns]
