"""From a file to a preview: nothing of the base is written, only the lines of the report."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from uuid import UUID

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from laplateforme.accounts.models import User
from laplateforme.core import journal
from laplateforme.exchange.enums import BatchStatus
from laplateforme.exchange.formats import Document, Refused, opened
from laplateforme.exchange.models import ImportBatch, ImportLine, ImportSource
from laplateforme.exchange.queries.mapping import checked_mapping, guessed_columns
from laplateforme.exchange.queries.preview import Plan, Preview
from laplateforme.exchange.queries.reading import columns_of, names_of, refusal_sentence
from laplateforme.network.models import Network, Organization

SAVED_AT_ONCE = 250
BLOCK = 1024 * 1024
TWICE_WITHIN = timedelta(minutes=10)


class UnableToImport(Exception):
    """The file cannot be read, or the import is not in a state where this can be done. The message says why."""


def open_import(
    *,
    network: Network,
    source_name: str,
    file: File,
    file_name: str,
    by: User | None,
    at: datetime,
    organization: Organization | None = None,
    mapping: Mapping[str, Any] | None = None,
    keeps_file: bool = True,
) -> ImportBatch:
    """Reads the columns of a file and guesses what they are; the source is found by its name, or made.

    The file is kept until the import is confirmed or thrown away (`keeps_file`). Raises UnableToImport.
    """
    with _on_disk(file) as path:
        with _document(path) as document:
            columns = columns_or_refusal(document)
            format = document.format
        digest = _digest(path)
    with transaction.atomic():
        source = _source(network, source_name, organization, format)
        if mapping is not None:
            source.mapping = checked_mapping(mapping)
        elif not _fits(source.mapping, names_of(columns)):  # type: ignore[arg-type]
            source.mapping = {**source.mapping, "columns": guessed_columns(names_of(columns), format)}  # type: ignore[arg-type]
        source.save()
        again = _sent_twice(source, digest, by, at) if keeps_file else None
        if again is not None:
            return again
        batch = ImportBatch(source=source, file_name=file_name[:200], file_hash=digest, asked_by=by, format=format)
        batch.columns = columns
        if keeps_file:
            file.seek(0)
            batch.file.save(f"{batch.pk}.bin", file, save=False)
        batch.save()
        journal.record(
            "import opened", at=at, actor_id=by.pk if by else None, subject=batch, network_id=network.pk, format=format
        )
    return batch


@transaction.atomic
def set_mapping(*, batch: ImportBatch, columns: Mapping[str, Any], values: Mapping[str, Any], at: datetime) -> None:
    """Remembers, for this source, which column is which field and what their words mean. Raises UnableToImport."""
    _still_open(batch)
    source = ImportSource.objects.select_for_update().get(pk=batch.source_id)
    decided = {field: {**source.mapping.get("values", {}).get(field, {}), **words} for field, words in values.items()}
    kept = {**source.mapping.get("values", {}), **decided}
    source.mapping = checked_mapping({**source.mapping, "columns": columns, "values": kept})
    source.version += 1
    source.save()
    batch.source = source


def preview_import(
    *,
    batch: ImportBatch,
    organizations: list[Organization],
    at: datetime,
    creates: bool = False,
    only_given: bool = False,
    path: Path | None = None,
) -> ImportBatch:
    """Says line by line what confirming would do. Lines of a former preview are replaced, in chunks.

    `organizations`: those that whoever asks may write for. `path`: the file, when it
    was not kept. Raises UnableToImport.
    """
    _still_open(batch)
    plan = Plan(
        source=batch.source,
        organizations=organizations,
        mapping=batch.source.mapping,
        at=at,
        organization=batch.source.organization,
        creates=creates,
        only_given=only_given,
    )
    with _file_of(batch, path) as there, _document(there) as document:
        ImportLine.objects.filter(batch=batch).delete()
        preview = Preview(document, plan)
        for lines in preview.lines():
            for line in lines:
                line.batch = batch
            ImportLine.objects.bulk_create(lines, batch_size=SAVED_AT_ONCE)
    batch.status = BatchStatus.PREVIEW
    batch.unknown = preview.unknown
    batch.options = {
        **batch.options, "creates": creates, "only_given": only_given, "organizations": preview.new_organizations
    }  # fmt: skip
    batch.version += 1
    batch.save()
    return batch


@transaction.atomic
def discard_import(*, batch: ImportBatch, by: User | None, at: datetime) -> None:
    """An import that was not confirmed goes, with its file. Raises UnableToImport when something was written."""
    _still_open(batch)
    if batch.file:
        transaction.on_commit(partial(default_storage.delete, batch.file.name))  # type: ignore[arg-type]
    journal.record(
        "import discarded", at=at, actor_id=by.pk if by else None, subject=batch, network_id=batch.source.network_id
    )
    batch.delete()


def columns_or_refusal(document: Document) -> list[dict[str, Any]]:
    try:
        return columns_of(document)
    except Refused as refusal:
        raise UnableToImport(refusal_sentence(refusal)) from refusal


def _still_open(batch: ImportBatch) -> None:
    if batch.status not in {BatchStatus.READ, BatchStatus.PREVIEW}:
        raise UnableToImport(_("This import has been confirmed already."))


def _source(network: Network, name: str, organization: Organization | None, format: str) -> ImportSource:
    source, is_new = ImportSource.objects.get_or_create(
        network=network, name=name[:80], defaults={"format": format, "organization": organization}
    )
    owner: UUID | None = organization.pk if organization else None
    if not is_new and owner is not None and source.organization_id != owner:
        raise UnableToImport(_("Another organization uses this name of source. Choose another name."))
    source.format = format
    return source


def _sent_twice(source: ImportSource, digest: str, by: User | None, at: datetime) -> ImportBatch | None:
    """A double click, a retry: the import that the same person opened a moment ago with the same file."""
    waiting = ImportBatch.objects.filter(source=source, file_hash=digest, asked_by=by, status=BatchStatus.READ)
    return waiting.filter(created_at__gt=at - TWICE_WITHIN).first()


def _fits(mapping: Mapping[str, Any], columns: list[str]) -> bool:
    """Whether the columns chosen last time are those of this file."""
    chosen = {column for some in mapping.get("columns", {}).values() for column in some}
    return bool(chosen) and chosen <= set(columns)


@contextmanager
def _document(path: Path) -> Iterator[Document]:
    try:
        document = opened(path)
    except Refused as refusal:
        raise UnableToImport(refusal_sentence(refusal)) from refusal
    with document:
        yield document


@contextmanager
def _file_of(batch: ImportBatch, path: Path | None) -> Iterator[Path]:
    if path is not None:
        yield path
        return
    if not batch.file or not default_storage.exists(batch.file.name):  # type: ignore[arg-type]
        raise UnableToImport(_("The file is not here any more. Send it again."))
    with batch.file.open("rb") as file, _on_disk(file) as there:
        yield there


@contextmanager
def _on_disk(file: Any) -> Iterator[Path]:
    """The other process reads a plain file, wherever ours came from."""
    named = getattr(file, "temporary_file_path", None)
    if named is not None:
        yield Path(named())
        return
    with NamedTemporaryFile(prefix="laplateforme-", delete=False) as copy:
        file.seek(0)
        while block := file.read(BLOCK):
            copy.write(block)
    try:
        yield Path(copy.name)
    finally:
        Path(copy.name).unlink(missing_ok=True)


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()
