"""What we said we would do, who asks to join, what the group talks about."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from laplateforme.core.idempotency import idempotent
from laplateforme.core.limits import limited
from laplateforme.core.versions import StaleVersion, conflict_page
from laplateforme.forum.actions import UnableToPost
from laplateforme.forum.forms import TopicForm, may_be_sent, reply_form, said, send, sent_words
from laplateforme.forum.queries import NO_MESSAGE, thread_about, thread_of
from laplateforme.groups import actions, rules
from laplateforme.groups.enums import AdmissionStatus, PromiseStatus
from laplateforme.groups.forms.group import AdmissionForm, VoiceForm
from laplateforme.groups.forms.minutes import EditPromiseForm, PromiseForm
from laplateforme.groups.models import Action, Admission, Decision, GroupTopic, WorkingGroup
from laplateforme.groups.models.promise import Promise
from laplateforme.groups.queries.groups import bodies_for
from laplateforme.groups.queries.meetings import follow_up as follow_up_of
from laplateforme.groups.queries.meetings import member_of
from laplateforme.groups.queries.words import meeting_title
from laplateforme.groups.views.doors import inner_group, inner_meeting, known_group, led_group, status_of

PROMISE = ("text", "bearer", "bearer_name", "due_date", "about_path")


@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def follow_up(request: HttpRequest, slug: str) -> HttpResponse:
    """What we said we would do; a POST adds a promise."""
    group = inner_group(request, slug)
    form = PromiseForm(request.POST if request.method == "POST" else None, group=group)
    if request.method == "POST" and form.is_valid():
        kind = Decision if form.cleaned_data["kind"] == "decision" else Action
        values = {name: form.cleaned_data[name] for name in ("text", "bearer", "due_date")}
        actions.promise(kind=kind, group=group, at=timezone.now(), by=request.user, **values)
        return redirect("groups:follow_up", slug=group.slug)
    page = follow_up_of(group, timezone.localdate())
    may_lead = rules.can_lead(request.user, group)
    context = {"group": group, "page": page, "form": form, "may_lead": may_lead}
    return render(request, "groups/follow_up.html", context, status=status_of(form))


def promise_of(request: HttpRequest, pk: UUID) -> Promise:
    """A decision or an action of a group whose inside the person reads."""
    inside = WorkingGroup.objects.of_network(request.network).open_to(request.user).values("pk")
    for kind in (Action, Decision):
        rows = kind.objects.filter(group__in=inside).select_related("group__network", "bearer", "meeting")
        if found := rows.filter(pk=pk).first():
            return found
    raise Http404


@require_POST
@limited("group-remind", most=10, seconds=3600)
def remind(request: HttpRequest, slug: str) -> HttpResponse:
    """A letter to everybody who carries something that is open."""
    group = led_group(request, slug)
    count = actions.remind_group(group=group, at=timezone.now(), by=request.user)
    if count:
        messages.success(request, _("Letters on their way: %(count)d.") % {"count": count})
    else:
        messages.info(request, _("Nobody to ask: what is open has nobody who carries it, or they were told today."))
    return redirect("groups:follow_up", slug=group.slug)


@require_POST
def close_promise(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Done, given up, open again."""
    found = promise_of(request, pk)
    if not rules.can_close(request.user, found):
        raise Http404
    status = request.POST.get("status")
    actions.close_promise(
        promise=found, status=status if status in PromiseStatus.values else PromiseStatus.DONE, at=timezone.now(),
        by=request.user,
    )  # fmt: skip
    messages.success(request, _("Noted."))
    return redirect("groups:follow_up", slug=found.group.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_promise(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = promise_of(request, pk)
    if not rules.can_close(request.user, found):
        raise Http404
    initial = {name: getattr(found, name) for name in PROMISE} | {"version": found.version}
    form = EditPromiseForm(request.POST if request.method == "POST" else None, initial=initial, group=found.group)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in PROMISE}
        try:
            actions.edit_promise(
                promise=found, at=timezone.now(), by=request.user, expected=form.read_version, **values
            )
        except StaleVersion as error:
            now = {name: getattr(error.current, name) for name in PROMISE}
            return conflict_page(request, form, error.current, now, ("text", "bearer_name", "due_date"))
        return redirect("groups:follow_up", slug=found.group.slug)
    return render(request, "groups/edit_promise.html", {"form": form, "group": found.group}, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
@limited("group-admission", most=10, seconds=3600)
@idempotent
def ask_to_join(request: HttpRequest, slug: str) -> HttpResponse:
    """A structure asks; the members are told."""
    group = known_group(request, slug)
    if not rules.can_ask_to_join(request.user, group):
        raise Http404
    form = AdmissionForm(
        request.POST if request.method == "POST" else None, bodies=bodies_for(request.user, group)
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("organization", "words")}
        try:
            admission = actions.ask_to_join(group=group, user=request.user, at=timezone.now(), **values)
        except actions.UnableToAsk:
            messages.info(request, _("You have asked already: the members are answering."))
            return redirect(group)
        messages.success(request, _("Your request is with the members of the group."))
        return redirect(admission)
    return render(request, "groups/ask_to_join.html", {"form": form, "group": group}, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
def admission(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is asked, what members say; a POST says what one thinks."""
    rows = Admission.objects.filter(group__in=WorkingGroup.objects.of_network(request.network).values("pk"))
    found = get_object_or_404(rows.select_related("group__network", "user", "organization"), pk=pk)
    if not rules.can_read_admission(request.user, found):
        raise Http404
    group = found.group
    me = member_of(group, request.user)
    is_open = found.status == AdmissionStatus.ASKED
    form = VoiceForm(request.POST if request.method == "POST" else None) if me and is_open else None
    if request.method == "POST":
        if form is None:
            raise Http404
        if form.is_valid():
            values = {name: form.cleaned_data[name] for name in ("voice", "reason")}
            actions.say_about(admission=found, member=me, at=timezone.now(), **values)
            messages.success(request, _("Thank you, it is noted."))
            return redirect(found)
    may_lead = rules.can_lead(request.user, group)
    is_inside = rules.can_enter(request.user, group)
    context = {
        "admission": found,
        "group": group,
        "voices": found.voices.select_related("member__user") if is_inside else [],
        "form": form,
        "is_mine": found.user_id == request.user.pk,
        "is_inside": is_inside,
        "may_decide": may_lead and is_open and actions.outcome(found, timezone.now()) != AdmissionStatus.ASKED,
    }
    return render(request, "groups/admission.html", context, status=status_of(form))


@require_POST
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Whoever leads draws the conclusion; whoever asked may take it back."""
    rows = Admission.objects.filter(group__in=WorkingGroup.objects.of_network(request.network).values("pk"))
    found = get_object_or_404(rows.select_related("group__network", "user"), pk=pk)
    said = {"admission": found, "at": timezone.now(), "by": request.user}
    try:
        if found.user_id == request.user.pk:
            actions.take_back_admission(**said)
            return redirect("groups:groups")
        if not rules.can_lead(request.user, found.group):
            raise Http404
        done = actions.decide(**said)
    except actions.UnableToDecide:
        messages.info(request, _("It is not time yet, or it is decided already."))
    else:
        if done.status == AdmissionStatus.ACCEPTED:
            messages.success(request, _("Welcome sent: objectives, past minutes, open decisions, next dates."))
    return redirect(found)


@require_safe
def topics(request: HttpRequest, slug: str) -> HttpResponse:
    """What the group talks about between meetings."""
    group = inner_group(request, slug)
    rows = group.topics.select_related("topic").order_by("-topic__is_pinned", "-topic__last_post_at")[:200]
    return render(request, "groups/topics.html", {"group": group, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@limited("group-topic", most=20, seconds=3600)
@idempotent
def new_topic(request: HttpRequest, slug: str) -> HttpResponse:
    group = inner_group(request, slug)
    form = TopicForm(request.POST if request.method == "POST" else None, initial={"follow": True})
    if request.method == "POST" and may_be_sent(form) and not form.is_from_a_machine:
        at = timezone.now()
        held = actions.open_group_topic(group=group, title=form.cleaned_data["title"], at=at)
        messages.success(request, sent_words(send(form, held.topic, request.user, at)))
        return redirect("groups:topic", code=held.topic.code)
    return render(request, "groups/new_topic.html", {"form": form, "group": group}, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
@limited("group-reply", most=60, seconds=600)
@idempotent
def topic(request: HttpRequest, code: str) -> HttpResponse:
    """One thread, for those inside."""
    inside = WorkingGroup.objects.of_network(request.network).open_to(request.user).values("pk")
    rows = GroupTopic.objects.filter(group__in=inside).select_related("group", "topic__network")
    held = get_object_or_404(rows, topic__code=code)
    is_open = held.topic.is_open
    form = reply_form(request.user, request.POST if request.method == "POST" else None) if is_open else None
    if request.method == "POST":
        if form is None:
            raise Http404
        if may_be_sent(form):
            try:
                messages.success(request, sent_words(send(form, held.topic, request.user, timezone.now())))
            except UnableToPost:
                messages.warning(request, _("This topic has been closed meanwhile: nothing can be added."))
            return redirect("groups:topic", code=code)
    context = {
        "group": held.group,
        "topic": held.topic,
        "thread": thread_of(held.topic, request.user),
        "form": form,
        "may_reply": is_open,
    }
    return render(request, "groups/topic.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
@limited("group-reply", most=60, seconds=600)
@idempotent
def talk(request: HttpRequest, code: str) -> HttpResponse:
    """What the members say to each other about minutes, from the draft on; publishing these opens it to nobody."""
    found = inner_meeting(request, code)
    account = getattr(found, "minutes", None)
    if account is None:
        raise Http404
    thread = thread_about(GroupTopic.objects.all(), request.user, minutes=account) or NO_MESSAGE
    is_open = thread.topic.is_open
    form = reply_form(request.user, request.POST if request.method == "POST" else None) if is_open else None
    if request.method == "POST" and form is None:
        raise Http404
    if form and said(request, form, lambda at: actions.topic_of_minutes(minutes=account, at=at)):
        return redirect(f"{account.get_absolute_url()}#fil")
    context = {
        "about": meeting_title(found), "back_url": account.get_absolute_url(), "form": form, "thread": thread,
        "may_reply": is_open,
        "readers_words": _("Only the members of the group read this, also once the minutes are published."),
    }  # fmt: skip
    return render(request, "forum/react.html", context, status=status_of(form))
