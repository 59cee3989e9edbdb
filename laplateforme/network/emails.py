"""Who is told what: one message from one thing."""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from laplateforme.core.mail import queue_mail
from laplateforme.core.models import OutgoingMail
from laplateforme.core.signing import sign_link
from laplateforme.network.models import Invitation

INVITATION = "network.invitation"


def invitation_address(invitation: Invitation) -> str:
    """The whole address that the mail holds. It opens a page; a button of that page acts."""
    path = reverse("network:accept_invitation", args=[sign_link(INVITATION, str(invitation.pk))])
    slug = f"/r/{invitation.network.slug}/"
    path = path.removeprefix(slug.rstrip("/")) if path.startswith(slug) else path
    return f"{invitation.network.base_address()}{path}"


def queue_invitation(invitation: Invitation) -> OutgoingMail:
    """Asks to join. The subject names the network, nobody."""
    with translation.override("fr"):
        context = {"invitation": invitation, "address": invitation_address(invitation)}
        return queue_mail(
            to=invitation.email,
            subject=gettext("To confirm: join %(network)s") % {"network": invitation.network.name},
            text=render_to_string("network/email/invitation.txt", context),
        )
