"""Random lives of agreements and of the hand-overs that they are given for, beside a specification written apart."""

import random
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from laplateforme.network.models import Membership, Organization, Participation
from laplateforme.projects import actions
from laplateforme.projects.enums import Channel
from laplateforme.projects.models import Consent, Holder, Project, ProjectDocument
from laplateforme.projects.queries import sheet_for
from laplateforme.referrals import actions as referrals
from laplateforme.referrals.models import Referral
from laplateforme.vocabulary.enums import Role
from tests.factories.projects import Room, agreed, opened, person

DAY = timedelta(days=1)
ENDS = {"declined", "cancelled", "expired", "rerouted", "entered_in_error"}
ANSWERS: list[tuple[Any, dict[str, str]]] = [
    (referrals.decline_referral, {"reason": "full"}),
    (referrals.cancel_referral, {}),
    (referrals.accept_referral, {}),
    (referrals.close_referral, {"outcome": "helped"}),
]


@dataclass
class Row:
    """The specification of one agreement, in plain words of its own."""

    key: Any
    holder: Any
    receiver: Any
    bundles: frozenset[str]
    channel: str
    starts: datetime
    ends: datetime
    is_given: bool
    is_closed: bool = False
    refused_at: datetime | None = None  # withdrawn or refused by the person
    for_relay: bool = False  # ends with the hand-overs that it was given for, if they come to nothing

    def counts(self, at: datetime) -> bool:
        return not self.is_closed and at < self.ends and (self.is_given or at < self.starts + 15 * DAY)

    def worth(self, at: datetime) -> str:
        if self.is_closed or at >= self.ends:
            return "nothing"
        if self.is_given:
            return "all"
        return "first name" if self.channel == Channel.SPOKEN and at < self.starts + 15 * DAY else "nothing"


@dataclass
class Life:
    """A project of two people, two possible readers, and what should be true of them."""

    world: Room
    project: Project
    at: datetime
    dice: random.Random
    rows: list[Row] = field(default_factory=list)
    gone: set[Any] = field(default_factory=set)  # people erased
    left: set[Any] = field(default_factory=set)  # organizations out of the network
    closed: set[Any] = field(default_factory=set)  # users whose membership is closed
    led_until: datetime | None = None  # the adviser of the keeper led the project, until
    is_ambassador: bool = False  # that adviser keeps no files any more
    over: set[Any] = field(default_factory=set)  # hand-overs known to have come to nothing

    @property
    def readers(self) -> list[tuple[Any, Organization]]:
        return [(self.world.reader, self.world.receiver), (self.world.other, self.world.third)]

    def expected(self, user: Any, organization: Organization) -> dict[Any, frozenset[str] | None]:
        """For each person seen: the parts that may be read, None for a first name only."""
        if organization.pk in self.left or user.pk in self.closed:
            return {}
        found: dict[Any, frozenset[str] | None] = {}
        for row in self.rows:
            worth = row.worth(self.at)
            if row.receiver != organization.pk or row.holder in self.gone or worth == "nothing":
                continue
            if worth == "all":
                found[row.holder] = (found.get(row.holder) or frozenset()) | row.bundles
            else:
                found.setdefault(row.holder, None)
        return found

    def seen(self, user: Any) -> dict[Any, frozenset[str] | None]:
        sheet = sheet_for(self.project, user, self.at)
        by_list = set(Holder.objects.visible_to(user, self.at).values_list("pk", flat=True))
        assert Project.objects.visible_to(user, self.at).exists() == (sheet is not None)
        if sheet is None:
            assert by_list == set()
            return {}
        assert {str(key) for key in by_list} == {one.key for one in sheet.people}
        for one in sheet.people:
            assert bool(one.email or one.phone) <= ("contact" in one.bundles)
        shows = any("project" in one.bundles for one in sheet.people)
        assert bool(sheet.name) == shows
        papers = any("documents" in one.bundles for one in sheet.people)
        assert [one.title for one in sheet.documents] == (["Le bail"] if papers and self.papers else [])
        return {one.key: None if one.is_masked else one.bundles for one in sheet.people}

    def expected_of_keeper(self) -> dict[Any, frozenset[str]]:
        """The adviser of the organization that keeps the file: all while they keep files; as its former lead adviser,
        thirty days more while they are still of the organization; then nothing.
        """
        if self.world.adviser.pk in self.closed:
            return {}
        led = self.led_until is not None and self.at < self.led_until + 30 * DAY
        if self.is_ambassador and not led:
            return {}
        people = self.project.holders.exclude(pk__in=self.gone).values_list("pk", flat=True)
        return dict.fromkeys(people, frozenset({"contact", "project", "documents"}))

    def lead(self) -> None:
        """The file changes hands; only who keeps files there may be given it."""
        world, lead = self.world, self.project.lead_adviser_id
        to = world.manager if lead == world.adviser.pk else world.adviser
        try:
            self.project = actions.set_lead(project=self.project, adviser=to, by=world.manager, at=self.at)
        except actions.UnableToKeepFile:
            assert to == world.adviser
            assert self.is_ambassador or world.adviser.pk in self.closed
            return
        if to == world.adviser:
            self.led_until = None
        elif lead == world.adviser.pk:
            self.led_until = self.at

    def role(self) -> None:
        """The adviser does something else in the organization, comes back, leaves, returns."""
        if self.dice.random() < 0.3:
            self.closed ^= {self.world.adviser.pk}
            is_active = self.world.adviser.pk not in self.closed
            Membership.objects.filter(user=self.world.adviser).update(is_active=is_active)
            return
        self.is_ambassador = not self.is_ambassador
        role = Role.AMBASSADOR if self.is_ambassador else Role.ADVISER
        Membership.objects.filter(user=self.world.adviser).update(role=role)

    @property
    def papers(self) -> bool:
        return self.project.documents.exists()

    def step(self) -> None:
        deeds = [self.take, self.take, self.take, self.confirm, self.confirm, self.withdraw, self.refuse, self.wait,
                 self.wait, self.leave, self.come_back, self.member, self.tend, self.lead, self.role,
                 self.join, self.relay, self.relay, self.answer, self.answer]  # fmt: skip
        self.dice.choice(deeds)()
        self.let_go()
        assert self.seen(self.world.adviser) == {str(key): parts for key, parts in self.expected_of_keeper().items()}
        for user, organization in self.readers:
            expected = {str(key): parts for key, parts in self.expected(user, organization).items()}
            assert self.seen(user) == expected

    def take(self) -> None:
        people = list(self.project.holders.known())
        _user, organization = self.dice.choice(self.readers)
        if not people:  # all were silent for too long: somebody takes the project up again
            actions.add_holder(project=self.project, person=person(first_name="Zoé"), at=self.at, by=None)
            values = actions.ProjectValues(name="Repris")
            actions.edit_project(
                project=self.project, expected=None, values=values, by=self.world.adviser, at=self.at
            )  # fmt: skip
            self.project.refresh_from_db()
            return
        if organization.pk in self.left:
            return
        holder = self.dice.choice(people)
        bundles = self.dice.choice([["contact"], ["project"], ["documents"], ["contact", "project"]])
        channel, days = self.dice.choice(list(Channel)), self.dice.choice([5, 30, 365])
        consent = agreed(
            self.project, organization, self.at, bundles=bundles, channel=channel, holder=holder, days=days
        )
        self.taken(consent)

    def taken(self, consent: Consent, *, for_relay: bool = False) -> None:
        """What it replaces is closed; what replaces something given apart is given apart."""
        is_given = consent.channel in (Channel.SCREEN, Channel.PAPER)
        pair = (consent.holder_id, consent.receiver_id)
        older = [row for row in self.rows if (row.holder, row.receiver) == pair and (is_given or not row.is_given)]
        new = Row(consent.pk, *pair, frozenset(consent.bundles), consent.channel, self.at,
                  self.at + timedelta(days=consent.lasts_days), is_given, for_relay=for_relay)  # fmt: skip
        self.replaced(new, older)
        self.rows.append(new)

    def replaced(self, new: Row, older: list[Row]) -> None:
        for row in older:
            new.for_relay &= row.for_relay or not row.counts(self.at)
            row.is_closed = True

    def relay(self) -> None:
        """The project is handed on, to one more or to another than before, with the agreements that are missing."""
        people = list(self.project.holders.known())
        _user, organization = self.dice.choice(self.readers)
        if not people or organization.pk in self.left:
            return
        chosen = self.dice.sample(people, self.dice.randint(1, len(people)))
        relay = referrals.Relay(
            self.dice.choice(["PREMISES", "FUNDING"]), [referrals.Target(organization)], chosen,
            self.dice.choice([["contact"], ["contact", "project"]]), self.dice.choice(list(Channel)), "",
        )  # fmt: skip
        before = set(Consent.objects.values_list("pk", flat=True))
        replaces = self.dice.choice([None, None, *self.open_relays()])
        try:
            referrals.pass_relay(
                project=self.project, relay=relay, by=self.world.adviser, at=self.at, replaces=replaces
            )  # fmt: skip
        except referrals.UnableToRefer:  # one waits for an answer already
            return
        for consent in Consent.objects.exclude(pk__in=before):
            self.taken(consent, for_relay=True)

    def open_relays(self) -> list[Referral]:
        return list(Referral.objects.open().filter(project=self.project).order_by("pk"))

    def answer(self) -> None:
        """One is declined, taken on, taken to its end or taken back; or the night ends what waited too long."""
        found = self.open_relays()
        if not found or self.dice.random() < 0.2:
            referrals.tend_referrals(at=self.at)
            return
        deed, more = self.dice.choices(ANSWERS, (8, 5, 3, 1))[0]  # what ends well keeps its agreement: rarely
        with suppress(referrals.UnableToMoveReferral):
            deed(referral=self.dice.choice(found), by=None, at=self.at, **more)

    def let_go(self) -> None:
        """An organization whose last hand-over came to nothing just now keeps what was given apart, and no more."""
        status = dict(Referral.objects.filter(project=self.project).values_list("pk", "status"))
        receivers = dict(Referral.objects.filter(project=self.project).values_list("pk", "receiver"))
        over = {key for key, one in status.items() if one in ENDS}
        kept = {receivers[key] for key in status if key not in over}
        for receiver in {receivers[key] for key in over - self.over} - kept:
            for row in self.rows:
                row.is_closed |= row.receiver == receiver and row.for_relay
        self.over = over

    def some(self) -> tuple[Row, Consent] | None:
        if not self.rows:
            return None
        row = self.dice.choice(self.rows[-6:])
        return row, Consent.objects.get(pk=row.key)

    def confirm(self) -> None:
        if not (found := self.some()):
            return
        row, consent = found
        waits = not row.is_closed and not row.is_given and self.at < min(row.ends, row.starts + 15 * DAY)
        try:
            actions.confirm_consent(consent=consent, at=self.at)
        except actions.UnableToConfirm:
            assert not waits
            assert row.is_closed or self.at >= row.ends or not row.is_given
            return
        if waits:
            pair = (row.holder, row.receiver)
            self.replaced(row, [one for one in self.rows if (one.holder, one.receiver) == pair and one.is_given])
            row.is_given = True

    def withdraw(self) -> None:
        if found := self.some():
            actions.withdraw_consent(consent=found[1], at=self.at)
            self.no(found[0])

    def refuse(self) -> None:
        if found := self.some():
            actions.refuse_consent(consent=found[1], at=self.at)
            if not found[0].is_given:
                self.no(found[0])

    def no(self, row: Row) -> None:
        if not row.is_closed:
            row.is_closed, row.refused_at = True, self.at

    def join(self) -> None:
        """Two files turn out to be of one person. Whoever reads never reads more than the union before, and where
        both had agreed, never more than either.
        """
        people = list(self.project.holders.known().order_by("created_at"))
        if len(people) < 2 or self.dice.random() < 0.5:
            return
        kept, gone = self.dice.sample(people, 2)
        before = {user.pk: self.expected(user, organization) for user, organization in self.readers}
        actions.join_people(kept=kept, gone=gone, by=self.world.adviser, at=self.at)
        for _user, organization in self.readers:
            self.joined(kept.pk, gone.pk, organization.pk)
        self.gone.add(gone.pk)
        for user, organization in self.readers:
            now = (self.expected(user, organization).get(kept.pk)) or frozenset()
            first, second = (before[user.pk].get(key) for key in (kept.pk, gone.pk))
            assert now <= (first or frozenset()) | (second or frozenset())
            if first and second:
                assert now <= first
                assert now <= second
        actions.add_holder(project=self.project, person=person(first_name="Zoé"), at=self.at, by=None)

    def joined(self, kept: Any, gone: Any, receiver: Any) -> None:
        """Said apart from the code: refusals of either count for both, then the smaller, then the shorter."""
        rows = [row for row in self.rows if row.receiver == receiver and row.holder in (kept, gone)]
        refusals = [row.refused_at for row in rows if row.refused_at is not None]
        standing = [row for row in rows if not row.is_closed]
        for row in standing:
            row.is_closed |= row.is_given and self.at >= row.ends
        given = [row for row in standing if row.is_given and not row.is_closed]
        if len(given) == 2:
            small, large = sorted(given, key=lambda row: (len(row.bundles), row.ends))
            large.is_closed = True
            small.is_closed |= not small.bundles <= large.bundles
        waiting = [row for row in standing if not row.is_given]
        for row in sorted(waiting, key=lambda row: row.holder != kept)[1:]:
            row.is_closed = True
        for row in standing:
            row.is_closed |= any(row.starts <= moment for moment in refusals)
        for row in rows:
            row.holder = kept

    def wait(self) -> None:
        self.at += self.dice.choice([timedelta(hours=5), DAY, 15 * DAY, 200 * DAY])

    def leave(self) -> None:
        _user, organization = self.dice.choice(self.readers)
        Participation.objects.filter(organization=organization).delete()
        self.left.add(organization.pk)

    def come_back(self) -> None:
        for _user, organization in self.readers:
            Participation.objects.get_or_create(network=self.world.network, organization=organization)
        self.left.clear()

    def member(self) -> None:
        user, _organization = self.dice.choice(self.readers)
        is_active = user.pk in self.closed
        Membership.objects.filter(user=user).update(is_active=is_active)
        self.closed ^= {user.pk}

    def tend(self) -> None:
        """The night closes what gives nothing any more, and forgets silent people; it never takes away a right."""
        actions.tend_files(at=self.at)
        for row in self.rows:
            lapsed = not row.is_given and self.at >= row.starts + 15 * DAY
            row.is_closed |= row.receiver in self.left or self.at >= row.ends or lapsed
        self.project.refresh_from_db()
        if self.project.lead_adviser_id is None:  # forgotten with the project
            self.led_until = None
        self.gone = set(Holder.objects.exclude(erased_at=None).values_list("pk", flat=True))
        for row in self.rows:  # who is forgotten has no agreement left that could be confirmed
            row.is_closed |= row.holder in self.gone


def live(world: Room, at: datetime, seed: int, steps: int) -> None:
    project = opened(world, at)
    actions.add_holder(project=project, person=person(first_name="Marc", email="m@porteur.example"), at=at, by=None)
    ProjectDocument.objects.create(project=project, title="Le bail", file="nowhere.pdf", added_at=at)
    life = Life(world, project, at, random.Random(seed))
    for _ in range(steps):
        life.step()
