"""The lines of the daily letter: what was reminded, warned of or ended in one round, for whom."""

from collections import defaultdict
from datetime import datetime

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from laplateforme.core.dates import in_words
from laplateforme.core.signing import sign_link
from laplateforme.network.models import Network
from laplateforme.referrals import enums
from laplateforme.referrals.models import Referral, ReferralEvent
from laplateforme.referrals.queries.people import inbox_of, sending_side


def link_of(referral: Referral) -> str:
    """The receiver answers without account: a token that carries an identifier alone, for eight days."""
    return sign_link(enums.ANSWER, str(referral.pk))


Lines = dict[str, list[tuple[str, str]]]
KINDS = (enums.EventKind.REMINDED, enums.EventKind.WARNED)


def letters_of(network: Network, *, since: datetime) -> Lines:
    """By address: (words, path of the page). The receiver is reminded; both sides are warned, and told of an end."""
    ended = ReferralEvent.objects.filter(kind=enums.EventKind.MOVED, after=enums.ReferralStatus.EXPIRED)
    facts = (ReferralEvent.objects.filter(kind__in=KINDS) | ended).filter(at__gte=since, referral__network=network)
    found: Lines = defaultdict(list)
    related = ("referral__receiver", "referral__sender", "referral__network", "referral__sent_by")
    with translation.override("fr"):
        for fact in facts.select_related(*related).order_by("at", "pk"):
            referral = fact.referral
            own, theirs = referral.get_absolute_url(), reverse("referrals:by_link", args=[link_of(referral)])
            words = {
                "reference": referral.reference,
                "receiver": referral.receiver.called,
                "sender": referral.sender.called,
                "day": in_words(referral.sent_at) if referral.sent_at else "",
            }
            if fact.kind == enums.EventKind.MOVED:
                line = _("%(reference)s: no answer from %(receiver)s, it has ended. See what comes next.") % words
                targets = dict.fromkeys(sending_side(referral), own)
            elif fact.kind == enums.EventKind.WARNED:
                line = _("%(reference)s: %(receiver)s has not answered since %(day)s. It ends soon.") % words
                targets = dict.fromkeys(inbox_of(referral.receiver, network), theirs)
                targets |= dict.fromkeys(sending_side(referral), own)
            else:
                line = _("%(reference)s from %(sender)s waits for your answer since %(day)s.") % words
                targets = dict.fromkeys(inbox_of(referral.receiver, network), theirs)
            for to, path in targets.items():
                found[to].append((line, path))
    return dict(found)
