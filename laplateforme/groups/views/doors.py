"""What nearly every page of this room asks first. Whoever may not read meets a page that does not exist."""

from typing import Any

from django.http import Http404, HttpRequest

from laplateforme.groups import rules
from laplateforme.groups.models import Meeting, WorkingGroup
from laplateforme.groups.queries.groups import find_group
from laplateforme.groups.queries.meetings import find_meeting


def known_group(request: HttpRequest, slug: str) -> WorkingGroup:
    """A group that the person may know of."""
    group = find_group(request.network, request.user, slug)
    if group is None:
        raise Http404
    return group


def inner_group(request: HttpRequest, slug: str) -> WorkingGroup:
    """A group whose inside the person reads."""
    group = known_group(request, slug)
    if not rules.can_enter(request.user, group):
        raise Http404
    return group


def led_group(request: HttpRequest, slug: str) -> WorkingGroup:
    group = inner_group(request, slug)
    if not rules.can_lead(request.user, group):
        raise Http404
    return group


def inner_meeting(request: HttpRequest, code: str) -> Meeting:
    """A meeting of such a group."""
    meeting = find_meeting(code, request.network, request.user)
    if meeting is None:
        raise Http404
    return meeting


def led_meeting(request: HttpRequest, code: str) -> Meeting:
    meeting = inner_meeting(request, code)
    if not rules.can_lead(request.user, meeting.group):
        raise Http404
    return meeting


def status_of(form: Any) -> int:
    """422 for a form that comes back."""
    return 422 if form is not None and form.is_bound and not form.is_valid() else 200
