"""Where an address that is no longer leads today."""

import re

from django.urls import get_script_prefix, reverse

from laplateforme.editorial.models import OldAddress
from laplateforme.editorial.queries.body import address_of
from laplateforme.editorial.spip.addresses import FEED, kept_path, read_address
from laplateforme.network.models import Network

OUR_FEED = re.compile(r"flux\.(?:rss|atom|json)$")


def candidates(path: str) -> list[str]:
    """The address as it came, then without the slash at its end, then with its first parameter alone.

    Last, the one form under which all addresses of a page of a SPIP site are kept.
    """
    bare, _, query = path.partition("?")
    found = [path]
    if bare.rstrip("/") != bare and bare != "/":
        found.append(bare.rstrip("/") + (f"?{query}" if query else ""))
    if query:
        found.append(f"{bare}?{query.partition('&')[0]}")
    if bare.endswith(".html"):
        found.append(bare.removesuffix(".html"))
    if old := read_address(path):
        if old[0] == FEED and old[1]:
            found.insert(0, kept_path("rubrique", old[1]))
        found.append(kept_path(*old))
    return list(dict.fromkeys(one[:400] for one in found))


def new_address(network: Network, path: str) -> str:
    """The present address within `network` of what stood at `path`; empty when nothing did. One query."""
    wanted = candidates(path)
    rows = OldAddress.objects.filter(network=network, path__in=wanted).select_related("page", "keyword")
    old_feed = (read_address(path) or ("", 0))[0] == FEED
    if not rows and (feed := OUR_FEED.search(path)):
        page = new_address(network, path[: feed.start()])
        return f"{page}{feed[0]}" if page else ""
    for old in sorted(rows, key=lambda row: wanted.index(row.path)):
        if old.page is not None:
            if old.page.live and (address := address_of(old.page.url_path, network)):
                return f"{address}flux.rss" if old_feed else address
        elif old.keyword is not None:
            return reverse("editorial:keyword", args=[old.keyword.slug])
        else:
            return f"{get_script_prefix().rstrip('/')}{old.target}"
    return ""
