"""Writing what was previewed, chunk by chunk: each is whole, and the next call goes on where this one ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from laplateforme.accounts.models import User
from laplateforme.core import journal
from laplateforme.core.versions import StaleVersion
from laplateforme.exchange.actions.reading import UnableToImport
from laplateforme.exchange.enums import BatchStatus, LineAction
from laplateforme.exchange.models import ImportBatch, ImportLine
from laplateforme.exchange.queries.cells import native
from laplateforme.exchange.queries.preview import offer_values
from laplateforme.network.actions import UnableToCreateOrganization, create_organization
from laplateforme.network.models import Organization
from laplateforme.offers.actions import (
    NewOffer,
    UnableToMoveOffer,
    UnableToSaveOffer,
    create_offers,
    edit_offer,
    unpublish_offer,
)
from laplateforme.offers.enums import OfferStatus
from laplateforme.offers.models import Offer
from laplateforme.places.models import Commune

CHUNK = 500
REASON = "import"


@dataclass(frozen=True)
class Progress:
    """How many lines this call wrote, and how many are left."""

    written: int
    left: int


def confirm_import(
    *,
    batch: ImportBatch,
    by: User | None,
    at: datetime,
    publish: bool = False,
    with_duplicates: bool = False,
    overwrite: bool = False,
    most: int | None = None,
) -> Progress:
    """Writes the previewed lines by the actions of offers, at most `most` of them (None: all).

    `publish`: new offers that miss nothing are shown at once. `with_duplicates`: also those that look like one that is
    there. `overwrite`: also where somebody changed the offer here since. The choices of the first call hold for the
    next. A line that cannot be written becomes an error of the report. Raises UnableToImport.
    """
    choices = {"publish": publish, "with_duplicates": with_duplicates, "overwrite": overwrite}
    written = 0
    while most is None or written < most:
        count = _chunk(batch.pk, choices, by=by, at=at)
        written += count
        if not count:
            break
    batch.refresh_from_db()
    left = waiting_lines(batch).count()
    if not left and batch.status == BatchStatus.RUNNING:
        _finish(batch, by=by, at=at)
    return Progress(written, left)


def waiting_lines(batch: ImportBatch) -> Any:
    """Lines still to be written, by the choices made."""
    actions = [*LineAction.WRITTEN]
    if batch.options.get("with_duplicates"):
        actions.append(LineAction.DUPLICATE.value)
    if batch.options.get("overwrite"):
        actions.append(LineAction.CONFLICT.value)
    return ImportLine.objects.filter(batch=batch, is_done=False, action__in=actions)


@transaction.atomic
def _chunk(pk: UUID, choices: Mapping[str, bool], *, by: User | None, at: datetime) -> int:
    batch = ImportBatch.objects.select_for_update(of=("self",)).select_related("source__network").get(pk=pk)
    if batch.status == BatchStatus.PREVIEW:
        batch.options = {**batch.options, **choices}
        batch.status = BatchStatus.RUNNING
        batch.version += 1
        batch.save()
    if batch.status != BatchStatus.RUNNING:
        raise UnableToImport(_("This import has been confirmed already."))
    lines = list(waiting_lines(batch).order_by("number")[:CHUNK])
    if not lines:
        return 0
    writer = _Writer(batch, lines, by, at)
    writer.create()
    writer.update()
    ImportLine.objects.bulk_create(
        lines,
        batch_size=100,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["action", "values", "messages", "offer_id", "offer_version", "is_done"],
    )
    return len(lines)


class _Writer:
    """One chunk: what it needs, read in a few queries."""

    def __init__(self, batch: ImportBatch, lines: list[ImportLine], by: User | None, at: datetime) -> None:
        self.batch, self.lines, self.by, self.at = batch, lines, by, at
        self.organizations = self._organizations()
        codes = {line.values.get("commune") for line in lines}
        self.communes = Commune.objects.in_bulk([code for code in codes if code])

    def create(self) -> None:
        lines = [line for line in self.lines if line.offer_id is None]
        taken = self._taken(lines)
        rows = []
        kept = []
        for line in lines:
            owner = self._owner(line)
            if owner is None:
                _refuse(line, _("Its organization is not in this network any more."))
                continue
            if (owner.pk, line.values.get("_external_id", "")) in taken:
                _refuse(line, _("Another import has made this offer meanwhile."))
                continue
            values = self._values(line) | {
                "source": self.batch.source.name,
                "external_id": line.values.get("_external_id", ""),
            }
            rows.append(NewOffer(owner, values))
            kept.append(line)
        publish = bool(self.batch.options.get("publish"))
        made = create_offers(rows=rows, by=self.by, at=self.at, publish=publish, reason=REASON)
        for line, result in zip(kept, made, strict=True):
            if isinstance(result, UnableToSaveOffer):
                _refuse(line, str(result))
            else:
                line.offer_id, line.offer_version, line.is_done = result.pk, result.version, True

    def update(self) -> None:
        lines = [line for line in self.lines if line.offer_id is not None and not line.is_done]
        offers = Offer.objects.select_related("organization").in_bulk([line.offer_id for line in lines])
        for line in lines:
            offer = offers.get(line.offer_id)
            if offer is None:
                _refuse(line, _("This offer has been deleted meanwhile."))
                continue
            try:
                with transaction.atomic():
                    self._edit(line, offer)
            except StaleVersion:
                line.action = LineAction.CONFLICT
                line.messages = [*line.messages, _said(_("Somebody changed it while you were reading the preview."))]
                line.is_done = True
                line.offer_version = None
            except (UnableToSaveOffer, UnableToMoveOffer) as refusal:
                _refuse(line, str(refusal))

    def _edit(self, line: ImportLine, offer: Offer) -> None:
        if offer.version != line.offer_version:
            raise StaleVersion(offer)
        version = offer.version
        if offer.status == OfferStatus.ARCHIVED:
            offer = unpublish_offer(offer=offer, by=self.by, at=self.at)  # type: ignore[arg-type]
            version = offer.version
        changed = {name: value for name, value in self._values(line).items() if name in line.before}
        done = edit_offer(offer=offer, values=changed, by=self.by, at=self.at, expected=version, reason=REASON)
        line.offer_version, line.is_done = done.version, True

    def _values(self, line: ImportLine) -> dict[str, Any]:
        values = native(offer_values(line.values))
        if "commune" in values:
            values["commune"] = self.communes.get(values["commune"])
        return values

    def _owner(self, line: ImportLine) -> Organization | None:
        return self.organizations.get(line.values.get("_organization", ""))

    def _taken(self, lines: list[ImportLine]) -> set[tuple[UUID, str]]:
        rows = Offer.objects.filter(
            source=self.batch.source.name, external_id__in=[line.values.get("_external_id", "") for line in lines]
        )
        return set(rows.values_list("organization_id", "external_id"))

    def _organizations(self) -> dict[str, Organization]:
        """By key; those that the file brings are made when their first line is written."""
        for line in self.lines:
            key = line.values.get("_new_organization")
            if key and "_organization" not in line.values:
                line.values["_organization"] = self._made(key)
        keys = {line.values.get("_organization") for line in self.lines}
        found = Organization.objects.of_network(self.batch.source.network).filter(pk__in=[key for key in keys if key])
        return {str(one.pk): one for one in found}

    def _made(self, key: str) -> str:
        made = self.batch.options.setdefault("made", {})
        if key not in made:
            details = dict(self.batch.options["organizations"][key])
            name = details.pop("name")
            try:
                organization = create_organization(
                    network=self.batch.source.network,
                    name=name,
                    at=self.at,
                    by=self.by,
                    **_clean(details),  # type: ignore[arg-type]
                )
            except UnableToCreateOrganization:
                return ""
            made[key] = str(organization.pk)
            self.batch.save()
        return str(made[key])


def _clean(details: Mapping[str, str]) -> dict[str, str]:
    """What an organization may hold; the rest of what the file says is left out."""
    kept = {}
    for name, value in details.items():
        longest = Organization._meta.get_field(name).max_length  # type: ignore[union-attr]
        if longest is None or len(value) <= longest:
            kept[name] = value
    return kept


def _finish(batch: ImportBatch, *, by: User | None, at: datetime) -> None:
    with transaction.atomic():
        # Lines without organization can never be written: nothing else is left behind.
        name = batch.file.name if batch.file else ""
        batch.status, batch.confirmed_at, batch.file = BatchStatus.CONFIRMED, at, ""
        batch.version += 1
        batch.save()
        if name:
            transaction.on_commit(partial(default_storage.delete, name))
        journal.record(
            "import confirmed", at=at, actor_id=by.pk if by else None, subject=batch, network_id=batch.source.network_id
        )


def _refuse(line: ImportLine, sentence: str) -> None:
    line.action = LineAction.ERROR
    line.messages = [_said(sentence), *line.messages]


def _said(sentence: str) -> dict[str, str]:
    return {"text": str(sentence), "column": ""}
