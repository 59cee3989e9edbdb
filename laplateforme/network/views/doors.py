"""What most pages of this room begin with."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from laplateforme.network import rules


def in_network(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The page of one network; from the common door of several networks, one chooses first."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.network is None:  # type: ignore[attr-defined]
            return redirect("portal:networks")
        return view(request, *args, **kwargs)

    return inner


def facilitators_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Everybody else meets a page that does not exist."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not rules.is_facilitator(request.user, request.network):  # type: ignore[attr-defined]
            raise Http404
        return view(request, *args, **kwargs)

    return in_network(inner)


def professionals_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For those who work in the network; strangers meet a page that does not exist."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not rules.is_professional(request.user, request.network):  # type: ignore[attr-defined]
            raise Http404
        return view(request, *args, **kwargs)

    return in_network(inner)
