"""The words that a person hears or reads before agreeing: about sixty, the same everywhere, with a version."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from laplateforme.core.dates import in_words
from laplateforme.network.models import Organization
from laplateforme.projects.enums import Bundle

TEXT_VERSION = "2026-11"  # changes whenever a word of `consent_words` does


def bundle_words(bundles: Sequence[str]) -> str:
    """ "your name and how to reach you and your project"."""
    said = {
        Bundle.CONTACT.value: _("your name and how to reach you"),
        Bundle.PROJECT.value: _("your project and its needs"),
        Bundle.DOCUMENTS.value: _("the documents of your project"),
    }
    chosen = [words for code, words in said.items() if code in bundles]
    return _(" and ").join([", ".join(chosen[:-1]), chosen[-1]]) if len(chosen) > 1 else "".join(chosen)


def consent_words(
    *, sender: Organization, receiver: Organization, bundles: Sequence[str], purpose: str, until: date | datetime
) -> str:
    """What is read aloud, in the language of the page. It names no person."""
    return _(
        "With your agreement, %(receiver)s reads %(bundles)s. What for: %(purpose)s. Nobody else reads them. "
        "This lasts until %(until)s at most. You may withdraw your agreement at any moment, on your page or with "
        "%(sender)s. Every reading is noted. If you refuse, we help you just the same. "
        "Do you agree?"
    ) % {
        "receiver": receiver.name,
        "bundles": bundle_words(bundles),
        "purpose": purpose.rstrip(" .") or _("to help you"),
        "until": in_words(until),
        "sender": sender.name,
    }


def text_version() -> str:
    """The version of the words in the present language."""
    return f"{TEXT_VERSION}-{(get_language() or 'fr')[:2]}"


def fingerprint(text: str) -> str:
    """SHA-256 of the words."""
    return hashlib.sha256(text.encode()).hexdigest()
