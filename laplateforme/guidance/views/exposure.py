"""Who was shown, and how often."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from laplateforme.core.http import public
from laplateforme.guidance.queries.exposure import PERIODS, exposure_rows
from laplateforme.guidance.rules import can_see_exposure


@public
@require_safe
def exposure(request: HttpRequest) -> HttpResponse:
    """For members first; for everybody once the network has chosen so."""
    network = request.network  # type: ignore[attr-defined]
    if network is None or not can_see_exposure(request.user, network):
        raise Http404
    asked = request.GET.get("jours", "")
    days = int(asked) if asked in {str(period) for period in PERIODS} else PERIODS[0]
    rows = exposure_rows(network, day=timezone.localdate(), days=days)
    periods = [{"days": period, "is_chosen": period == days} for period in PERIODS]
    headers = [_("Organization"), _("Could have been shown"), _("Was shown"), _("Share"), _("Shown first")]
    table = [(row.name, row.eligible, row.shown, f"{row.shown_percent}\u00a0%", row.first) for row in rows]
    context = {"rows": table, "headers": headers, "days": days, "periods": periods}
    return render(request, "guidance/exposure.html", context)
