"""Needs without an offer, for those who compose the common offer."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from laplateforme.guidance import rules
from laplateforme.guidance.queries.gaps import Line, gaps_page


@require_safe
def gaps(request: HttpRequest) -> HttpResponse:
    """Counts only, for the last twelve months."""
    if not rules.can_read_gaps(request.user, request.network):
        raise Http404
    page = gaps_page(request.network, timezone.localdate())
    tables = [
        _table(_("By question"), _("Question"), page.by_question),
        _table(_("By stage"), _("Stage"), page.by_verb),
        _table(_("By theme"), _("Theme"), page.by_theme),
        _table(_("By département"), _("Département"), page.by_place),
        _table(_("By month"), _("Month"), page.by_month),
    ]
    return render(request, "guidance/gaps.html", {"page": page, "tables": tables})


def _table(caption: str, heading: str, lines: list[Line]) -> dict[str, Any]:
    rows = [(line.label, line.count) for line in lines]
    return {"caption": caption, "headers": [heading, _("Times")], "rows": rows}
