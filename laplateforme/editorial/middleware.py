"""An address that somebody kept leads to where the page is today."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from laplateforme.editorial.queries.old import new_address


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
