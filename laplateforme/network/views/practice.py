"""Practice cards and declared links."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from laplateforme.core import drafts
from laplateforme.core.http import public
from laplateforme.core.idempotency import idempotent
from laplateforme.core.limits import limited
from laplateforme.core.unsent import signed_in_to_send
from laplateforme.core.versions import StaleVersion, conflict_page
from laplateforme.network import actions, queries, rules
from laplateforme.network.forms import CommentForm, LinkForm, PracticeForm
from laplateforme.network.models import DeclaredLink, Organization, PracticeCard
from laplateforme.network.views.doors import in_network
from laplateforme.vocabulary.enums import SupportFunction

ASPECTS = ("collective", "cooperation", "governance", "utility")


@public
@in_network
def practice(request: HttpRequest) -> HttpResponse:
    """Cards side by side, function by function; `?function=` shows one."""
    chosen = request.GET.get("function", "")
    chosen = chosen if chosen in SupportFunction.values else ""
    mine = []
    if request.user.is_authenticated:
        mine = list(
            Organization.objects.of_network(request.network)
            .filter(pk__in=Organization.objects.editable_by(request.user).values("pk"))
            .order_by("name")
        )
    to_write = [
        (one, [(code, SupportFunction(code).label) for code in one.functions if code in SupportFunction.values])
        for one in mine
    ]
    context = {"tables": queries.practice_tables(request.network, chosen), "chosen": chosen, "mine": to_write}
    return render(request, "network/practice.html", context)


@public
@in_network
@signed_in_to_send
@limited("practice-comment", most=20, seconds=600)
@idempotent
def practice_card(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One card with its versions; members of the network read and write comments."""
    card = get_object_or_404(
        PracticeCard.objects.select_related("organization").filter(
            organization__in=Organization.objects.of_network(request.network)
        ),
        pk=pk,
    )
    may_comment = rules.can_comment(request.user, request.network)
    if request.method == "POST" and not may_comment:
        raise Http404
    form = CommentForm(request.POST or None) if may_comment else None
    if form is not None and form.is_bound and form.is_valid():
        actions.comment_practice(card=card, text=form.cleaned_data["text"], by=request.user, at=timezone.now())
        messages.success(request, _("Your comment is published for the members."))
        return redirect(card)
    context = {
        "card": card,
        "versions": list(card.versions.select_related("author").order_by("-number")),
        "comments": list(card.comments.select_related("author").order_by("created_at")) if may_comment else [],
        "may_comment": may_comment,
        "may_edit": rules.can_edit_practice(request.user, card),
        "form": form,
    }
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "network/practice_card.html", context, status=status)


@in_network
def edit_practice(request: HttpRequest, slug: str, function: str) -> HttpResponse:
    organization = get_object_or_404(Organization.objects.editable_by(request.user), slug=slug)
    if function not in SupportFunction.values:
        raise Http404
    card = PracticeCard.objects.filter(organization=organization, function=function).first()
    last = queries.current_version(card) if card else None
    initial = {aspect: getattr(last, aspect) for aspect in ASPECTS} if last else {}
    saved = {**initial, "version": last.number if last else None}
    draft_key = f"practice-{organization.slug}-{function}"[:120]
    form = PracticeForm(request.POST or None, initial=drafts.initial(request, draft_key, PracticeForm, saved))
    if form.is_bound and form.is_valid():
        words = {aspect: form.cleaned_data[aspect] for aspect in ASPECTS}
        try:
            with drafts.forgotten(request.user.pk, draft_key):
                version = actions.save_practice(
                    organization=organization, function=function, by=request.user, at=timezone.now(),
                    expected=form.read_version, **words,
                )  # fmt: skip
        except StaleVersion as stale:
            current = stale.current
            current.version = current.number  # the form counts versions of the card
            return conflict_page(request, form, current, {one: getattr(current, one) for one in ASPECTS}, ASPECTS)
        messages.success(request, _("The card is published."))
        return redirect(version.card)
    context = {
        "form": form,
        **drafts.context(request, draft_key),
        "organization": organization,
        "label": SupportFunction(function).label,
        "card": card,
    }
    return render(request, "network/edit_practice.html", context, status=422 if form.is_bound else 200)


@public
@in_network
@signed_in_to_send
@idempotent
def links(request: HttpRequest) -> HttpResponse:
    """Who usually hands on to whom; each organization declares its own."""
    mine = Organization.objects.none()
    if request.user.is_authenticated:
        mine = Organization.objects.of_network(request.network).filter(
            pk__in=Organization.objects.editable_by(request.user).values("pk")
        )
    editable = set(mine.values_list("pk", flat=True))
    if request.method == "POST" and not editable:
        raise Http404
    form = None
    if editable:
        everyone = Organization.objects.of_network(request.network).order_by("name")
        form = LinkForm(request.POST or None, mine=mine.order_by("name"), all_of_network=everyone)
    if form is not None and form.is_bound and form.is_valid():
        try:
            actions.declare_link(network=request.network, by=request.user, at=timezone.now(), **form.values())
        except actions.UnableToDeclareLink:
            form.add_error("other", _("Both organizations must take part in the network."))
        else:
            messages.success(request, _("The link is declared."))
            return redirect("network:links")
    rows = [
        (
            link,
            (link.said_by_giver and link.from_organization_id in editable)
            or (link.said_by_receiver and link.to_organization_id in editable),
        )
        for link in queries.links_of_network(request.network)
    ]
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "network/links.html", {"links": rows, "form": form}, status=status)


@require_POST
@in_network
def remove_link(request: HttpRequest, pk: UUID) -> HttpResponse:
    ends = DeclaredLink.objects.select_related("from_organization", "to_organization")
    link = get_object_or_404(ends, pk=pk, network=request.network)
    giver = link.said_by_giver and rules.can_edit_organization(request.user, link.from_organization)
    receiver = link.said_by_receiver and rules.can_edit_organization(request.user, link.to_organization)
    if not (giver or receiver):
        raise Http404
    actions.remove_link(link=link, by=request.user, at=timezone.now(), giver=giver, receiver=receiver)
    messages.success(request, _("The link is removed."))
    return redirect("network:links")
