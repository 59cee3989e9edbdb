"""Who is told what about offers: one message from one thing."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import get_script_prefix, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from laplateforme.core.dates import in_words
from laplateforme.core.signing import LINK_LIFE, sign_link
from laplateforme.network.models import Network
from laplateforme.offers.models import Offer

RECHECK = "offer-recheck"


@dataclass(frozen=True)
class Message:
    subject: str
    text: str


def address_of(network: Network, name: str, *arguments: str) -> str:
    """The whole address of a page, on the network's own door, whatever page one is on."""
    path = reverse(name, args=arguments)
    prefix = get_script_prefix().rstrip("/")
    return network.base_address() + path.removeprefix(prefix)


def recheck_request(offer: Offer, network: Network, *, language: str, at: datetime) -> Message:
    """Asks whether the offer is still right; the link opens it without account."""
    with translation.override(language):
        link = address_of(network, "offers:recheck", sign_link(RECHECK, str(offer.pk)))
        words = {
            "offer": offer.name,
            "organization": offer.organization.called,
            "network": network.name,
            "link": link,
            "checked": in_words(offer.checked_at) if offer.checked_at else "",
            "until": in_words(timezone.localdate(at) + LINK_LIFE),
        }
        lines = [
            _("Hello,"),
            _("The network %(network)s shows your offer “%(offer)s”.") % words,
            _("It was last checked on %(checked)s. Is it still right?") % words
            if offer.checked_at
            else _("Nobody has checked it yet. Is it right?"),
            _("This page opens without account: say that nothing has changed, or correct it at once."),
            link,
            _("The link works until %(until)s. Opening it changes nothing.") % words,
            _("You receive this message because %(organization)s takes part in the network.") % words,
            network.name,
        ]
        return Message(_("To check: your offer “%(offer)s”") % {"offer": offer.name[:60]}, "\n\n".join(lines) + "\n")


def error_report(offer: Offer, network: Network, *, message: str, reply_to: str, language: str) -> Message:
    """A visitor saw something wrong; the owners read their words."""
    with translation.override(language):
        words = {
            "offer": offer.name,
            "edit": address_of(network, "offers:edit", offer.code),
            "reply": reply_to,
            "network": network.name,
        }
        lines = [
            _("Hello,"),
            _("Somebody who read your offer “%(offer)s” thinks that something is wrong:") % words,
            "\n".join(f"> {line}" for line in message.splitlines()),
            _("You can answer them: %(reply)s") % words if reply_to else _("They left no address."),
            _("To correct the offer:") % words + f"\n{words['edit']}",
            network.name,
        ]
        subject = _("To check: an error was reported on “%(offer)s”") % {"offer": offer.name[:60]}
        return Message(subject, "\n\n".join(lines) + "\n")
