"""The agenda of the network, as a page and for calendars."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from laplateforme.core.http import cached_for_anonymous, public
from laplateforme.core.limits import limited
from laplateforme.groups.queries.groups import calendar_address
from laplateforme.offers.queries import agenda_months
from laplateforme.portal.queries import agenda as dates
from laplateforme.portal.queries.month import month_of


@public
@cached_for_anonymous
@require_safe
def agenda(request: HttpRequest) -> HttpResponse:
    """What the network announces, dates of offers, meetings of public groups, fairs: a part a month."""
    found = dates.entries_of(request.network, timezone.now())  # type: ignore[attr-defined]
    return render(request, "portal/agenda.html", {"months": agenda_months(found), "count": len(found)})


@public
@cached_for_anonymous
@require_safe
def agenda_month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """One month as a table of weeks, on a phone as a list."""
    try:
        first = date(year, month, 1)
    except ValueError as error:
        raise Http404 from error
    shown = month_of(request.network, first, timezone.localdate())  # type: ignore[attr-defined]
    if shown is None:
        raise Http404
    return render(request, "portal/agenda_month.html", {"month": shown})


@public
@cached_for_anonymous
@require_safe
def agenda_ics(request: HttpRequest) -> HttpResponse:
    """The same, for a calendar that follows it."""
    network = request.network  # type: ignore[attr-defined]
    found = dates.entries_of(network, timezone.now())
    title = _("Agenda of %(network)s") % {"network": network.name if network else "LaPlateforme"}
    return _file(request, found, title)


@public
@require_safe
@limited("own-agenda", most=120, seconds=3600, methods=("GET",))
def own_agenda_ics(request: HttpRequest, token: str) -> HttpResponse:
    """The whole agenda of whoever holds this secret address: public dates, meetings of their groups, fairs."""
    mine = calendar_address(request.network, token)  # type: ignore[attr-defined]
    if mine is None:
        raise Http404
    response = _file(request, dates.own_entries(mine.network, mine.user, timezone.now()), mine.network.name)
    response["Cache-Control"] = "private, no-store"
    return response


def _file(request: HttpRequest, found: list[dates.Entry], title: str) -> HttpResponse:
    content = dates.calendar_of(found, title=title, host=request.build_absolute_uri("/").rstrip("/"))
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="agenda.ics"'
    return response
