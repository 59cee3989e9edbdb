"""What is sent to the pages of hand-overs, and what their letters hold."""

import re
from typing import Any

from django.urls import reverse

from laplateforme.core.models import OutgoingMail
from laplateforme.projects.models import Project
from laplateforme.referrals.models import Referral
from tests.factories.accounts import signed_in
from tests.factories.projects import Room, the_holder

WHY = "Elle cherche un local à plusieurs."


def url(world: Room, name: str, *args: Any) -> str:
    """The address of a page of hand-overs."""
    return f"/r/{world.network.slug}{reverse(f'referrals:{name}', args=args)}"


def said(project: Project, offer: Any, deed: str = "send", **more: Any) -> dict[str, Any]:
    """What an adviser sends from the page where a project is passed on."""
    values = {
        "theme": "PREMISES", "offers": [offer.code], "people": [str(the_holder(project).pk)],
        "bundles": ["contact", "project"], "channel": "screen", "why": WHY, "deed": deed,
    }  # fmt: skip
    return values | more


def passed(world: Room, project: Project, offer: Any, **more: Any) -> Referral:
    """The project, passed on by its adviser."""
    signed_in(world.adviser).post(url(world, "relay", project.pk), said(project, offer, **more))
    return Referral.objects.latest("created_at")


def link_in(mail: OutgoingMail) -> str:
    """The way that a letter gives, without the name of the site."""
    found = re.search(r"https?://[^/]+(/r/\S+)", mail.text)
    assert found is not None
    return found[1]
