"""The agenda of the network, as a page and for calendars."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from laplateforme.core.http import cached_for_anonymous, public
from laplateforme.offers.queries import agenda_months
from laplateforme.portal.queries import agenda as dates


@public
@cached_for_anonymous
@require_safe
def agenda(request: HttpRequest) -> HttpResponse:
    """What the network announces, the dates of its offers, the meetings of its public groups: a part a month."""
    found = dates.entries_of(request.network, timezone.now())  # type: ignore[attr-defined]
    return render(request, "portal/agenda.html", {"months": agenda_months(found), "count": len(found)})


@public
@cached_for_anonymous
@require_safe
def agenda_ics(request: HttpRequest) -> HttpResponse:
    """The same, for a calendar that follows it."""
    network = request.network  # type: ignore[attr-defined]
    found = dates.entries_of(network, timezone.now())
    title = _("Agenda of %(network)s") % {"network": network.name if network else "LaPlateforme"}
    content = dates.calendar_of(found, title=title, host=request.build_absolute_uri("/").rstrip("/"))
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="agenda.ics"'
    return response
