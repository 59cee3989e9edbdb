"""What moderators look at."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from laplateforme.forum import actions, queries, rules
from laplateforme.forum.models import Post, Topic

DEEDS = {
    "publish": actions.publish_post, "hide": actions.hide_post, "refuse": actions.refuse_post,
    "leave": actions.close_reports,
}  # fmt: skip


@require_safe
def moderation(request: HttpRequest) -> HttpResponse:
    """Messages that wait, and messages that readers reported."""
    if not rules.can_moderate(request.user, request.network):
        raise Http404
    held, reported = queries.to_moderate(request.network)
    return render(request, "forum/moderation.html", {"held": held, "reported": reported})


@require_POST
def moderate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One deed about one message."""
    if not rules.can_moderate(request.user, request.network):
        raise Http404
    post = get_object_or_404(Post.objects.filter(topic__network=request.network), pk=pk)
    deed = request.POST.get("deed", "")
    if deed not in DEEDS:
        raise PermissionDenied
    try:
        DEEDS[deed](post=post, by=request.user, at=timezone.now())
    except actions.UnableToMovePost:
        messages.info(request, _("Somebody was quicker: this message is decided already."))
    else:
        words = {
            "publish": _("The message is published."),
            "hide": _("The message is hidden."),
            "refuse": _("The message is refused. It is never shown."),
            "leave": _("The message stays. The reports are closed."),
        }
        messages.success(request, words[deed])
    return redirect("forum:moderation")


@require_POST
def close(request: HttpRequest, code: str) -> HttpResponse:
    """Closes a topic to replies, or opens it again."""
    if not rules.can_moderate(request.user, request.network):
        raise Http404
    topic = get_object_or_404(Topic.objects.of_network(request.network), code=code)
    actions.close_topic(topic=topic, by=request.user, at=timezone.now(), is_open="open" in request.POST)
    return redirect(topic)
