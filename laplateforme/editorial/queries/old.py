"""Where an address that is no longer leads today."""

from laplateforme.editorial.models import OldAddress
from laplateforme.editorial.queries.body import address_of
from laplateforme.network.models import Network


def candidates(path: str) -> list[str]:
    """The address as it came, then without the slash at its end, then with its first parameter alone."""
    bare, _, query = path.partition("?")
    found = [path]
    if bare.rstrip("/") != bare and bare != "/":
        found.append(bare.rstrip("/") + (f"?{query}" if query else ""))
    if query:
        found.append(f"{bare}?{query.partition('&')[0]}")
    return list(dict.fromkeys(one[:400] for one in found))


def new_address(network: Network, path: str) -> str:
    """The present address within `network` of what stood at `path`; empty when nothing did. One query."""
    wanted = candidates(path)
    rows = OldAddress.objects.filter(network=network, path__in=wanted).select_related("page", "keyword")
    for old in sorted(rows, key=lambda row: wanted.index(row.path)):
        if old.page is not None:
            if old.page.live and (address := address_of(old.page.url_path, network)):
                return address
        elif old.keyword is not None:
            return old.keyword.get_absolute_url()
        else:
            return old.target
    return ""
