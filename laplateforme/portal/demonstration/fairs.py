"""Fairs of the demonstration, from the call to the contacts, by the actions of the product, on their days.

What telephones note comes sealed, as in life: the stand has its key, its file and its envelopes.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import uuid4

from django.db import transaction

from laplateforme.accounts.models import User
from laplateforme.core.models import OutgoingMail
from laplateforme.fairs import actions
from laplateforme.fairs.enums import GivenBy
from laplateforme.fairs.models import Contact, Occasion, Slot, StandDevice
from laplateforme.fairs.queries.solicited import draft_of
from laplateforme.fairs.queries.stand import pack_of
from laplateforme.fairs.reading import envelope as envelopes
from laplateforme.guidance.models import KeyQuestion
from laplateforme.network.models import Network, Organization
from laplateforme.places.models import Commune
from laplateforme.portal.demonstration.read import Calendar, Row, rows
from laplateforme.projects.models import Project

Deed = tuple[datetime, Callable[[datetime], object]]
COUNTED_AFTER = (3, 30, 90)  # days: what the nights after a fair do
ERASED_AFTER = 31


@dataclass
class _Fair:
    """One fair as it goes on."""

    row: Row
    network: Network
    calendar: Calendar
    people: dict[str, User]
    lead: User
    occasion: Occasion | None = None
    slots: list[Slot] = field(default_factory=list)
    devices: dict[str, StandDevice] = field(default_factory=dict)
    contacts: dict[str, Contact] = field(default_factory=dict)

    @property
    def known(self) -> Occasion:
        assert self.occasion is not None
        self.occasion.refresh_from_db()
        return self.occasion

    def at(self, hour: float, days: int = 0) -> datetime:
        return self.calendar.moment(self.row["starts_in"] + days, hour)


@transaction.atomic
def load_fairs(calendar: Calendar) -> int:
    """Every deed of every fair, in the order of time. None where there is one already, nor in a demonstration of
    before. All or nothing: stopped in between, the next start makes it whole. Returns how many.
    """
    network = Network.objects.get(slug="calanques")
    projects = {one for fair in rows("fair") for one, *_rest in fair["ambassadors"]}
    found = Project.objects.filter(network=network, name__in=projects)
    if Occasion.objects.filter(network=network).exists() or found.count() < len(projects):
        return 0
    emails = {row["key"]: row["email"] for row in rows("person")}
    by_email = {one.email: one for one in User.objects.filter(email__in=emails.values())}
    people = {key: by_email[email] for key, email in emails.items() if email in by_email}
    before = set(OutgoingMail.objects.values_list("pk", flat=True))
    deeds: list[Deed] = []
    for row in rows("fair"):
        fair = _Fair(row, network, calendar, people, people["nora-delmas"])
        deeds += [*_before(fair), *_there(fair), *_after(fair)]
    for at, do in sorted(deeds, key=lambda deed: deed[0]):
        do(at)
    OutgoingMail.objects.exclude(pk__in=before).delete()  # they left on those days
    return Occasion.objects.filter(network=network).count()


def _before(fair: _Fair) -> list[Deed]:
    """The call: proposed, decided, answered; slots opened and taken."""
    row, ago = fair.row, fair.calendar.ago
    days, decision = row["decided"]
    deeds: list[Deed] = [
        (ago(row["proposed"][0]), lambda at: _propose(fair, at)),
        (ago(days), lambda at: _decide(fair, decision, at)),
    ]
    deeds += [(ago(one), lambda at: _reply(fair, at)) for one in row["answered"]]
    for number, slot in enumerate(row["slots"]):
        deeds += [(ago(one), _taking(fair, number, who)) for who, one in slot[6]]
    for name, called, tells, number, channel, one in row["ambassadors"]:
        deeds.append((ago(one), _telling(fair, name, called, tells, number, channel)))
    return deeds


def _propose(fair: _Fair, at: datetime) -> None:
    row = fair.row
    start, end = row["hours"]
    values = actions.OccasionValues(
        title=row["title"], starts_at=fair.at(start), ends_at=fair.at(end), kind=row["kind"], about=row["about"],
        themes=row["themes"], audiences=row["audiences"], place=row["place"], organizer=row["organizer"],
        commune=Commune.objects.get(pk=row["commune"]), cost=Decimal(row["cost"]),
    )  # fmt: skip
    asked = actions.Solicitation(*row["asked"]) if row["asked"] else None
    made = actions.propose_occasion(
        network=fair.network, values=values, by=fair.people[row["proposed"][1]], at=at, asked=asked
    )  # fmt: skip
    Occasion.objects.filter(pk=made.pk).update(code=row["code"])
    fair.occasion = made


def _decide(fair: _Fair, words: str, at: datetime) -> None:
    occasion = actions.decide_occasion(occasion=fair.known, goes=True, by=fair.lead, at=at, words=words)
    for days, start, end, wanted, for_holders, title, _takers in fair.row["slots"]:
        slot = actions.open_slot(
            occasion=occasion, starts_at=fair.at(start, days), ends_at=fair.at(end, days), by=fair.lead, at=at,
            wanted=wanted, title=title, for_holders=for_holders,
        )  # fmt: skip
        fair.slots.append(slot)


def _reply(fair: _Fair, at: datetime) -> None:
    occasion = fair.known
    text, to = draft_of(occasion, fair.lead), occasion.asked_contact
    actions.answer_solicitation(occasion=occasion, text=text, to=to, by=fair.lead, at=at)


def _taking(fair: _Fair, number: int, who: str) -> Callable[[datetime], object]:
    return lambda at: actions.take_duty(slot=fair.slots[number], by=fair.people[who], at=at)


def _telling(
    fair: _Fair, name: str, called: str, tells: str, number: int, channel: str
) -> Callable[[datetime], object]:  # fmt: skip
    def do(at: datetime) -> None:
        project = Project.objects.get(network=fair.network, name=name)
        holder = project.holders.order_by("created_at", "pk").first()
        assert holder is not None
        actions.ask_ambassador(
            slot=fair.slots[number], holder=holder, called=called, tells=tells, channel=channel,
            by=project.lead_adviser, at=at,
        )  # fmt: skip

    return do


def _there(fair: _Fair) -> list[Deed]:
    """The day itself: the stand is opened, telephones are prepared, contacts come."""
    if not fair.row["contacts"]:
        return []
    start = fair.row["hours"][0]
    deeds: list[Deed] = [(fair.at(start) - timedelta(hours=1), lambda at: _open(fair, at))]
    return deeds + [(fair.at(one[6]), _meeting(fair, one)) for one in fair.row["contacts"]]


def _open(fair: _Fair, at: datetime) -> None:
    occasion = fair.known
    actions.open_stand(occasion=occasion, by=fair.lead, at=at)
    for who in sorted({one[5] for one in fair.row["contacts"] if one[5]}):
        fair.devices[who], _secret = actions.prepare_device(occasion=occasion, by=fair.people[who], at=at)


def _meeting(fair: _Fair, one: list[str]) -> Callable[[datetime], object]:
    """Sealed on the telephone of whoever noted it; or written by the person on their own."""
    first_name, means, question, words, caller, noted_by, *_rest = one

    def do(at: datetime) -> None:
        occasion = fair.known
        if noted_by:
            said = {"first_name": first_name, "means": means, "question": question, "words": words, "caller": caller}
            key = pack_of(occasion, at)["key"]
            sealed = envelopes.seal(
                {**said, "agreed": True, "offers": []}, public=key["public"], stand=occasion.code, key=key["number"],
                identifier=uuid4(), said_at=at.isoformat(),
            )  # fmt: skip
            actions.receive(occasion=occasion, device=fair.devices[noted_by], data=[envelopes.write(sealed)], at=at)
        else:
            email, phone = actions.means_in(means)
            values = actions.ContactValues(
                first_name, email, phone, words, KeyQuestion.objects.of_network(fair.network).get(slug=question), (),
                Organization.objects.filter(slug=caller).first(),
            )  # fmt: skip
            actions.keep_contact(occasion=occasion, values=values, given_by=GivenBy.SCREEN, at=at)
        fair.contacts[first_name] = Contact.objects.get(occasion=occasion, first_name=first_name)

    return do


def _after(fair: _Fair) -> list[Deed]:
    """Confirmed, followed, closed; heard words kept; the three answers; and what each night does."""
    row, now = fair.row, fair.calendar.now
    deeds: list[Deed] = []
    for first_name, *_known, steps in row["contacts"]:
        deeds += [(fair.at(11, days), _step(fair, first_name, deed, words)) for days, deed, words in steps]
    deeds += [(fair.at(12, 2), _hearing(fair, name)) for name in row["heard"]]
    deeds += [(fair.at(18.5, days), _saying(fair, who, words)) for who, days, *words in row["said"]]
    nights = [fair.at(23, days + 1) for days in COUNTED_AFTER]
    deeds += [(night, lambda at: actions.tend_reports(at=at)) for night in nights if night < now]
    erased = fair.at(23, ERASED_AFTER)
    if erased < now:
        deeds.append((erased, lambda at: actions.tend_contacts(at=at)))
    return deeds


def _step(fair: _Fair, first_name: str, deed: str, words: str) -> Callable[[datetime], object]:
    def do(at: datetime) -> None:
        contact = fair.contacts[first_name]
        by = _bearer(fair, contact)
        if deed == "confirm":
            actions.confirm_contact(contact=contact, at=at)
        elif deed == "follow":
            day = (at + timedelta(days=30)).date()
            actions.follow_contact(contact=contact, bearer=by, next_step=words, next_date=day, by=by, at=at)
        elif deed == "file":
            actions.open_file_of(contact=contact, by=by, at=at)
        else:
            actions.close_contact(contact=contact, by=by, at=at)

    return do


def _bearer(fair: _Fair, contact: Contact) -> User:
    """Somebody who reads it: of the structure that calls back, else whoever runs the network."""
    if contact.organization is None:
        return fair.lead
    member = contact.organization.memberships.active().filter(network=fair.network).select_related("user").first()
    return member.user if member else fair.lead


def _hearing(fair: _Fair, first_name: str) -> Callable[[datetime], object]:
    def do(at: datetime) -> None:
        kept = actions.keep_words(contact=fair.contacts[first_name], by=fair.lead, at=at)
        actions.release_words(words=kept, text=kept.text, by=fair.lead, at=at)

    return do


def _saying(fair: _Fair, who: str, words: list[str]) -> Callable[[datetime], object]:
    worked, missing, change = words
    return lambda at: actions.answer_three(
        occasion=fair.known, worked=worked, missing=missing, change=change, by=fair.people[who], at=at
    )
