"""What an import would do, line by line. Nothing is written here."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from laplateforme.core.text import slug_of
from laplateforme.exchange.enums import BatchStatus, LineAction
from laplateforme.exchange.formats import OUR_MARK, Document, Row
from laplateforme.exchange.models import ImportLine, ImportSource
from laplateforme.exchange.queries.cells import Reading, RowReader
from laplateforme.exchange.queries.fields import BY_NAME
from laplateforme.exchange.queries.organizations import OrganizationFinder
from laplateforme.network.models import Organization
from laplateforme.offers.enums import CODED_LISTS, OfferStatus
from laplateforme.offers.models import Offer

CHUNK = 1_000
ALIKE = 90.0
MOST_COMPARED = 400
LISTS = {*CODED_LISTS, "coverage", "lay_words"}


@dataclass
class Plan:
    """How a file is to be read. `organization`: for rows that name none. `creates`: unknown ones may be made."""

    source: ImportSource
    organizations: list[Organization]
    mapping: Mapping[str, Any]
    at: datetime
    organization: Organization | None = None
    creates: bool = False
    only_given: bool = False  # rows of another organization are refused


@dataclass
class _Known:
    """What the base holds already, small."""

    by_key: dict[tuple[UUID, str], UUID] = field(default_factory=dict)
    by_code: dict[str, UUID] = field(default_factory=dict)
    names: dict[UUID, dict[str, UUID]] = field(default_factory=dict)


class Preview:
    """Reads a document by a plan; `lines()` gives unsaved ImportLines, a chunk at a time."""

    def __init__(self, document: Document, plan: Plan) -> None:
        self.document = document
        self.plan = plan
        self.reader = RowReader(plan.mapping, plan.at)
        self.finder = OrganizationFinder(plan.organizations, document.rows("organization"))
        self.known = _known(plan)
        self.seen: dict[tuple[str, str], int] = {}
        self.new_organizations: dict[str, dict[str, str]] = {}

    @property
    def unknown(self) -> dict[str, dict[str, int]]:
        return self.reader.unknown

    def lines(self) -> Iterator[list[ImportLine]]:
        rows = self.document.rows()
        while chunk := list(islice(rows, CHUNK)):
            yield self._chunk(chunk)

    def _chunk(self, rows: list[Row]) -> list[ImportLine]:
        pairs = [self._matched(row) for row in rows]
        keys = [pk for _line, pk, _reading in pairs if pk]
        offers = Offer.objects.in_bulk(keys) if keys else {}
        before = _last_written(self.plan.source, keys) if keys else {}
        for line, pk, reading in pairs:
            if pk in offers:
                _compare(line, offers[pk], reading, before.get(pk))
        return [line for line, _pk, _reading in pairs]

    def _matched(self, row: Row) -> tuple[ImportLine, Any, Reading]:
        """The line as if it were new, and the key of the offer that it speaks of, if any."""
        reading = self.reader.read(row, code=str(row.values.get(OUR_MARK, "")))
        line = ImportLine(number=row.number, action=LineAction.CREATE, label=reading.values.get("name", "")[:200])
        line.values = dict(reading.values)
        pk = self.known.by_code.get(reading.code) if reading.code else None
        organization = self._organization(line, reading)
        owner = str(organization.pk) if organization else slug_of(self.finder.name_of(reading.organization), 200)
        owner_name = slug_of(organization.name if organization else self.finder.name_of(reading.organization), 200)
        external = reading.external_id or reading.code or stable_key(str(reading.values.get("name", "")), owner_name)
        line.values |= {"_external_id": external}
        if not reading.errors:
            first = self.seen.setdefault((owner, external), row.number)
            if first != row.number:
                reading.refuse(_("This offer is in the file already, at line %(line)d.") % {"line": first})
        if organization and pk is None:
            pk = self.known.by_key.get((organization.pk, external))
        if pk is None and organization and not reading.errors:
            self._look_alike(line, organization, reading)
        line.messages = reading.errors + reading.notes
        if reading.errors:
            line.action, pk = LineAction.ERROR, None
        return line, pk, reading

    def _organization(self, line: ImportLine, reading: Reading) -> Organization | None:
        said, plan = reading.organization, self.plan
        column = ", ".join(plan.mapping.get("columns", {}).get("organization", []))
        found = self.finder.found(said) if said else plan.organization
        if found is not None and plan.only_given and plan.organization and found.pk != plan.organization.pk:
            found = None
        if found is not None:
            line.values["_organization"] = str(found.pk)
            return found
        if plan.only_given:
            reading.refuse(_("You import for one organization: this line names another one."), column)
        elif not said:
            reading.refuse(_("The line names no organization."), column)
        elif plan.creates:
            name = self.finder.name_of(said)
            self.new_organizations.setdefault(slug_of(name, 200), {"name": name, **self.finder.details_of(said)})
            line.values["_new_organization"] = slug_of(name, 200)
            reading.note(_("The organization “%(name)s” will be created.") % {"name": name}, column)
        else:
            closest = self.finder.closest(said)
            words = _("The organization “%(name)s” is not in this network. Did you mean “%(closest)s”?")
            if not closest:
                words = _("The organization “%(name)s” is not in this network.")
            reading.refuse(words % {"name": self.finder.name_of(said), "closest": closest}, column)
        return None

    def _look_alike(self, line: ImportLine, organization: Organization, reading: Reading) -> None:
        names = self.known.names.get(organization.pk, {})
        if not names:
            return
        name = slug_of(str(reading.values.get("name", "")), 200)
        close = name if name in names else _closest(name, names)
        if close:
            line.action = LineAction.DUPLICATE
            reading.note(_("“%(name)s” of this organization looks like it.") % {"name": close.replace("-", " ")})


def stable_key(name: str, organization: str) -> str:
    """For files without identifiers: the same name for the same organization is the same offer."""
    return "n:" + hashlib.sha256(f"{slug_of(name, 300)}|{organization}".encode()).hexdigest()[:20]


def current_values(offer: Offer, names: Iterable[str]) -> dict[str, Any]:
    """The fields as they stand, in the form of ImportLine.values."""
    found: dict[str, Any] = {}
    for name in names:
        value = getattr(offer, "commune_id" if name == "commune" else name)
        if name in {"price_from", "price_to"} and value is not None:
            value = f"{value:.2f}"
        if isinstance(value, str):
            value = value.replace("\r\n", "\n")
        found[name] = list(value) if name in LISTS else value
    return found


def offer_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """Without what a line remembers for itself."""
    return {name: value for name, value in values.items() if name in BY_NAME}


def _compare(line: ImportLine, offer: Offer, reading: Reading, last: ImportLine | None) -> None:
    wanted = offer_values(line.values)
    current = current_values(offer, wanted)
    changes = {name for name, value in wanted.items() if _differs(name, value, current[name])}
    line.offer_id, line.offer_version = offer.pk, offer.version
    line.before = {name: current[name] for name in sorted(changes)}
    is_away = offer.status == OfferStatus.ARCHIVED
    if is_away and last is None:
        line.action = LineAction.UPDATE
        reading.note(_("It had been put away: it becomes a draft again."))
    elif not changes or is_away:
        line.action = LineAction.SAME
        line.messages = [{"text": _("It has been put away here."), "column": ""}] if is_away else []
        return
    elif last is not None and offer_values(last.values) == wanted:
        line.action = LineAction.SAME
        if last.offer_version != offer.version:
            reading.note(_("Somebody changed it here since the last import: what they wrote is kept."))
    elif last is not None and last.offer_version != offer.version:
        line.action = LineAction.CONFLICT
        labels = ", ".join(BY_NAME[name].label for name in sorted(changes))
        reading.note(
            _("Somebody changed it here since the last import. What differs: %(fields)s.") % {"fields": labels}
        )
    else:
        line.action = LineAction.UPDATE
    line.messages = reading.errors + reading.notes


def _differs(name: str, wanted: Any, current: Any) -> bool:
    if name in CODED_LISTS or name == "coverage":
        return sorted(wanted) != sorted(current)
    return bool(wanted != current)


def _known(plan: Plan) -> _Known:
    """Offers of these organizations: three columns and a name each."""
    known = _Known()
    rows = Offer.objects.filter(organization__in=[one.pk for one in plan.organizations]).values_list(
        "pk", "organization_id", "code", "name", "source", "external_id", "status"
    )
    for pk, organization, code, name, source, external, status in rows.iterator(chunk_size=5_000):
        known.by_code[code] = pk
        if source == plan.source.name and external:
            known.by_key[organization, external] = pk
        elif status != OfferStatus.ARCHIVED:
            known.names.setdefault(organization, {})[slug_of(name, 200)] = pk
    return known


def _last_written(source: ImportSource, keys: list[UUID]) -> dict[UUID, ImportLine]:
    """What the last import of this source wrote of each offer."""
    lines = ImportLine.objects.filter(
        offer_id__in=keys,
        is_done=True,
        batch__source=source,
        batch__status__in=[BatchStatus.CONFIRMED, BatchStatus.RUNNING],
    ).order_by("pk")
    return {line.offer_id: line for line in lines}  # type: ignore[misc]


def _closest(name: str, names: Mapping[str, UUID]) -> str:
    if len(names) > MOST_COMPARED:
        return ""
    from rapidfuzz import fuzz, process  # noqa: PLC0415  slow import

    best = process.extractOne(name, names.keys(), scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE)
    return str(best[0]) if best else ""
