"""Members and invitations."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from laplateforme.core.http import public
from laplateforme.core.idempotency import idempotent
from laplateforme.core.limits import limited
from laplateforme.core.signing import UnableToOpenLink, open_link
from laplateforme.network import actions, emails, queries, rules
from laplateforme.network.forms import AcceptForm, InviteForm
from laplateforme.network.models import Invitation, Membership, Network, Organization
from laplateforme.network.views.doors import in_network, professionals_only
from laplateforme.vocabulary.enums import Role


@professionals_only
def members(request: HttpRequest) -> HttpResponse:
    """Who works in the network and who was asked to join."""
    may_invite = bool(_roles_to_give(request.user, request.network))
    may_close_all = rules.is_facilitator(request.user, request.network)
    managed = set(_managed(request.user, request.network).values_list("pk", flat=True))
    context = {
        "members": [
            (row, _may_close(request.user, row.membership, may_close_all, managed))
            for row in queries.members_of(request.network)
        ],
        "invitations": queries.open_invitations(request.network, timezone.now()) if may_invite else [],
        "may_invite": may_invite,
    }
    return render(request, "network/members.html", context)


def _may_close(user: Any, membership: Membership, may_close_all: bool, managed: set[UUID]) -> bool:
    """rules.can_close_membership for a whole list, without a query a line; the action asks the rule again."""
    if membership.user_id == user.pk:
        return False
    in_mine = membership.organization_id in managed and membership.role in (*rules.EDITORS, Role.AMBASSADOR)
    return may_close_all or in_mine


@in_network
@idempotent
def invite(request: HttpRequest) -> HttpResponse:
    """A link by e-mail, for eight days, for one use."""
    roles = _roles_to_give(request.user, request.network)
    if not roles:
        raise Http404
    choices = _managed(request.user, request.network).order_by("name")
    form = InviteForm(request.POST or None, roles=roles, organizations=choices)
    if form.is_bound and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("email", "role", "organization")}
        try:
            actions.invite(network=request.network, by=request.user, at=timezone.now(), **values)
        except actions.UnableToInvite:
            form.add_error("role", _("You cannot give this role here."))
        else:
            messages.success(request, _("The invitation is on its way. The link works for 8 days."))
            return redirect("network:members")
    return render(request, "network/invite.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
@in_network
def revoke_invitation(request: HttpRequest, pk: UUID) -> HttpResponse:
    invitation = get_object_or_404(Invitation, pk=pk, network=request.network)
    if not rules.can_invite(request.user, invitation.network, invitation.role, invitation.organization):
        raise Http404
    actions.revoke_invitation(invitation=invitation, by=request.user, at=timezone.now())
    messages.success(request, _("The invitation is withdrawn."))
    return redirect("network:members")


@in_network
def close_membership(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Asks first, then closes; whoever has no role left is signed out everywhere."""
    membership = get_object_or_404(
        Membership.objects.active().select_related("user", "organization", "network"), pk=pk, network=request.network
    )
    if not rules.can_close_membership(request.user, membership):
        raise Http404
    if request.method == "POST":
        actions.close_membership(membership=membership, by=request.user, at=timezone.now())
        messages.success(request, _("The role is closed."))
        return redirect("network:members")
    context = {
        "title": _("Close the role of %(name)s?") % {"name": membership.user},
        "text": _("Role: %(role)s") % {"role": membership.get_role_display()},
        "effects": [
            _("This person no longer sees what this role opens."),
            _("Without another role, every device of theirs is signed out at once."),
            _("What they wrote stays."),
        ],
        "action_label": _("Close this role"),
        "cancel_url": redirect("network:members").url,
        "is_danger": True,
    }
    return render(request, "core/confirm.html", context)


@public
@never_cache
@limited("invitation", most=20, seconds=300)
@idempotent
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link shows a button; the button acts. A second press gets the same answer."""
    try:
        (key,) = open_link(emails.INVITATION, token)
    except UnableToOpenLink as refused:
        return _closed_invitation(request, refused.expired)
    invitation = get_object_or_404(Invitation.objects.select_related("network", "organization", "invited_by"), pk=key)
    now = timezone.now()
    if invitation.revoked_at or (invitation.expires_at <= now and not invitation.accepted_at):
        return _closed_invitation(request, not invitation.revoked_at)
    form = AcceptForm(request.POST or None)
    if request.method == "POST" and (invitation.accepted_at or form.is_valid()):
        name = form.cleaned_data.get("name", "") if form.is_valid() else ""
        try:
            actions.accept_invitation(invitation=invitation, name=name, at=now)
        except actions.UnableToAccept as refused:
            return _closed_invitation(request, refused.expired)
        messages.success(request, _("Welcome. Sign in with your e-mail address to begin."))
        return redirect("account_login")
    context = {"invitation": invitation, "form": form}
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "network/accept_invitation.html", context, status=status)


def _closed_invitation(request: HttpRequest, expired: bool) -> HttpResponse:
    return render(request, "network/closed_invitation.html", {"expired": expired}, status=410 if expired else 404)


def _managed(user: Any, network: Network) -> Any:
    """Organizations for which the person may invite."""
    mine = Organization.objects.of_network(network)
    if rules.is_facilitator(user, network):
        return mine
    managed = Membership.objects.of(user, network).filter(role=Role.ORGANIZATION_MANAGER)
    return mine.filter(pk__in=managed.values("organization_id"))


def _roles_to_give(user: Any, network: Network) -> list[tuple[str, Any]]:
    """Every role for a facilitator, those of an organization for its manager."""
    if rules.is_facilitator(user, network):
        return [(role.value, role.label) for role in Role if role != Role.HOLDER]
    if Role.ORGANIZATION_MANAGER in rules.roles_in(user, network):
        return [(role.value, role.label) for role in Role if role in (*rules.EDITORS, Role.AMBASSADOR)]
    return []
