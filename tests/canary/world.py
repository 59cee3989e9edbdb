"""Two mirrored networks; every text field of each holds a token of its own.

`private`: tokens that nobody of the other side may ever see. `public`: what the owners publish; it may be read on
their own pages by anybody, and never on the pages of the other network.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.apps import apps
from django.core.files.base import ContentFile
from django.db import models

from laplateforme.accounts.actions import open_account
from laplateforme.accounts.models import User
from laplateforme.core.journal import record
from laplateforme.core.models import BackgroundJob, Draft, JobStatus, OutgoingMail
from laplateforme.core.signing import sign_link
from laplateforme.exchange.models import ImportBatch, ImportLine, ImportSource
from laplateforme.forum.enums import PostStatus, Readers
from laplateforme.forum.models import Board, Post, Report, Subscription, Topic
from laplateforme.guidance.models import (
    AskedQuestion,
    ContactRequest,
    ExposureCount,
    Gap,
    KeyQuestion,
    RouteSnapshot,
)
from laplateforme.network.models import (
    DeclaredLink,
    DutyPerson,
    Invitation,
    Membership,
    Network,
    Organization,
    Participation,
    PositioningText,
    PracticeCard,
    PracticeComment,
    PracticeVersion,
)
from laplateforme.offers.enums import OfferStatus
from laplateforme.offers.models import Offer, PriceStep, Session
from laplateforme.places.models import Commune, Territory
from laplateforme.projects.models import (
    Consent,
    FormerLead,
    Holder,
    Milestone,
    Need,
    Note,
    Project,
    ProjectDocument,
    StageInterval,
)
from laplateforme.referrals.models import CapacityQuestion, Referral, ReferralEvent, ReferralMessage
from laplateforme.vocabulary.enums import Role
from tests.canary.fair import build_ambassador, build_fairs
from tests.canary.group import build_groups
from tests.canary.site import build_site

NOW = datetime.now(UTC)
# Text that has a form of its own, or that is the same everywhere: labels of options, codes, official names.
FORMED = {"password", "email", "to", "slug", "code", "accent", "language", "siret", "rna", "key", "form", "group_key"}
NOT_OURS = {"places.Region", "places.Department", "places.Epci", "places.Commune", "places.CommuneAlias"}
MACHINERY = {
    *("core.JournalEntry", "core.IdempotencyKey", "core.SearchChange", "core.Generation", "core.Counter"),
    "core.Heartbeat",
    *("places.PlacesEdition", "places.Territory"),
}
# What an organization or a network publishes by itself.
PUBLISHED = {
    *("network.Network", "network.Organization", "network.PositioningText", "network.DutyPerson"),
    *("network.PracticeVersion", "network.DeclaredLink", "offers.Session", "offers.PriceStep"),
}


@dataclass
class Side:
    """One network and all that lives in it."""

    letter: str
    network: Network
    people: dict[str, User] = field(default_factory=dict)
    rows: list[models.Model] = field(default_factory=list)
    private: set[str] = field(default_factory=set)
    public: set[str] = field(default_factory=set)
    values: dict[str, set[str]] = field(default_factory=dict)
    # What whoever holds a link may read, by the beginning of its address, and only in the network it was made for.
    by_link: dict[str, set[str]] = field(default_factory=dict)

    def keep(self, row: Any, *, is_public: bool | None = None) -> Any:
        """Fills every text field of the row with a token and remembers it."""
        label = row._meta.label
        shown = label in PUBLISHED if is_public is None else is_public
        for column in row._meta.fields:
            text = isinstance(column, models.CharField | models.TextField) and not column.choices
            if (
                not text
                or column.name in FORMED
                or isinstance(column, models.FileField | models.URLField | models.EmailField)
            ):
                continue
            token = f"Zq{self.letter}{len(self.private) + len(self.public):04d}kv"
            setattr(row, column.name, token[: column.max_length])
            (self.public if shown else self.private).add(token)
        row.save()
        self.rows.append(row)
        return row


def build_side(letter: str, commune: Commune, other: Commune) -> Side:
    low = letter.lower()
    territory = Territory.objects.create(name=f"Territoire {letter}", slug=f"t-{low}", codes=[commune.area_code])
    network = Network(slug=f"net-{low}", territory=territory, email=f"net-{low}@reseau.example", accent="")
    side = Side(letter, network)
    side.keep(network)
    network.host = None
    network.save()
    organization = Organization(
        slug=f"org-{low}", commune=commune, email=f"org-{low}@structure.example", functions=["WELCOME"]
    )
    organization.coverage = [commune.area_code]
    side.keep(organization)
    second = side.keep(Organization(slug=f"org2-{low}", commune=commune, functions=["HOUSE"]))
    for one in (organization, second):
        side.keep(Participation(network=network, organization=one))
    network.lead_organization = organization
    network.save()
    build_people(side, organization)
    build_words(side, organization, second)
    build_offers(side, organization, commune)
    build_guidance(side, organization, commune)
    build_exchange(side, organization)
    build_site(side, organization)
    build_forum(side)
    build_groups(side, organization)
    build_fairs(side, organization)
    build_files(side, organization, second)
    for person in side.people.values():
        side.private.add(person.email)
    return side


def build_people(side: Side, organization: Organization) -> None:
    low = side.letter.lower()
    for role in Role.values:
        user = open_account(email=f"{role.lower()}-{low}@person.example", at=NOW)
        side.keep(user)
        within = organization if role in Role.IN_ORGANIZATION else None
        Membership.objects.create(user=user, network=side.network, organization=within, role=role)
        side.people[role] = user
    side.keep(
        Invitation(
            network=side.network,
            organization=organization,
            email=f"invited-{low}@person.example",
            role=Role.ADVISER,
            expires_at=NOW + timedelta(days=5),
        )
    )
    side.private.add(f"invited-{low}@person.example")


def build_words(side: Side, organization: Organization, second: Organization) -> None:
    network = side.network
    side.keep(PositioningText(network=network, number=1, signed_date=NOW.date()))
    side.keep(DutyPerson(network=network, organization=organization, starts_date=NOW.date() - timedelta(days=1)))
    card = side.keep(PracticeCard(organization=organization, function="WELCOME"))
    side.keep(PracticeVersion(card=card, number=1, author=side.people[Role.ADVISER]))
    side.keep(PracticeComment(card=card, author=side.people[Role.ADVISER]))
    side.keep(DeclaredLink(network=network, from_organization=organization, to_organization=second, functions=[]))
    owner = side.people[Role.ADVISER]
    side.keep(Draft(owner_id=owner.pk, form=f"offer:{side.letter}", data={"name": [f"ZqDraft{side.letter}kv"]}))
    side.private.add(f"ZqDraft{side.letter}kv")
    side.keep(OutgoingMail(to=owner.email))
    job = BackgroundJob(owner_id=owner.pk, network_id=network.pk, kind="leaflet", status=JobStatus.DONE)
    job.file.save(f"{side.letter}.pdf", ContentFile(f"ZqFile{side.letter}kv".encode()), save=False)
    side.private.add(f"ZqFile{side.letter}kv")
    kind = job.kind
    side.keep(job)
    BackgroundJob.objects.filter(pk=job.pk).update(kind=kind)


def build_offers(side: Side, organization: Organization, commune: Commune) -> None:
    low = side.letter.lower()
    for number, status in enumerate((OfferStatus.PUBLISHED, OfferStatus.DRAFT, OfferStatus.ARCHIVED)):
        offer = Offer(
            organization=organization,
            code=f"of{low}{number}",
            stages=["IDEA", "EMERGENCE"],
            functions=["WELCOME"],
            themes=["MEANING"],
            coverage=[commune.area_code],
            commune=commune,
            capacity_at=NOW,
            checked_at=NOW - timedelta(days=700),
            status=status,
        )
        offer.contact_email = f"offer{number}-{low}@structure.example"
        shown = status == OfferStatus.PUBLISHED
        side.keep(offer, is_public=shown)
        token = f"ZqLay{side.letter}{number}kv"
        (side.public if shown else side.private).add(token)
        offer.lay_words = [token]
        offer.save()
        side.keep(Session(offer=offer, starts_at=NOW + timedelta(days=3 + number)), is_public=shown)
        side.keep(PriceStep(offer=offer, from_month=1, amount=10), is_public=shown)


def build_guidance(side: Side, organization: Organization, commune: Commune) -> None:
    low, network = side.letter.lower(), side.network
    question = side.keep(
        KeyQuestion(network=network, slug=f"question-{low}", stage="IDEA", theme="MEANING"), is_public=True
    )
    side.keep(KeyQuestion(network=network, slug=f"hidden-{low}", theme="LEGAL", is_published=False), is_public=False)
    question.offers.set(Offer.objects.filter(organization=organization, status=OfferStatus.PUBLISHED))
    for _ in range(3):
        asked = AskedQuestion(network=network, theme="MEANING", asked_date=NOW.date(), group_key=f"alike {low}")
        side.keep(asked)
    side.keep(Gap(network=network, theme="FUNDING", stage="IDEA", noted_date=NOW.date(), key_question=question))
    snapshot = RouteSnapshot(network=network, code=f"FENOUIL-{low}", profile={}, content={})
    side.keep(snapshot, is_public=True)
    request = ContactRequest(
        network=network, means="email", contact=f"contact-{low}@person.example", due_at=NOW, organization=organization
    )
    request.status = "routed"
    contact = request.contact
    side.keep(request)
    ContactRequest.objects.filter(pk=request.pk).update(contact=contact)
    side.private.add(contact)
    side.keep(ExposureCount(network=network, organization=organization, day=NOW.date(), eligible=9, shown=3, first=1))


def build_exchange(side: Side, organization: Organization) -> None:
    source = side.keep(ImportSource(network=side.network, organization=organization, mapping={}))
    batch = side.keep(ImportBatch(source=source, asked_by=side.people[Role.FACILITATOR], file_hash="0" * 64))
    line = ImportLine(batch=batch, number=1, action="create", values={"name": f"ZqLine{side.letter}kv"}, messages=[])
    side.private.add(f"ZqLine{side.letter}kv")
    side.keep(line)


def build_forum(side: Side) -> None:
    """A public board, one for the members, one that another room shows; published, held and hidden messages."""
    low = side.letter.lower()
    member = side.people[Role.ADVISER]
    for readers in Readers.values:
        shown = readers == Readers.PUBLIC
        board = side.keep(Board(network=side.network, slug=f"{readers}-{low}", readers=readers), is_public=shown)
        topic = Topic(network=side.network, board=board, code=f"{readers[:3]}{low}", readers=readers, last_post_at=NOW)
        side.keep(topic, is_public=shown)
        Topic.objects.filter(pk=topic.pk).update(place="")
        side.private -= {topic.place}
        side.public -= {topic.place}
        for status in (PostStatus.PUBLISHED, PostStatus.HELD, PostStatus.HIDDEN):
            post = Post(topic=topic, author=None if shown else member, status=status, posted_at=NOW)
            post.author_email = f"post-{readers}-{status}-{low}@person.example"
            side.keep(post, is_public=shown and status == PostStatus.PUBLISHED)
            side.private.add(post.author_email)
        side.keep(Report(post=post, author=member, reason="other", reported_at=NOW))
        side.keep(Subscription(user=member, topic=topic, told_at=NOW))


def build_files(side: Side, organization: Organization, second: Organization) -> None:
    """A person, their project, all that is written of it, and what they let the other organization read."""
    low, by = side.letter.lower(), side.people[Role.ADVISER]
    kept = {"network": side.network, "organization": organization, "last_activity_at": NOW}
    holder = side.keep(Holder(**kept, email=f"holder-{low}@person.example", user=side.people[Role.HOLDER]))
    side.private.add(holder.email)
    project = side.keep(Project(**kept, lead_adviser=by))
    project.holders.add(holder)
    side.keep(StageInterval(project=project, stage="IDEA", starts_at=NOW, noted_by=by))
    former = side.keep(FormerLead(project=project, adviser=side.people[Role.AMBASSADOR], left_at=NOW)).adviser
    paper = ProjectDocument(project=project, author=by, added_at=NOW)
    paper.file.save(f"{low}.txt", ContentFile(f"ZqPaper{side.letter}kv".encode()), save=False)
    side.keep(paper)
    side.private.add(f"ZqPaper{side.letter}kv")
    side.keep(Milestone(project=project, happened_date=NOW.date(), noted_by=by))
    need = side.keep(Need(project=project, theme="PREMISES", noted_at=NOW))
    side.keep(Note(project=project, organization=organization, author=by, written_at=NOW))
    consent = side.keep(
        Consent(
            holder=holder, project=project, sender=organization, receiver=second, bundles=["contact", "project"],
            channel="screen", taken_by=by, starts_at=NOW, ends_at=NOW + timedelta(days=300), lasts_days=300,
            confirmed_at=NOW,
        )
    )  # fmt: skip
    referral = side.keep(
        Referral(
            network=side.network, project=project, need=need, sender=organization, receiver=second, sent_by=by,
            status="sent", asked_at=NOW, sent_at=NOW,
        )
    )  # fmt: skip
    side.by_link["/relais/lien/"] = {holder.first_name, referral.why}
    side.keep(ReferralMessage(referral=referral, kind="question", organization=second, said_at=NOW))
    offer = Offer.objects.filter(organization=organization).first()
    side.keep(
        CapacityQuestion(network=side.network, offer=offer, asker=second, stage="IDEA", theme="PREMISES", asked_at=NOW)
    )
    mine = {holder.first_name, former.name, consent.purpose, referral.answer_words, *build_ambassador(side, holder)}
    side.by_link[f"/mes-partages/{sign_link('projects.own-page', str(holder.pk)).partition(':')[0]}:"] = mine
    record("file read", at=NOW, subject=holder, organization=str(second.pk), bundles=["project"])
    side.rows.append(ReferralEvent.objects.create(referral=referral, kind="moved", after="sent", at=NOW))


def models_without_a_canary(side: Side) -> list[str]:
    """Models of ours of which this world holds no row: a new model has to come in."""
    held = {row._meta.label for row in side.rows} | MACHINERY | NOT_OURS | {"network.Membership"}
    ours = [model for model in apps.get_models() if model.__module__.startswith("laplateforme.")]
    names = {model._meta.label for model in ours if not model.__name__.startswith("Historical")}
    return sorted(names - held)
