"""Menus, for every template: five public entries, and those of whoever is signed in."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils.translation import gettext as _

from laplateforme.network.rules import LEADS, is_professional, roles_in
from laplateforme.projects.models.desks import KEEPERS


@dataclass(frozen=True)
class Entry:
    """One line of a menu. `is_post`: a button, since it acts."""

    label: str
    url: str
    current: bool = False
    is_post: bool = False


def menus(request: HttpRequest) -> dict[str, Any]:
    """Context of base.html (see docs/components.md)."""
    network = getattr(request, "network", None)
    match = request.resolver_match
    here = match.view_name if match else ""
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    return {
        "menu": desk(user, network, here) if signed_in else public(network, here),
        "account_menu": account() if signed_in else [],
        "footer_links": footer(network, signed_in),
        "house_search_url": reverse("guidance:directory") if network else "",
    }


def entries(here: str, *pairs: tuple[str, str]) -> list[Entry]:
    """Entries of the pages that exist; the one we are on is marked."""
    return list(_entries(get_script_prefix(), here, pairs))


@lru_cache(maxsize=2_000)
def _entries(prefix: str, here: str, pairs: tuple[tuple[str, str], ...]) -> list[Entry]:
    """Looked up once for each network's `prefix`, place and language (that of the labels)."""
    found = []
    for name, label in pairs:
        try:
            found.append(Entry(label, reverse(name), name == here))
        except NoReverseMatch:
            continue
    return found


def public(network: Any, here: str) -> list[Entry]:
    """Five entries at most."""
    if network is None:
        return entries(here, ("portal:networks", _("Choose a network")), ("portal:todo", _("My space")))
    return entries(
        here,
        ("guidance:start", _("Find support")),
        ("portal:agenda", _("Agenda")),
        ("editorial:resources", _("Resources")),
        ("network:about", _("The network")),
        ("portal:todo", _("My space")),
    )


def desk(user: Any, network: Any, here: str) -> list[Entry]:
    """For people of the network at work; a holder keeps the public menu."""
    if network is None or not is_professional(user, network):
        return public(network, here)
    pairs = [
        ("portal:todo", _("To do")),
        ("guidance:directory", _("Directory")),
        ("offers:mine", _("Our offers")),
        ("groups:groups", _("Groups")),
        ("portal:papers", _("Print")),
        ("network:about", _("The network")),
    ]
    roles = roles_in(user, network)
    if user.is_superuser or not roles.isdisjoint(LEADS):
        pairs.insert(3, ("portal:steering", _("Steer")))
    if not roles.isdisjoint(KEEPERS):
        pairs[1:1] = [("projects:mine", _("People")), ("referrals:mine", _("Hand-overs"))]
    return entries(here, *pairs)


def account() -> list[Entry]:
    found = entries("", ("accounts:profile", _("My account")), ("mfa_index", _("Second factor")))
    return [*found, Entry(_("Sign out"), reverse("account_logout"), is_post=True)]


def footer(network: Any, signed_in: bool) -> list[Entry]:
    pairs = [
        ("portal:site_map", _("Site map")),
        ("portal:accessibility", _("Accessibility: not audited yet")),
        ("portal:your_data", _("Your data")),
        ("portal:legal", _("Legal notice")),
        ("portal:help", _("Help")),
    ]
    if network is not None:
        pairs.insert(0, ("guidance:directory", _("All offers")))
        pairs.insert(1, ("offers:chain", _("Who does what")))
        pairs.insert(2, ("guidance:key_questions", _("Questions")))
        pairs.insert(3, ("forum:boards", _("Exchanges")))
        pairs.append(("editorial:writers", _("Writers’ entrance")))
        pairs.insert(4, ("groups:groups", _("Working groups")))
    if signed_in:
        pairs.append(("fairs:occasions", _("Fairs and meetings")))
        pairs.append(("portal:state", _("State of the service")))
    return entries("", *pairs)
