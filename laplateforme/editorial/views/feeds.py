"""Feeds: of the network, of a section, of a keyword."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from laplateforme.core.http import cached_for_anonymous, public
from laplateforme.editorial.enums import FeedFormat
from laplateforme.editorial.models import Keyword, SectionPage
from laplateforme.editorial.queries import feeds
from laplateforme.editorial.queries import pages as found
from laplateforme.network.models import Network


@public
@require_safe
@cached_for_anonymous
def network_feed(request: HttpRequest, kind: str) -> HttpResponse:
    """The newest texts of the whole network."""
    root = found.site_of(request.network)
    intro = root.intro if root else ""
    return _answer(request, kind, _("Resources"), intro, "", feeds.lines_of(_network(request)))


@public
@require_safe
@cached_for_anonymous
def section_feed(request: HttpRequest, path: str, kind: str) -> HttpResponse:
    """The newest texts of a section and of those under it."""
    network = _network(request)
    here = found.page_at(network, path)
    if not isinstance(here, SectionPage):
        raise Http404
    lines = feeds.lines_of(network, section=here)
    return _answer(request, kind, here.title, here.intro, here.inner_path, lines)


@public
@require_safe
@cached_for_anonymous
def keyword_feed(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The newest texts that carry a keyword."""
    here = get_object_or_404(Keyword.objects.of_network(request.network), slug=slug)
    lines = feeds.lines_of(_network(request), keyword=here)
    return _answer(request, kind, here.name, here.description, f"mots-cles/{here.slug}/", lines, "")


def _network(request: HttpRequest) -> Network:
    if request.network is None:
        raise Http404
    return request.network


def _answer(
    request: HttpRequest, kind: str, title: str, description: str, path: str, lines: list[feeds.FeedLine],
    start: str = "ressources/",
) -> HttpResponse:  # fmt: skip
    if kind not in FeedFormat.values:
        raise Http404
    network = _network(request)
    url = f"{network.base_address()}/{start}{path}"
    name = f"{title} — {network.name}"
    channel = feeds.Channel(name, description or name, url, f"{url}flux.{kind}", lines)
    content = feeds.drawn(channel, kind, request.LANGUAGE_CODE)  # type: ignore[attr-defined]
    return HttpResponse(content, content_type=str(FeedFormat.MEDIA_TYPES[kind]))
