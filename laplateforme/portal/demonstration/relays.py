"""Hand-overs of the demonstration, in every state: what advisers, receivers and people do, on their days.

Needs the search index, since a refusal looks for somebody else as it does in life.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from laplateforme.accounts.models import User
from laplateforme.core.models import OutgoingMail
from laplateforme.network.models import Network
from laplateforme.offers.models import Offer
from laplateforme.portal.demonstration.read import Calendar, Row, rows
from laplateforme.projects.actions import confirm_consent, refuse_consent, withdraw_consent
from laplateforme.projects.models import Consent, Project
from laplateforme.projects.models.desks import KEEPERS
from laplateforme.referrals import actions
from laplateforme.referrals.models import Referral

MOST_WAITING_TO_BE_TOLD = 4  # days: receivers of these are told when the worker of the demonstration begins


@dataclass
class _Story:
    """One hand-over as it goes on."""

    row: Row
    project: Project
    offer: Offer
    calendar: Calendar
    reader: User | None
    referral: Referral | None = None


@transaction.atomic
def load_relays(calendar: Calendar) -> int:
    """Every deed of every hand-over, in the order of time. Returns how many hand-overs were made.

    None where there are some already, nor in a demonstration of before, which has not the projects.
    """
    network = Network.objects.get(slug="calanques")
    projects = {
        one.name: one
        for one in Project.objects.filter(network=network).select_related("network", "organization", "lead_adviser")
    }
    needed = {row["project"] for row in rows("relay")}
    if Referral.objects.filter(network=network).exists() or not needed <= projects.keys():
        return 0
    codes = {row["key"]: row["code"] for row in rows("offer")}
    offers = {one.code: one for one in Offer.objects.of_network(network).select_related("organization")}
    before = set(OutgoingMail.objects.values_list("pk", flat=True))
    deeds: list[tuple[float, int, Callable[[datetime], None]]] = []
    for number, row in enumerate(rows("relay")):
        offer = offers[codes[row["offer"]]]
        desk = offer.organization.memberships.active().filter(network=network, role__in=KEEPERS).first()
        story = _Story(row, projects[row["project"]], offer, calendar, desk.user if desk else None)
        deeds.append((row["days_ago"], number, _sent(story)))
        for days, deed, first, second in row["then"]:
            deeds.append((days, number, _deed(story, deed, first, second, offers, codes)))
    in_order = sorted(deeds, key=lambda one: (-one[0], one[1]))
    for days, _number, do in in_order:
        if days:
            do(calendar.ago(days))
    # What the worker would have sent on those days has left long ago; what is of today leaves now.
    OutgoingMail.objects.exclude(pk__in=before).delete()
    for days, _number, do in in_order:
        if not days:
            do(calendar.now)
    return Referral.objects.filter(network=network).count()


def _sent(story: _Story) -> Callable[[datetime], None]:
    def do(at: datetime) -> None:
        row = story.row
        people = list(story.project.holders.known())
        relay = actions.Relay(
            row["theme"], [actions.Target(story.offer.organization, story.offer)], people, ["contact", "project"],
            row["channel"], row["why"],
        )  # fmt: skip
        by = story.project.lead_adviser
        assert by is not None
        (story.referral,) = actions.pass_relay(project=story.project, relay=relay, by=by, at=at)
        is_told = story.referral.sent_at is not None and all(step[1] != "undo" for step in row["then"])
        if is_told and row["days_ago"] > MOST_WAITING_TO_BE_TOLD:
            Referral.objects.filter(pk=story.referral.pk).update(told_at=at + timedelta(seconds=11))

    return do


def _deed(
    story: _Story, deed: str, first: str, second: str, offers: dict[str, Offer], codes: dict[str, str]
) -> Callable[[datetime], None]:  # fmt: skip
    def do(at: datetime) -> None:
        assert story.referral is not None
        kept: dict[str, Any] = {"referral": story.referral, "at": at}
        theirs = {**kept, "by": story.reader}
        ours = {**kept, "by": story.project.lead_adviser}
        consent = Consent.objects.filter(project=story.project, receiver=story.offer.organization).latest("starts_at")
        steps: dict[str, Callable[[], object]] = {
            "see": lambda: actions.see_referral(**theirs),
            "accept": lambda: actions.accept_referral(**theirs, words=first),
            "start": lambda: actions.start_referral(**theirs),
            "decline": lambda: actions.decline_referral(**theirs, reason=first, words=second),
            "question": lambda: actions.ask_about(**theirs, text=first),
            "reply": lambda: actions.reply_about(**ours, text=first),
            "date": lambda: actions.propose_date(**theirs, starts_at=story.calendar.moment(int(first), 14)),
            "close": lambda: actions.close_referral(**theirs, outcome=first),
            "person": lambda: actions.say_outcome(**kept, outcome=first),
            "cancel": lambda: actions.cancel_referral(**ours),
            "undo": lambda: actions.cancel_referral(**ours),
            "expire": lambda: actions.tend_referrals(at=at),
            "confirm": lambda: confirm_consent(consent=consent, at=at),
            "refuse": lambda: refuse_consent(consent=consent, at=at),
            "withdraw": lambda: withdraw_consent(consent=consent, at=at),
            "reroute": lambda: _rerouted(story, offers[codes[first]], at),
        }
        steps[deed]()

    return do


def _rerouted(story: _Story, offer: Offer, at: datetime) -> None:
    assert story.referral is not None
    by = story.project.lead_adviser
    assert by is not None
    people = list(story.project.holders.known())
    relay = actions.Relay(
        story.row["theme"], [actions.Target(offer.organization, offer)], people, ["project"], "screen",
        story.row["why"],
    )  # fmt: skip
    actions.pass_relay(project=story.project, relay=relay, by=by, at=at, replaces=story.referral)
