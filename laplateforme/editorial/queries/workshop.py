"""What the gate of the workshop asks: whose is this page, this picture, and what does a text that is sent name?"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404
from wagtail.models import Page

from laplateforme.editorial.models import AttachedFile, EventPage, Picture, SitePage
from laplateforme.editorial.queries.body import named_in
from laplateforme.network.models import Network


def page_of(network: Network | None, number: Any) -> SitePage | None:
    """The page of that number, in the tree of this network."""
    if network is None or not str(number).isdigit() or len(str(number)) > 12:
        return None
    page = Page.objects.filter(pk=number, url_path__startswith=f"/{network.slug}/").first()
    found = page.specific if page is not None else None
    return found if isinstance(found, SitePage) else None


def one_of(rows: QuerySet[Any], key: Any) -> Any:
    """The row of that key; raises Http404, also for a key that cannot be one."""
    found = rows.filter(pk=key).first() if str(key).isdigit() and len(str(key)) <= 12 else None
    if found is None:
        raise Http404
    return found


def names_only_ours(page: SitePage, network: Network | None, data: Any, files: Any) -> bool:
    """Whether every picture, file, date and page that a sent text names is of this network.

    Asked before the editor reads the text: its answer would show the title of whatever is named.
    """
    block = page._meta.get_field("body").stream_block  # type: ignore[union-attr]
    try:
        named = named_in(block.get_prep_value(block.value_from_datadict(data, files, "body")))
    except (ValueError, TypeError, KeyError, AttributeError, ValidationError):
        return False  # nothing that the editor sends
    pictures = named.links.pictures
    if data.get("picture"):
        if not data["picture"].isdigit():
            return False
        pictures = pictures | {int(data["picture"])}
    pages = Page.objects.filter(url_path__startswith=f"/{network.slug}/") if network else Page.objects.none()
    asked = (
        (Picture.objects.of_network(network), pictures),
        (AttachedFile.objects.of_network(network), named.links.files),
        (EventPage.objects.of_network(network), named.events),
        (pages, named.links.pages),
    )
    return all(rows.filter(pk__in=keys).count() == len(keys) for rows, keys in asked if keys)
