"""Taking offers out."""

from io import BytesIO

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from laplateforme.core.limits import limited
from laplateforme.exchange import actions, rules
from laplateforme.exchange.enums import ExportFormat
from laplateforme.exchange.forms.imports import ExportForm
from laplateforme.exchange.queries.organizations import importable_organizations

TYPES = {
    ExportFormat.CSV: ("csv", "text/csv; charset=utf-8"),
    ExportFormat.XLSX: ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ExportFormat.JSON: ("json", "application/json"),
    ExportFormat.DATA_INCLUSION: ("json", "application/json"),
}


@require_http_methods(["GET", "POST"])
@limited("export", most=10, seconds=3600)
def export(request: HttpRequest) -> HttpResponse:
    """A file of the offers that the person may edit, those of the network for a facilitator."""
    network = request.network  # type: ignore[attr-defined]
    if not rules.can_export(request.user, network):
        raise Http404
    form = ExportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        format = ExportFormat(form.cleaned_data["format"])
        at = timezone.now()
        content = BytesIO()
        own = importable_organizations(request.user, network)
        actions.export_offers(
            network=network,
            format=format,
            to=content,
            by=request.user,  # type: ignore[arg-type]
            at=at,
            organizations=own,
        )
        ending, content_type = TYPES[format]
        response = HttpResponse(content.getvalue(), content_type=content_type)
        name = f"offres-{network.slug}-{timezone.localdate(at).isoformat()}.{ending}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
    return render(request, "exchange/export.html", {"form": form})
