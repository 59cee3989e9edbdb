"""The gate of the workshop: Wagtail's editor for one text at a time, and nothing else of Wagtail.

Whoever does not write in the network never comes here: for them these addresses do not exist (see middleware.py).
For writers the gate opens a short list of pages, and only with things of their own network.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_sameorigin

from laplateforme.core.readonly import allow_writes
from laplateforme.editorial import actions, rules
from laplateforme.editorial.models import ArticlePage, AttachedFile, Picture, SitePage
from laplateforme.editorial.queries import workshop as things
from laplateforme.editorial.queries.pages import site_of

TEXT = {"wagtailadmin_pages:edit", "wagtailadmin_pages:preview_on_edit"}
BROWSE = {"wagtailadmin_choose_page", "wagtailadmin_choose_page_child"}
SEARCH = {"wagtailadmin_choose_page_search"}
LINKS = {"wagtailadmin_choose_page_external_link", "wagtailadmin_choose_page_email_link"}
PICTURES = {f"wagtailimages_chooser:{name}" for name in ("choose", "choose_results", "chosen", "create")}
FILES = {f"wagtaildocs_chooser:{name}" for name in ("choose", "choose_results", "chosen", "create")}
PRESENCE = {"wagtailadmin_editing_sessions:ping", "wagtailadmin_editing_sessions:release"}
TOOLS = {"wagtailadmin_sprite", "wagtailadmin_javascript_catalog"}
ELSEWHERE = {"wagtailadmin_home", "wagtailadmin_explore_root", "wagtailadmin_explore"}
OPEN = TEXT | BROWSE | SEARCH | LINKS | PICTURES | FILES | PRESENCE | TOOLS
View = Callable[..., HttpResponseBase]


def door(request: HttpRequest, number: int = 0, path: str = "") -> HttpResponse:
    """What anybody else finds: the sign-in, then nothing."""
    raise Http404


def gate(view: View) -> View:
    """Opens `view` if it is on the list and what its address names belongs to the network."""

    @csp_update(
        {"script-src": [UNSAFE_INLINE], "style-src": [UNSAFE_INLINE], "frame-src": [SELF], "img-src": ["blob:"]}
    )
    @xframe_options_sameorigin
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        name = request.resolver_match.view_name if request.resolver_match else ""
        if not rules.can_write(request.user, request.network):
            raise Http404
        if name in ELSEWHERE:
            return redirect("editorial:writers")
        if name not in OPEN:
            raise Http404
        if name in BROWSE and not (kwargs.get("parent_page_id") and _is_ours(request, kwargs["parent_page_id"])):
            root = site_of(request.network)
            address = reverse("wagtailadmin_choose_page_child", args=[root.pk])
            return redirect(f"{address}?{request.GET.urlencode()}")
        _only_ours(request, name, kwargs)
        with allow_writes():  # its own machinery: groups, who is at work on a text, sizes of pictures
            actions.sync_groups(user=request.user)
            response = view(request, *args, **kwargs)
            return response.render() if hasattr(response, "render") else response

    return guarded


def _is_ours(request: HttpRequest, number: Any) -> bool:
    return things.page_of(request.network, number) is not None


def _only_ours(request: HttpRequest, name: str, kwargs: dict[str, Any]) -> None:
    """Raises Http404 when the address, or what is sent, names something of another network."""
    if name in TEXT:
        page = things.page_of(request.network, kwargs["page_id"])
        acts = any(one.startswith("action-") for one in request.POST)  # publishing is elsewhere, with our rules
        if not isinstance(page, ArticlePage) or acts or (request.method == "POST" and not _says_ours(request, page)):
            raise Http404
    elif name == "wagtailadmin_editing_sessions:ping" and not _is_ours(request, kwargs["object_id"]):
        raise Http404
    elif name == "wagtailimages_chooser:chosen":
        things.one_of(Picture.objects.of_network(request.network), kwargs["pk"])
    elif name == "wagtaildocs_chooser:chosen":
        things.one_of(AttachedFile.objects.of_network(request.network), kwargs["pk"])


def _says_ours(request: HttpRequest, page: SitePage) -> bool:
    return things.names_only_ours(page, request.network, request.POST, request.FILES)
