"""Pages reached from a mail, and what somebody follows."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from laplateforme.core.http import public
from laplateforme.core.ids import uuid_or_none
from laplateforme.core.limits import limited
from laplateforme.core.signing import UnableToOpenLink, open_link
from laplateforme.forum import actions
from laplateforme.forum.emails import CONFIRM, STOP
from laplateforme.forum.models import Board, Post, Subscription, Topic

STOP_LIFE = timedelta(days=400)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Opening shows a button; the button confirms. Pressing it twice changes nothing."""
    try:
        (key,) = open_link(CONFIRM, token)
    except (UnableToOpenLink, ValueError):
        return render(request, "forum/link_closed.html", status=410)
    posts = Post.objects.filter(topic__network=request.network).select_related("topic")
    post = posts.filter(pk=uuid_or_none(key)).first()
    if post is None:
        return render(request, "forum/link_closed.html", status=410)
    if request.method == "POST":
        post = actions.confirm_post(post=post, at=timezone.now())
    return render(request, "forum/confirm.html", {"post": post, "topic": post.topic})


@csrf_exempt
@public
@require_http_methods(["GET", "HEAD", "POST"])
@limited("forum-stop", most=60, seconds=600)
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stops the mails: by the button of this page, or by the reader's mail program in one POST (RFC 8058)."""
    try:
        keys = open_link(STOP, token, life=STOP_LIFE)
    except UnableToOpenLink:
        return render(request, "forum/link_closed.html", status=410)
    if request.method == "POST":
        for subscription in Subscription.objects.filter(pk__in=[key for one in keys if (key := uuid_or_none(one))]):
            actions.stop(subscription=subscription)
    return render(request, "forum/stop.html", {"is_done": request.method == "POST"})


@require_safe
def following(request: HttpRequest) -> HttpResponse:
    """What somebody follows in this network."""
    mine = Subscription.objects.filter(user=request.user).select_related("topic__board", "board")
    rows = [one for one in mine if (one.topic or one.board).network_id == getattr(request.network, "pk", None)]
    return render(request, "forum/following.html", {"rows": rows})


@require_POST
def follow(request: HttpRequest) -> HttpResponse:
    """Begins or stops following one topic or one board that the person may read."""
    topic = board = None
    if code := request.POST.get("topic", ""):
        topics = Topic.objects.of_network(request.network).visible_to(request.user)
        topic = get_object_or_404(topics, code=code)
    else:
        boards = Board.objects.of_network(request.network).visible_to(request.user)
        board = get_object_or_404(boards, slug=request.POST.get("board", ""))
    known = Subscription.objects.filter(user=request.user, topic=topic, board=board).first()
    if known:
        actions.stop(subscription=known)
        messages.success(request, _("You are no longer told by mail."))
    else:
        actions.subscribe(user=request.user, topic=topic, board=board, at=timezone.now())
        messages.success(request, _("You are told by mail, once a day at most."))
    return redirect(topic or board)


@require_POST
def unfollow(request: HttpRequest, pk: UUID) -> HttpResponse:
    actions.stop(subscription=get_object_or_404(Subscription.objects.filter(user=request.user), pk=pk))
    messages.success(request, _("You are no longer told by mail."))
    return redirect("forum:following")
