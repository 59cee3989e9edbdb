"""The values of the printed report."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from django.utils.translation import get_language

from laplateforme.fairs.print.report import Line, ReportSheet
from laplateforme.fairs.queries.report import Report, Row
from laplateforme.network.queries import current_positioning


def report_sheet(report: Report, at: datetime) -> ReportSheet:
    """One query more than the report."""
    network = report.occasion.network
    positioning = current_positioning(network)
    return ReportSheet(
        network=network.name, title=report.occasion.title, when=report.when, place=report.occasion.place,
        counted=report.counted_words, made=timezone.localdate(at), address=f"{network.base_address()}/",
        readings=tuple(report.readings), needs=_lines(report.needs), places=_lines(report.places),
        became=_lines(report.became), next_words=report.became_words, compared=_lines(report.compared),
        previous=report.previous.title if report.previous else "", heard=tuple(report.heard),
        worked=tuple(report.worked), change=tuple(report.change),
        missing=tuple(one.missing for one in report.missing), structures=report.given.organizations,
        about=positioning.text.split("\n")[0] if positioning else network.welcome_text,
        accent=network.accent, language=(get_language() or "fr")[:2],
    )  # fmt: skip


def _lines(rows: Iterable[Row]) -> tuple[Line, ...]:
    return tuple((row.words, row.values, row.is_part) for row in rows)
