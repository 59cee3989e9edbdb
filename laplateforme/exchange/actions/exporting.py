"""Writing files of offers. Nothing of the base changes; who took what away is in the journal."""

import csv
import io
import json
from collections.abc import Iterable
from datetime import datetime
from typing import IO

from laplateforme.accounts.models import User
from laplateforme.core import journal
from laplateforme.exchange.enums import ExportFormat
from laplateforme.exchange.formats.cells import escaped
from laplateforme.exchange.queries.data_inclusion import services_of, structures_of
from laplateforme.exchange.queries.exports import exported_offers, heads, json_rows, table_rows
from laplateforme.network.models import Network, Organization

LICENSE = "Licence Ouverte 2.0"
BOM = "\ufeff"


def export_offers(
    *,
    network: Network,
    format: str,
    to: IO[bytes],
    by: User | None,
    at: datetime,
    organizations: Iterable[Organization] | None = None,
) -> int:
    """Writes the offers of a network (published ones), or all those of `organizations`; returns how many."""
    offers = list(exported_offers(network, organizations))
    source = f"laplateforme-{network.slug}"
    if format == ExportFormat.CSV:
        _csv(to, table_rows(offers))
    elif format == ExportFormat.XLSX:
        _xlsx(to, table_rows(offers))
    elif format == ExportFormat.JSON:
        about = {"source": source, "network": network.name, "license": LICENSE, "date": at.date().isoformat()}
        _json(to, {"about": about, "offers": list(json_rows(offers))})
    else:
        owners = Organization.objects.filter(pk__in={offer.organization_id for offer in offers})
        structures = structures_of(owners.select_related("commune").order_by("name"), source)
        _json(to, {"structures": list(structures), "services": list(services_of(offers, source))})
    journal.record(
        "offers exported",
        at=at,
        actor_id=by.pk if by else None,
        network_id=network.pk,
        format=format,
        count=len(offers),
    )
    return len(offers)


def _csv(to: IO[bytes], rows: Iterable[list[str]]) -> None:
    """Semicolons and a byte order mark: what a French spreadsheet program opens by a double click."""
    text = io.TextIOWrapper(to, encoding="utf-8", newline="", write_through=True)
    text.write(BOM)
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(heads())
    for row in rows:
        writer.writerow([escaped(cell) for cell in row])
    text.detach()


def _xlsx(to: IO[bytes], rows: Iterable[list[str]]) -> None:
    """Every cell is typed as text: a formula is never run."""
    from openpyxl import Workbook  # noqa: PLC0415  slow import
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415  slow import

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Offres")
    sheet.freeze_panes = "D2"
    for row in (heads(), *rows):
        cells = []
        for text in row:
            cell = WriteOnlyCell(sheet)
            cell.value = _writable(text)
            cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    book.save(to)


def _writable(text: str) -> str:
    """XML has no room for these; a cell holds 32,767 characters."""
    return "".join(char for char in text if char in "\t\n" or ord(char) >= 32 and char not in "\ufffe\uffff")[:32_767]


def _json(to: IO[bytes], value: object) -> None:
    to.write(json.dumps(value, ensure_ascii=False, indent=1).encode())
