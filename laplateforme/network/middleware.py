"""Which network is this page of? Its own host name, or the prefix /r/<slug>/ mounted like a script name."""

from collections.abc import Callable
from copy import copy

from django.http import HttpRequest, HttpResponse
from django.urls import get_script_prefix, set_script_prefix

from laplateforme.core.pages import current_generation
from laplateforme.network.models import Network

PREFIX = "/r/"


class NetworkMiddleware:
    """Sets `request.network` (None on the common page of several networks). reverse() keeps the prefix.

    Networks are few and change rarely: each process keeps them as long as nothing public is written.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.kept: tuple[int, list[Network]] = (0, [])

    def __call__(self, request: HttpRequest) -> HttpResponse:
        networks = self.networks(getattr(request, "generation", None))
        host = request.META.get("HTTP_HOST", "").split(":")[0].lower()
        request.network = next((one for one in networks if one.host and one.host == host), None)  # type: ignore[attr-defined]
        request.networks = networks  # type: ignore[attr-defined]
        before = get_script_prefix()
        if request.network is None and request.path_info.startswith(PREFIX):  # type: ignore[attr-defined]
            slug, _, rest = request.path_info[len(PREFIX) :].partition("/")
            found = next((one for one in networks if one.slug == slug), None)
            if found is not None:
                request.network = found  # type: ignore[attr-defined]
                request.path_info = f"/{rest}"
                set_script_prefix(f"{before.rstrip('/')}{PREFIX}{slug}/")
        if request.network is None and len(networks) == 1:  # type: ignore[attr-defined]
            request.network = networks[0]  # type: ignore[attr-defined]
        try:
            return self.get_response(request)
        finally:
            set_script_prefix(before)

    def networks(self, generation: int | None) -> list[Network]:
        """Copies: a page that changes one in memory must not change it for the next page."""
        generation = current_generation() if generation is None else generation
        if not generation or self.kept[0] != generation:
            found = Network.objects.select_related("lead_organization", "territory").order_by("created_at")
            self.kept = (generation, list(found))
        return [copy(one) for one in self.kept[1]]
