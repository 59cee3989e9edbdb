"""Boards and their threads."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from laplateforme.core.http import public
from laplateforme.core.idempotency import idempotent
from laplateforme.core.limits import limited
from laplateforme.forum import actions, queries, rules
from laplateforme.forum.enums import PostStatus
from laplateforme.forum.forms import (
    BoardForm,
    ReplyForm,
    ReportForm,
    TopicForm,
    may_be_sent,
    open_with,
    reply_form,
    send,
    sent_words,
)
from laplateforme.forum.models import Board, Post, Subscription, Topic


@public
@require_safe
def boards(request: HttpRequest) -> HttpResponse:
    """The boards that the visitor may read."""
    if request.network is None:
        raise Http404
    context = {
        "boards": queries.boards_of(request.network, request.user),
        "may_moderate": rules.can_moderate(request.user, request.network),
    }
    return render(request, "forum/boards.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def new_board(request: HttpRequest) -> HttpResponse:
    if not rules.can_moderate(request.user, request.network):
        raise Http404
    form = BoardForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("name", "purpose", "readers")}
        try:
            board = actions.open_board(network=request.network, by=request.user, at=timezone.now(), **values)
        except actions.UnableToOpenBoard:
            form.add_error("name", _("A board of this name exists already."))
        else:
            return redirect(board)
    return render(request, "forum/new_board.html", {"form": form}, status=422 if form.is_bound else 200)


@public
@require_safe
def board(request: HttpRequest, slug: str) -> HttpResponse:
    """One board and its topics."""
    found = _board(request, slug)
    follows = request.user.is_authenticated and Subscription.objects.filter(user=request.user, board=found).exists()
    context = {
        "board": found,
        "topics": queries.topics_of(found),
        "may_open": rules.can_open_topic(request.user, found),
        "follows": follows,
    }
    return render(request, "forum/board.html", context)


def _board(request: HttpRequest, slug: str) -> Board:
    visible = Board.objects.of_network(request.network).visible_to(request.user).select_related("network")
    return get_object_or_404(visible, slug=slug)


@require_http_methods(["GET", "HEAD", "POST"])
@limited("forum-topic", most=10, seconds=3600)
@idempotent
def new_topic(request: HttpRequest, slug: str) -> HttpResponse:
    """A title and the first message."""
    found = _board(request, slug)
    if not rules.can_open_topic(request.user, found):
        raise PermissionDenied
    form = TopicForm(request.POST if request.method == "POST" else None, initial={"follow": True})
    if request.method == "POST" and may_be_sent(form):
        topic, post = open_with(form, found, request.user, timezone.now())
        messages.success(request, sent_words(post))
        return redirect(topic if post is not None and post.status == PostStatus.PUBLISHED else found)
    return render(request, "forum/new_topic.html", {"form": form, "board": found}, status=_status(form))


@public
@require_http_methods(["GET", "HEAD", "POST"])
@limited("forum-reply", most=60, seconds=600)
@idempotent
def topic(request: HttpRequest, code: str) -> HttpResponse:
    """A thread of a board, with its reply form. A thread that another room holds is shown by that room."""
    visible = Topic.objects.of_network(request.network).visible_to(request.user)
    found = get_object_or_404(visible.select_related("network", "board"), code=code)
    may_reply = rules.can_reply(request.user, found)
    form = reply_form(request.user, request.POST if request.method == "POST" else None) if may_reply else None
    if request.method == "POST":
        if form is None:
            raise PermissionDenied
        if may_be_sent(form):
            return _sent(request, found, form)
    context = {
        "topic": found,
        "board": found.board,
        "thread": queries.thread_of(found, request.user),
        "form": form,
        "may_reply": may_reply,
        "may_moderate": rules.can_moderate(request.user, found.network),
    }
    return render(request, "forum/topic.html", context, status=_status(form))


def _sent(request: HttpRequest, found: Topic, form: ReplyForm) -> HttpResponse:
    try:
        post = send(form, found, request.user, timezone.now())
    except actions.UnableToPost:
        messages.warning(request, _("This topic has been closed meanwhile: nothing can be added."))
    else:
        messages.success(request, sent_words(post))
    return redirect(f"{found.get_absolute_url()}#fil")


def _status(form: ReplyForm | None) -> int:
    return 422 if form is not None and form.is_bound and not form.is_valid() else 200


def _post(request: HttpRequest, pk: UUID) -> Post:
    """A published message, or one's own: of a thread that the person may read."""
    posts = Post.objects.readable_by(request.user).filter(topic__network=request.network)
    post = get_object_or_404(posts.select_related("topic__network", "topic__board"), pk=pk)
    if post.author_id != request.user.pk and not rules.can_read(request.user, post.topic):
        raise Http404
    return post


@require_http_methods(["GET", "HEAD", "POST"])
@limited("forum-report", most=20, seconds=3600)
@idempotent
def report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A reader says that a message should not stay."""
    post = _post(request, pk)
    form = ReportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("reason", "words")}
        actions.report_post(post=post, by=request.user, at=timezone.now(), **values)
        messages.success(request, _("Thank you. A moderator looks at this message."))
        return redirect(post.topic)
    context = {"form": form, "post": post, "author": queries.author_of(post), "html": queries.html_of(post.text)}
    return render(request, "forum/report.html", context, status=_status(form))  # type: ignore[arg-type]


@require_POST
def take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One's own words, erased."""
    post = _post(request, pk)
    if not rules.can_take_back(request.user, post):
        raise PermissionDenied
    actions.take_back_post(post=post, by=request.user, at=timezone.now())
    messages.success(request, _("Your message is erased."))
    return redirect(post.topic)
