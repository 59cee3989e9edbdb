"""What stands around every page: the name of the site, the header, the footer."""

from typing import NamedTuple

from django import template

from laplateforme.core.drawing import Words, drawn_once

register = template.Library()


class Brand(NamedTuple):
    """What the header says of a network."""

    name: str
    is_demo: bool


@register.simple_tag(takes_context=True)
def site_name(context: template.Context) -> str:
    """The name of the network whose page this is, or the product's."""
    network = context.get("network")
    return str(network.name) if network else "LaPlateforme"


@register.simple_tag(takes_context=True)
@drawn_once("components/header.html")
def public_header(context: template.Context) -> Words:
    """The header for whoever is not signed in: without a name or a form, it is the same for all on the same page."""
    network = context.get("network")
    return {
        "network": Brand(str(network.name), network.is_demo) if network else None,
        "network_logo_url": context.get("network_logo_url", ""),
        "is_demo": context.get("is_demo", False),
        "menu": tuple(context.get("menu") or ()),
        "search_url": context.get("house_search_url", ""),
        "account_menu": (),
    }


@register.simple_tag(takes_context=True)
@drawn_once("components/footer.html")
def site_footer(context: template.Context) -> Words:
    """The footer, which says nothing of whoever reads."""
    return {
        "menu": tuple(context.get("menu") or ()),
        "footer_links": tuple(context.get("footer_links") or ()),
        **{name: context.get(name, "") for name in ("as_of", "today", "page_weight")},
    }


@register.simple_tag(takes_context=True)
@drawn_once("components/paper_foot.html")
def paper_foot(context: template.Context, address: str = "") -> Words:
    """What only paper shows: where this page is, as a code and in letters, and of which day it is.

    `address` when the page has a shorter one. Words searched for stay out of it: the code stays small.
    """
    request = context.get("request")
    if not address and request is not None and request.method in {"GET", "HEAD"}:
        address = request.build_absolute_uri(request.path)
    return {"address": address, "day": context.get("as_of") or context.get("today") or ""}
