"""Keywords, authors, and addresses that moved."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from laplateforme.accounts.models import User
from laplateforme.core import journal
from laplateforme.core.text import slug_of
from laplateforme.editorial.models import Author, Keyword, KeywordGroup, OldAddress
from laplateforme.network.models import Network, Organization


@transaction.atomic
def create_keyword_group(
    *, network: Network, name: str, at: datetime, by: User | None = None, position: int = 100, origin: str = ""
) -> KeywordGroup:
    """Gives back the group of that name where there is one."""
    slug = slug_of(name) or "mots"
    group, made = KeywordGroup.objects.get_or_create(
        network=network, slug=slug, defaults={"name": name[:80], "position": position, "origin": origin}
    )
    if made:
        _record("keyword group created", group, network, by, at)
    return group


@transaction.atomic
def create_keyword(
    *, group: KeywordGroup, name: str, at: datetime, by: User | None = None, description: str = "", origin: str = ""
) -> Keyword:
    """Gives back the network's keyword of that name where there is one, whatever its group."""
    keyword, made = Keyword.objects.get_or_create(
        network_id=group.network_id,
        slug=slug_of(name) or "mot",
        defaults={"group": group, "name": name[:80], "description": description[:600], "origin": origin},
    )
    if made:
        _record("keyword created", keyword, group.network, by, at)
    return keyword


@transaction.atomic
def create_author(
    *, network: Network, name: str, at: datetime, by: User | None = None, organization: Organization | None = None,
    user: User | None = None, is_named: bool = False, origin: str = "",
) -> Author:  # fmt: skip
    """Somebody who signs; named to the public only if they agreed."""
    author = Author.objects.create(
        network=network, name=name[:120], organization=organization, user=user, is_named=is_named, origin=origin
    )
    _record("author created", author, network, by, at)
    return author


@transaction.atomic
def keep_old_addresses(addresses: Iterable[OldAddress]) -> int:
    """Addresses that lead elsewhere from now on; the last word about an address counts. Returns how many."""
    rows = list(addresses)
    OldAddress.objects.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["network", "path"],
        update_fields=["page", "keyword", "target", "origin"],
    )
    return len(rows)


def _record(verb: str, thing: Keyword | KeywordGroup | Author, network: Network, by: User | None, at: datetime) -> None:
    journal.record(verb, at=at, actor_id=by.pk if by else None, subject=thing, network_id=network.pk)
