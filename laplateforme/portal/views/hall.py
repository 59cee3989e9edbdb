"""The first page, the list of networks, what waits, the state of the service."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from laplateforme.core.http import cached_for_anonymous, public
from laplateforme.network.models import Network
from laplateforme.network.queries import duty_now, memberships_of, networks_serving
from laplateforme.network.rules import is_administrator, is_facilitator, is_professional
from laplateforme.portal.forms import WhereForm
from laplateforme.portal.queries import home_of, lights, todo_of


@public
@cached_for_anonymous
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first page of the network; where several share the address, the choice of one."""
    if request.network is None:  # type: ignore[attr-defined]
        return networks(request)
    context = {"home": home_of(request.network, timezone.now())}  # type: ignore[attr-defined]
    return render(request, "portal/home.html", context)


@public
@require_safe
def networks(request: HttpRequest) -> HttpResponse:
    """Which network serves a commune? Without an answer, all of them."""
    form = WhereForm(request.GET or None)
    serving = None
    if form.is_bound and form.is_valid():
        serving = networks_serving(form.cleaned_data["commune"])
        if len(serving) == 1:
            return redirect(serving[0].base_address() + "/")
    found = Network.objects.published().select_related("territory").order_by("name")
    return render(request, "portal/networks.html", {"form": form, "networks": found, "serving": serving})


@require_safe
def todo(request: HttpRequest) -> HttpResponse:
    """The first page of whoever signs in. Where the address names no network, that of their first role."""
    network = request.network  # type: ignore[attr-defined]
    mine = memberships_of(request.user)
    if mine and network not in [membership.network for membership in mine] and not request.user.is_superuser:
        return redirect(f"{mine[0].network.base_address()}/a-faire/")
    found = todo_of(request.user, network, timezone.now())
    duty = duty_now(network, timezone.localdate()) if network else None
    context = {
        "todo": found,
        "memberships": mine,
        "duty": duty,
        "is_professional": is_professional(request.user, network),
        "lights": lights(timezone.now()) if is_administrator(request.user, network) else [],
    }
    return render(request, "portal/todo.html", context)


@require_safe
def steering(request: HttpRequest) -> HttpResponse:
    """All that a facilitator may open, in one list."""
    if not is_facilitator(request.user, request.network):  # type: ignore[attr-defined]
        raise Http404
    return render(request, "portal/steering.html")


@require_safe
def state(request: HttpRequest) -> HttpResponse:
    """Is all well? For people of the network."""
    mine = memberships_of(request.user)
    if not mine and not request.user.is_superuser:
        raise Http404
    return render(request, "portal/state.html", {"lights": lights(timezone.now())})
