"""Bringing offers in: a file, its columns, a preview, one button."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from laplateforme.core.limits import limited
from laplateforme.exchange import actions, rules
from laplateforme.exchange.enums import BatchStatus
from laplateforme.exchange.forms.imports import ConfirmForm, MappingForm, NewImportForm
from laplateforme.exchange.models import ImportBatch, ImportSource
from laplateforme.exchange.queries.organizations import importable_organizations
from laplateforme.exchange.queries.reports import STATUS_KINDS, imports_of, report_of

PAGE_SIZE = 20
MOST_AT_ONCE = 3_000


@require_safe
def imports(request: HttpRequest) -> HttpResponse:
    """Imports of the network, or of one's organization."""
    _may_import(request)
    rows = imports_of(request.user, _network(request))
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    lines = [(batch, STATUS_KINDS[BatchStatus(batch.status)]) for batch in page.object_list]
    return render(request, "exchange/imports.html", {"page": page, "lines": lines})


@require_http_methods(["GET", "POST"])
@limited("new_import", most=40, seconds=3600)
def new_import(request: HttpRequest) -> HttpResponse:
    """Reads the columns of a file. Nothing of the base changes.

    The same file sent twice opens the same import (see `open_import`): a key that held the database locked while
    another process reads the file would make everybody wait.
    """
    _may_import(request)
    network, for_all = _network(request), rules.can_import_for_all(request.user, _network(request))
    own = importable_organizations(request.user, network)
    sources = ImportSource.objects.filter(network=network).order_by("name")
    if not for_all:
        sources = sources.filter(organization__in=own)
    form = NewImportForm(
        request.POST or None, request.FILES or None, organizations=own, sources=sources, for_all=for_all
    )
    if request.method == "POST" and form.is_valid():
        try:
            batch = actions.open_import(
                network=network,
                source_name=form.source_name(),
                file=form.cleaned_data["file"],
                file_name=form.cleaned_data["file"].name,
                by=request.user,  # type: ignore[arg-type]
                at=timezone.now(),
                organization=form.cleaned_data["organization"],
            )
            return redirect("exchange:mapping", pk=batch.pk)
        except actions.UnableToImport as refusal:
            form.add_error("file", str(refusal))
    return render(request, "exchange/new_import.html", {"form": form})


@require_http_methods(["GET", "POST"])
@limited("preview_import", most=60, seconds=3600)
def mapping(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Which column is which field, then the preview. Sent again, it only makes the same preview again."""
    batch = _batch(request, pk)
    if batch.status not in {BatchStatus.READ, BatchStatus.PREVIEW}:
        return redirect(batch)
    for_all = rules.can_import_for_all(request.user, batch.source.network)
    form = MappingForm(request.POST or None, batch=batch, for_all=for_all)
    if request.method == "POST" and form.is_valid():
        at = timezone.now()
        try:
            actions.set_mapping(batch=batch, columns=form.columns(), values=form.decided(), at=at)
            actions.preview_import(
                batch=batch,
                organizations=list(importable_organizations(request.user, batch.source.network)),
                at=at,
                creates=bool(form.cleaned_data.get("creates")),
                only_given=not for_all,
            )
            return redirect(batch)
        except actions.UnableToImport as refusal:
            form.add_error(None, str(refusal))
    return render(request, "exchange/mapping.html", {"form": form, "batch": batch})


@require_safe
def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The preview, then the report, line by line."""
    batch = _batch(request, pk)
    if batch.status == BatchStatus.READ:
        return redirect("exchange:mapping", pk=batch.pk)
    report = report_of(batch, request.GET.get("effet", ""), request.GET.get("page", ""))
    context = {
        "batch": batch,
        "report": report,
        "status_kind": STATUS_KINDS[BatchStatus(batch.status)],
        "form": ConfirmForm(counts=report.counts),
        "is_preview": batch.status == BatchStatus.PREVIEW,
        "is_running": batch.status == BatchStatus.RUNNING,
        "is_confirmed": batch.status == BatchStatus.CONFIRMED,
        "may_write": any(report.counts.get(one) for one in ("create", "update", "duplicate", "conflict")),
    }
    return render(request, "exchange/import.html", context)


@require_POST
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Writes at most three thousand lines; a longer file goes on at the next press. A second press changes nothing."""
    batch = _batch(request, pk)
    choices = {name: name in request.POST for name in ("publish", "with_duplicates", "overwrite")}
    try:
        done = actions.confirm_import(
            batch=batch,
            by=request.user,  # type: ignore[arg-type]
            at=timezone.now(),
            most=MOST_AT_ONCE,
            **choices,
        )
    except actions.UnableToImport as refusal:
        messages.warning(request, str(refusal))
        return redirect(batch)
    if done.left:
        words = ngettext("%(count)d line is left.", "%(count)d lines are left.", done.left) % {"count": done.left}
        messages.info(request, words)
    else:
        messages.success(request, _("The import is written. You may take it back as a whole."))
    return redirect(batch)


@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Takes a whole import back."""
    batch = _batch(request, pk)
    if request.method == "GET":
        context = {
            "title": _("Take this import back"),
            "text": batch.file_name,
            "effects": [
                _("New offers that nobody touched since go away; those that were shown are put away."),
                _("Changed offers get their former values back."),
                _("What somebody changed since stays as it is; the report says so line by line."),
            ],
            "action_label": _("Take it back"),
            "cancel_url": batch.get_absolute_url(),
            "is_danger": True,
        }
        return render(request, "core/confirm.html", context)
    try:
        count = actions.undo_import(batch=batch, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    except actions.UnableToImport as refusal:
        messages.warning(request, str(refusal))
        return redirect(batch)
    words = ngettext("%(count)d line was taken back.", "%(count)d lines were taken back.", count) % {"count": count}
    messages.success(request, words)
    return redirect(batch)


@require_POST
def discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Throws a preview away."""
    batch = _batch(request, pk)
    try:
        actions.discard_import(batch=batch, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    except actions.UnableToImport as refusal:
        messages.warning(request, str(refusal))
        return redirect(batch)
    messages.success(request, _("The import was thrown away. Nothing was written."))
    return redirect("exchange:imports")


def _network(request: HttpRequest) -> Any:
    return request.network  # type: ignore[attr-defined]


def _may_import(request: HttpRequest) -> None:
    if not rules.can_import(request.user, _network(request)):
        raise Http404


def _batch(request: HttpRequest, pk: UUID) -> ImportBatch:
    rows = ImportBatch.objects.visible_to(request.user).filter(source__network=_network(request))
    batch = get_object_or_404(rows.select_related("source__network", "source__organization", "asked_by"), pk=pk)
    if not rules.can_act_on(request.user, batch):
        raise PermissionDenied
    return batch
