"""From the minutes of a group to a text of the site."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from laplateforme.editorial import actions, rules
from laplateforme.groups.queries.minutes import find_minutes
from laplateforme.groups.rules import can_enter


@require_POST
def news_from_minutes(request: HttpRequest, code: str) -> HttpResponse:
    """A member of the group makes a draft of published minutes; whoever writes for the site goes on with it."""
    minutes = find_minutes(code, request.network, request.user)
    if minutes is None or not can_enter(request.user, minutes.meeting.group):
        raise Http404
    try:
        page = actions.news_from_minutes(minutes=minutes, at=timezone.now(), by=request.user)
    except actions.UnableToMoveText:
        messages.info(request, _("Publish the minutes first: a news item is made of what anybody may read."))
        return redirect(minutes)
    if not rules.can_write(request.user, request.network):
        messages.success(request, _("A draft waits with those who write for the site. Thank you."))
        return redirect(minutes)
    messages.success(request, _("Here is a draft made of the minutes. Change its words, then publish or propose it."))
    return redirect("editorial:text", page.pk)
