"""Taking a whole import back: what nobody touched since becomes as it was, the rest is said line by line."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from laplateforme.accounts.models import User
from laplateforme.core import journal
from laplateforme.core.versions import StaleVersion
from laplateforme.exchange.actions.confirming import REASON
from laplateforme.exchange.actions.reading import UnableToImport
from laplateforme.exchange.enums import BatchStatus, LineAction
from laplateforme.exchange.models import ImportBatch, ImportLine
from laplateforme.exchange.queries.cells import native
from laplateforme.offers.actions import (
    UnableToMoveOffer,
    UnableToSaveOffer,
    archive_offer,
    edit_offer,
    withdraw_drafts,
)
from laplateforme.offers.enums import OfferStatus
from laplateforme.offers.models import Offer
from laplateforme.places.models import Commune

CHUNK = 500
MADE = {LineAction.CREATE, LineAction.DUPLICATE}


def undo_import(*, batch: ImportBatch, by: User | None, at: datetime) -> int:
    """Offers made by the import go (drafts) or are put away (shown); changed ones get their former values back.

    What somebody changed since stays, and its line says so. Organizations that were made stay.
    Returns how many lines were taken back. Raises UnableToImport when nothing was confirmed.
    """
    if batch.status not in {BatchStatus.CONFIRMED, BatchStatus.RUNNING}:
        raise UnableToImport(_("There is nothing to take back: this import was not confirmed, or was undone."))
    count = 0
    last = 0
    while True:
        taken, last = _chunk(batch.pk, last, by=by, at=at)
        count += taken
        if not last:
            break
    with transaction.atomic():
        batch.refresh_from_db()
        batch.status, batch.undone_at = BatchStatus.UNDONE, at
        batch.version += 1
        batch.save()
        journal.record(
            "import undone", at=at, actor_id=by.pk if by else None, subject=batch, network_id=batch.source.network_id
        )
    return count


@transaction.atomic
def _chunk(pk: UUID, after: int, *, by: User | None, at: datetime) -> tuple[int, int]:
    """Lines taken back, and the key of the last one looked at (0: there are no more)."""
    lines = list(ImportLine.objects.filter(batch=pk, is_done=True, pk__gt=after).order_by("pk")[:CHUNK])
    if not lines:
        return 0, 0
    offers = Offer.objects.select_related("organization").in_bulk([line.offer_id for line in lines if line.offer_id])
    communes = Commune.objects.in_bulk({line.before["commune"] for line in lines if line.before.get("commune")})
    created = {
        line.offer_id: line.offer_version for line in lines if line.action in MADE and line.offer_version is not None
    }
    gone = withdraw_drafts(versions=created, at=at)
    taken = 0
    for line in lines:
        offer = offers.get(line.offer_id)
        if line.offer_id in gone:
            sentence = ""
        elif line.offer_version is None:
            continue
        elif offer is None:
            sentence = _("It had been deleted meanwhile.")
        elif offer.version != line.offer_version:
            sentence = _("Somebody changed it since: it stays as it is.")
        else:
            sentence = _taken_back(line, offer, communes, by=by, at=at)
        line.is_done = bool(sentence)
        taken += not sentence
        if sentence:
            line.messages = [{"text": sentence, "column": ""}, *line.messages]
    ImportLine.objects.bulk_create(
        lines, batch_size=100, update_conflicts=True, unique_fields=["id"], update_fields=["messages", "is_done"]
    )
    return taken, lines[-1].pk


def _taken_back(line: ImportLine, offer: Offer, communes: dict[str, Commune], *, by: User | None, at: datetime) -> str:
    """An empty text when it is done, else the sentence that says why not."""
    try:
        with transaction.atomic():
            if line.action in MADE:
                if offer.status == OfferStatus.PUBLISHED:
                    archive_offer(offer=offer, by=by, at=at)  # type: ignore[arg-type]
                return ""
            values = native(line.before)
            if "commune" in values:
                values["commune"] = communes.get(values["commune"])
            edit_offer(offer=offer, values=values, by=by, at=at, expected=line.offer_version, reason=REASON)
    except (StaleVersion, UnableToMoveOffer, UnableToSaveOffer):
        return _("It could not be taken back: it stays as it is.")
    return ""
