"""Groups: the list, one group for the public and for its members, what it says of itself."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from laplateforme.core.http import file_to_keep, public
from laplateforme.core.idempotency import idempotent
from laplateforme.core.versions import StaleVersion, conflict_page
from laplateforme.forum.queries import html_of
from laplateforme.groups import actions, rules
from laplateforme.groups.enums import MemberRole
from laplateforme.groups.forms.group import (
    AddMemberForm,
    DocumentForm,
    GroupForm,
    GroupSettingsForm,
    GuestForm,
    WorkstreamForm,
)
from laplateforme.groups.models import GroupDocument, GroupMember, WorkingGroup, Workstream
from laplateforme.groups.queries.groups import (
    bodies_for,
    group_space,
    groups_of,
    people_to_add,
    public_group,
)
from laplateforme.groups.queries.meetings import member_of
from laplateforme.groups.queries.pack import is_to_approve, pack_of
from laplateforme.groups.queries.words import guest_words, meeting_title, member_words, when_words, where_words
from laplateforme.groups.views.doors import inner_group, known_group, led_group, status_of

SETTINGS = (
    *("name", "purpose", "objectives", "status", "programme", "approval", "approval_days", "admission"),
    *("admission_days", "is_open", "is_public", "closed_date"),
)


@public
@require_safe
def groups(request: HttpRequest) -> HttpResponse:
    """The working groups that the visitor may know of."""
    if request.network is None:
        raise Http404
    context = {
        "lines": groups_of(request.network, request.user, timezone.now()),
        "may_open": rules.can_open_group(request.user, request.network),
    }
    return render(request, "groups/groups.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def new_group(request: HttpRequest) -> HttpResponse:
    """A facilitator opens a group and leads it first."""
    if not rules.can_open_group(request.user, request.network):
        raise Http404
    form = GroupForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("name", "purpose", "objectives")}
        try:
            group = actions.open_group(
                network=request.network, by=request.user, lead=request.user, at=timezone.now(), **values
            )
        except actions.UnableToOpenGroup:
            form.add_error("name", _("A group has, or had, this name."))
        else:
            messages.success(request, _("The group is open. Add those who take part."))
            return redirect("groups:members", slug=group.slug)
    return render(request, "groups/new_group.html", {"form": form}, status=status_of(form))


@public
@require_safe
def group(request: HttpRequest, slug: str) -> HttpResponse:
    """The inside for members, the public page for others. A former address leads to the present one."""
    found = known_group(request, slug)
    if found.slug != slug:
        return redirect(found, permanent=True)
    at = timezone.now()
    if rules.can_enter(request.user, found):
        context = {
            "group": found, "space": group_space(found, at), "may_lead": rules.can_lead(request.user, found),
        }  # fmt: skip
        return render(request, "groups/space.html", context)
    context = {
        "group": found, "page": public_group(found, at), "may_ask": rules.can_ask_to_join(request.user, found),
    }  # fmt: skip
    return render(request, "groups/public.html", context)


@require_safe
def public_face(request: HttpRequest, slug: str) -> HttpResponse:
    """The public page as others see it, for those inside."""
    found = inner_group(request, slug)
    context = {"group": found, "page": public_group(found, timezone.now()), "may_ask": False}
    return render(request, "groups/public.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_group(request: HttpRequest, slug: str) -> HttpResponse:
    """What it says of itself, how it decides. A new name keeps the former address."""
    found = led_group(request, slug)
    saved = {name: getattr(found, name) for name in SETTINGS} | {
        "version": found.version,
        "territories": found.territories.all(),
        "other_networks": found.other_networks.all(),
    }
    form = GroupSettingsForm(request.POST if request.method == "POST" else None, initial=saved, group=found)
    if request.method == "POST" and form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name not in {"name", "version"}}
        at = timezone.now()
        try:
            found = actions.edit_group(group=found, at=at, by=request.user, expected=form.read_version, **values)
            found = actions.rename_group(group=found, name=form.cleaned_data["name"], at=at, by=request.user)
        except StaleVersion as error:
            now = {name: getattr(error.current, name) for name in SETTINGS}
            return conflict_page(request, form, error.current, now, ("name", "purpose", "objectives", "programme"))
        except actions.UnableToOpenGroup:
            form.add_error("name", _("A group has, or had, this name."))
        else:
            messages.success(request, _("Saved."))
            return redirect(found)
    return render(request, "groups/edit_group.html", {"form": form, "group": found}, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """Who takes part; one act welcomes somebody and sends all they need."""
    found = inner_group(request, slug)
    may_lead = rules.can_lead(request.user, found)
    data = request.POST if request.method == "POST" else None
    form = AddMemberForm(data, people=people_to_add(found)) if may_lead else None
    if request.method == "POST":
        if form is None:
            raise Http404
        if form.is_valid():
            user, body = form.people[form.cleaned_data["person"]]
            role = MemberRole.LEAD if form.cleaned_data["leads"] else MemberRole.MEMBER
            try:
                actions.add_member(
                    group=found, user=user, organization=body, role=role, at=timezone.now(), by=request.user
                )
            except actions.UnableToAddMember:
                messages.info(request, _("This person takes part already."))
            else:
                messages.success(request, _("Welcome sent: objectives, past minutes, open decisions, next dates."))
            return redirect("groups:members", slug=found.slug)
    rows = GroupMember.objects.current().filter(group=found).select_related("user", "organization")
    guests = found.guests.select_related("organization").order_by("name")
    context = {
        "group": found,
        "rows": [(row, member_words(row)) for row in rows.order_by("role", "user__name")],
        "me": member_of(found, request.user),
        "bodies": bodies_for(request.user, found),
        "guests": [(one, guest_words(one)) for one in guests],
        "form": form,
        "may_lead": may_lead,
    }
    return render(request, "groups/members.html", context, status=status_of(form))


@require_POST
def be_named(request: HttpRequest, slug: str) -> HttpResponse:
    """One's own choice: to be named publicly, or no longer."""
    found = inner_group(request, slug)
    me = member_of(found, request.user)
    if me is None:
        raise Http404
    actions.change_member(member=me, is_named=bool(request.POST.get("named")), at=timezone.now(), by=request.user)
    messages.success(request, _("Your choice is kept."))
    return redirect("groups:members", slug=found.slug)


@require_POST
def leave(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One's own part ends, or whoever leads ends it."""
    inside = WorkingGroup.objects.of_network(request.network).open_to(request.user)
    rows = GroupMember.objects.current().filter(group__in=inside.values("pk"))
    member = get_object_or_404(rows.select_related("group__network", "user"), pk=pk)
    if member.user_id != request.user.pk and not rules.can_lead(request.user, member.group):
        raise Http404
    actions.leave_group(member=member, at=timezone.now(), by=request.user)
    messages.success(request, _("This part has ended. What was said and promised stays."))
    return redirect("groups:groups" if member.user_id == request.user.pk else member.group)


@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def new_guest(request: HttpRequest, slug: str) -> HttpResponse:
    found = led_group(request, slug)
    form = GuestForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("name", "reason")}
        actions.invite_institution(group=found, at=timezone.now(), by=request.user, **values)
        return redirect("groups:members", slug=found.slug)
    context = {
        "form": form, "group": found, "title": _("Invite an institution"), "action": _("Add"),
        "back": "groups:members",
    }  # fmt: skip
    return render(request, "groups/small_form.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def new_workstream(request: HttpRequest, slug: str) -> HttpResponse:
    found = led_group(request, slug)
    form = WorkstreamForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("title", "text", "horizon")}
        actions.open_workstream(group=found, at=timezone.now(), by=request.user, **values)
        return redirect(found)
    context = {
        "form": form, "group": found, "title": _("Open a workstream"), "action": _("Open"), "back": "groups:group",
    }  # fmt: skip
    return render(request, "groups/small_form.html", context, status=status_of(form))


@require_POST
def close_workstream(request: HttpRequest, pk: UUID) -> HttpResponse:
    inside = WorkingGroup.objects.of_network(request.network).open_to(request.user)
    stream = get_object_or_404(Workstream.objects.filter(group__in=inside.values("pk")).select_related("group"), pk=pk)
    if not rules.can_lead(request.user, stream.group):
        raise Http404
    actions.close_workstream(stream=stream, at=timezone.now(), by=request.user)
    return redirect(stream.group)


@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def documents(request: HttpRequest, slug: str) -> HttpResponse:
    """Files of the group; every member adds."""
    found = inner_group(request, slug)
    is_sent = request.method == "POST"
    form = DocumentForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if is_sent and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("title", "kind", "is_public")}
        file = form.cleaned_data["file"]
        actions.keep_document(
            group=found, name=file.name, content=file.read(), at=timezone.now(), by=request.user, **values
        )
        messages.success(request, _("The file is kept."))
        return redirect("groups:documents", slug=found.slug)
    context = {
        "group": found,
        "form": form,
        "documents": found.documents.order_by("kind", "title"),
        "may_lead": rules.can_lead(request.user, found),
    }
    return render(request, "groups/documents.html", context, status=status_of(form))


@public
@require_safe
def document(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One file: public ones for whoever may know of the group, others for those inside."""
    known = WorkingGroup.objects.of_network(request.network).visible_to(request.user)
    rows = GroupDocument.objects.filter(group__in=known.values("pk")).select_related("group__network")
    found = get_object_or_404(rows, pk=pk)
    if not found.is_public and not rules.can_enter(request.user, found.group):
        raise Http404
    return file_to_keep(found.file, found.file_name)


@require_POST
def remove_document(request: HttpRequest, pk: UUID) -> HttpResponse:
    inside = WorkingGroup.objects.of_network(request.network).open_to(request.user)
    rows = GroupDocument.objects.filter(group__in=inside.values("pk")).select_related("group__network")
    found = get_object_or_404(rows, pk=pk)
    if found.author_id != request.user.pk and not rules.can_lead(request.user, found.group):
        raise Http404
    slug = found.group.slug
    actions.remove_document(document=found, at=timezone.now(), by=request.user)
    messages.success(request, _("The file is removed."))
    return redirect("groups:documents", slug=slug)


@require_safe
def pack(request: HttpRequest, slug: str) -> HttpResponse:
    """All that a newcomer needs, on one page that prints."""
    found = inner_group(request, slug)
    kept = pack_of(found, timezone.now())
    context = {
        "group": found,
        "pack": kept,
        "objectives": html_of(found.objectives),
        "past": [(one, meeting_title(one.meeting), is_to_approve(one)) for one in kept.minutes],
        "coming": [(one, meeting_title(one), when_words(one), where_words(one)) for one in kept.next_dates],
        "people": [member_words(one) for one in kept.members],
    }
    return render(request, "groups/pack.html", context)
