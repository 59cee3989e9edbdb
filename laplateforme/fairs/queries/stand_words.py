"""The words that are read aloud at a stand, and those of a refusal."""

import hashlib
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from laplateforme.network.models import Network, Organization

TEXT_VERSION = "2026-11"
LANGUAGE = "fr"


def reader_name(network: Network, organization: Organization | None) -> str:
    """Who calls back: an organization, or those who run the network."""
    if organization is not None:
        return organization.called
    return _("the team that runs %(network)s") % {"network": network.name}


def words_of_agreement(network: Network, organization: Organization | None) -> str:
    """Said to the person, then asked: do you agree?"""
    with translation.override(LANGUAGE):
        return _(
            "%(reader)s will read your first name, your telephone or e-mail address and what you look for, in order to "
            "call you back. Nobody else. You get a link to confirm, correct or erase all of it; without your yes, "
            "nothing is used after 15 days and all is erased after 30."
        ) % {"reader": _capitalized(reader_name(network, organization))}


def fingerprint(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def _capitalized(text: str) -> str:
    return text[:1].upper() + text[1:]


def said_of(state: str, why: str = "") -> str:
    """What becomes of an envelope, in a sentence."""
    if state == "opened":
        return _("Sent to the network.")
    reasons: dict[str, Any] = {
        "shape": _("This is not an envelope of a stand."),
        "version": _("This envelope was made by a newer version of the stand."),
        "key": _("The key of this stand does not open this envelope, or it was altered on the way."),
        "stand": _("This envelope was made for another stand."),
        "lost": _("The private key of this stand is not on this server."),
        "altered": _("Another envelope came before under the same number."),
        "words": _("There is no contact inside."),
        "means": _("There is neither a telephone number nor an e-mail address inside."),
        "reader": _("The structure that was to call back is no longer in the network."),
        "agreement": _("The person’s agreement is not noted inside."),
        "revoked": _("This phone may no longer send."),
    }
    return _("%(reason)s It is kept, sealed, and the team of the network is told.") % {
        "reason": reasons.get(why, reasons["shape"])
    }
