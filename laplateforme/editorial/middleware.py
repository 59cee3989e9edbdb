"""An address that somebody kept leads to where the page is today."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from laplateforme.editorial.queries.old import new_address
from laplateforme.editorial.queries.pages import site_of
from laplateforme.editorial.rules import can_write


class OldAddressMiddleware:
    """Looks an address up only once nothing else has answered it. Stands after NetworkMiddleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        network = getattr(request, "network", None)
        if response.status_code != 404 or network is None or request.method not in {"GET", "HEAD"}:
            return response
        query = request.META.get("QUERY_STRING", "")
        address = new_address(network, f"{request.path_info}{f'?{query}' if query else ''}")
        return HttpResponsePermanentRedirect(address) if address else response


class WorkshopMiddleware:
    """Gives the workshop's addresses to those who write in the network; for others they are not there.

    Wagtail's pages are loaded when the first writer enters. Stands after AuthenticationMiddleware.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith("/atelier/"):
            network = getattr(request, "network", None)
            if can_write(request.user, network) and site_of(network) is not None:
                request.urlconf = settings.LP_WORKSHOP_URLCONF  # type: ignore[attr-defined]
        return self.get_response(request)
