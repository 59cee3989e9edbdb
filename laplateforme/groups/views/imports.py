"""Minutes brought in: a text, a look at what was read, then all at once."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from laplateforme.core.idempotency import idempotent
from laplateforme.core.limits import limited
from laplateforme.groups import actions, rules
from laplateforme.groups.enums import ImportStatus
from laplateforme.groups.forms.imports import REASONS, ImportForm, PreviewForm, doubts_of, recognized
from laplateforme.groups.models import MinutesImport, WorkingGroup
from laplateforme.groups.views.doors import led_group, status_of


@require_http_methods(["GET", "HEAD", "POST"])
@limited("group-import", most=30, seconds=3600)
@idempotent
def bring(request: HttpRequest, slug: str) -> HttpResponse:
    """A pasted text or a file, read into the structure of minutes."""
    group = led_group(request, slug)
    is_sent = request.method == "POST"
    form = ImportForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if is_sent and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            imported = actions.read_text(
                group=group, text=form.cleaned_data["text"], file_name=file.name if file else "", at=timezone.now(),
                by=request.user,
            )  # fmt: skip
        except actions.UnableToRead as error:
            form.add_error("text", REASONS[error.reason])
        else:
            return redirect("groups:preview", pk=imported.pk)
    return render(request, "groups/bring.html", {"form": form, "group": group}, status=status_of(form))


def imported_of(request: HttpRequest, pk: UUID) -> MinutesImport:
    inside = WorkingGroup.objects.of_network(request.network).open_to(request.user)
    rows = MinutesImport.objects.filter(group__in=inside.values("pk")).select_related("group__network", "meeting")
    found = get_object_or_404(rows, pk=pk)
    if not rules.can_lead(request.user, found.group):
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def preview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was read, what is doubtful, and every word to correct."""
    imported = imported_of(request, pk)
    if imported.status == ImportStatus.DONE and imported.meeting is not None:
        return redirect("groups:minutes", code=imported.meeting.code)
    if imported.status != ImportStatus.PREVIEW:
        return redirect("groups:bring", slug=imported.group.slug)
    form = PreviewForm(request.POST if request.method == "POST" else None, content=imported.content)
    if request.method == "POST" and form.is_valid():
        try:
            minutes = actions.bring_in(imported=imported, corrected=form.corrected, at=timezone.now(), by=request.user)
        except actions.UnableToBringIn:
            messages.info(request, _("This text was brought in already."))
            return redirect(imported)
        messages.success(request, _("The minutes are brought in, with their decisions and actions."))
        return redirect("groups:minutes", code=minutes.meeting.code)
    context = {
        "form": form,
        "group": imported.group,
        "imported": imported,
        "recognized": recognized(imported.content),
        "doubts": doubts_of(imported.content),
    }
    return render(request, "groups/preview.html", context, status=status_of(form))


@require_POST
def throw_away(request: HttpRequest, pk: UUID) -> HttpResponse:
    imported = imported_of(request, pk)
    try:
        actions.throw_away(imported=imported, at=timezone.now(), by=request.user)
    except actions.UnableToBringIn:
        messages.info(request, _("This text was brought in already."))
    else:
        messages.success(request, _("The text is thrown away. Nothing was written."))
    return redirect(imported.group)
