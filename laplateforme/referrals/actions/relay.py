"""Passing the relay: the person's agreements and the hand-overs in one transaction; a request that becomes one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from laplateforme.accounts.models import User
from laplateforme.core import journal
from laplateforme.guidance.actions import answer_request
from laplateforme.guidance.enums import Means, Situation
from laplateforme.guidance.models import ContactRequest
from laplateforme.guidance.queries.profile import Profile
from laplateforme.network.models import Organization
from laplateforme.offers.models import Offer
from laplateforme.projects.actions import Given, PersonValues, ProjectValues, note_need, open_file, take_consent
from laplateforme.projects.enums import Channel, Light
from laplateforme.projects.models import Holder, Project
from laplateforme.projects.queries.readings import FIRST_NAME, READ
from laplateforme.referrals.actions.sending import Asked, reroute_referral, send_referral
from laplateforme.referrals.models import Referral
from laplateforme.referrals.queries.agreement import Masked, standing_with
from laplateforme.vocabulary.enums import Stage, Theme, Verb

HANDOVER_READ = "hand-over read"


@dataclass(frozen=True)
class Target:
    """Who is asked, by which of its offers."""

    receiver: Organization
    offer: Offer | None = None


@dataclass(frozen=True)
class Relay:
    """All that an adviser says when they hand a project on."""

    theme: str
    targets: Sequence[Target]
    people: Sequence[Holder]
    bundles: Sequence[str]
    channel: str
    why: str


def purpose_of(theme: str) -> str:
    """What an agreement taken with a hand-over is for."""
    return _("find help with: %(theme)s") % {"theme": Theme(theme).label}


def given_of(relay: Relay, target: Target, kept: Sequence[str] = ()) -> Given:
    """What the person agrees to for one receiver. `kept`: what it reads already stays readable."""
    bundles = list(dict.fromkeys([*kept, *relay.bundles]))
    days = settings.LP_REFERRAL_CONSENT_DAYS
    return Given(target.receiver, bundles, purpose_of(relay.theme), relay.channel, days, with_hand_over=True)


def kept_bundles(holder: Holder, project: Project, receiver: Organization, at: datetime) -> list[str]:
    """What this receiver reads already of this person."""
    mine = [one for one in standing_with(project.pk, receiver.pk) if one.holder_id == holder.pk]
    return [code for one in mine if one.light(at) == Light.OPEN for code in one.bundles]


@transaction.atomic
def pass_relay(
    *, project: Project, relay: Relay, by: User, at: datetime, replaces: Referral | None = None
) -> list[Referral]:
    """Takes the agreements that are missing, then asks everybody chosen: all of it or nothing.

    What a receiver may read already is asked of nobody again. Raises UnableToShare, UnableToRefer.
    """
    need = note_need(project=project, theme=relay.theme, at=at)
    sent = []
    for number, target in enumerate(relay.targets):
        for holder in relay.people:
            kept = kept_bundles(holder, project, target.receiver, at)
            if not set(relay.bundles) <= set(kept) or not kept:
                take_consent(holder=holder, project=project, given=given_of(relay, target, kept), by=by, at=at)
        asked = Asked(target.receiver, need, relay.why, target.offer)
        if replaces is not None and number == 0:
            sent.append(reroute_referral(referral=replaces, asked=asked, by=by, at=at))
        else:
            sent.append(send_referral(project=project, asked=asked, by=by, at=at))
    return sent


def record_handover_reading(*, referral: Referral, masked: Masked, by: User | None, at: datetime) -> None:
    """Before the page of a hand-over leaves to its receiver: what was read, of whom; the person sees it."""
    journal.record(
        HANDOVER_READ, at=at, actor_id=by.pk if by else None, subject=referral, network_id=referral.network_id
    )
    if not masked.is_readable:
        return
    for consent in standing_with(referral.project_id, referral.receiver_id):
        if consent.light(at) in (Light.OPEN, Light.MASKED):
            journal.record(
                READ, at=at, actor_id=by.pk if by else None, subject=consent.holder, network_id=referral.network_id,
                organization=str(referral.receiver_id), project=str(referral.project_id), bundles=[FIRST_NAME],
            )  # fmt: skip


@transaction.atomic
def open_from_request(*, request: ContactRequest, organization: Organization, by: User, at: datetime) -> Project:
    """A request for contact becomes a file with its first need, and is answered: the relay can be passed at once.

    Raises UnableToMoveRequest, UnableToKeepFile.
    """
    profile = Profile.from_codes(request.snapshot.profile) if request.snapshot else Profile()
    theme = profile.theme or (request.offer.themes[0] if request.offer and request.offer.themes else "")
    verbs = Situation(profile.situation).verbs if profile.situation else ()
    by_mail = request.means == Means.EMAIL
    email, phone = (request.contact, "") if by_mail else ("", request.contact)
    first, _space, last = request.name.partition(" ")
    project = open_file(
        network=request.network, organization=organization, at=at, by=by,
        person=PersonValues(first, last, email, phone), project=ProjectValues(summary=request.message),
        stage=Verb(verbs[0]).stages[0] if verbs else Stage.IDEA.value, themes=[theme] if theme else [],
    )  # fmt: skip
    answer_request(request=request, by=by, at=at, note=_("A file was opened."))
    return project


CHANNELS = (Channel.SCREEN, Channel.SPOKEN, Channel.LINK, Channel.PAPER)
