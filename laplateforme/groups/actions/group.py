"""Groups: opened, changed, named otherwise; who takes part; files and threads."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from laplateforme.accounts.models import User
from laplateforme.core import journal
from laplateforme.core.ids import short_code
from laplateforme.core.search import note_change
from laplateforme.core.text import clean_text, slug_of
from laplateforme.core.versions import save_versioned
from laplateforme.forum.actions import open_topic, stop_topics
from laplateforme.forum.enums import Readers
from laplateforme.forum.models import Topic
from laplateforme.groups import emails
from laplateforme.groups.enums import DocumentKind, MemberRole
from laplateforme.groups.index import KIND, note_decisions
from laplateforme.groups.models import (
    CalendarAddress,
    FormerName,
    GroupDocument,
    GroupMember,
    GroupTopic,
    GuestOrganization,
    Meeting,
    Minutes,
    WorkingGroup,
    Workstream,
)
from laplateforme.groups.queries.words import meeting_title
from laplateforme.network.models import Network, Organization
from laplateforme.places.models import Territory

EDITABLE = (
    *("purpose", "objectives", "status", "programme", "approval", "approval_days", "admission", "admission_days"),
    *("is_public", "is_open", "closed_date"),
)
TAKEN = {"nouveau", "calendrier", "documents", "membres", "chantiers", "admissions", "suivi", "echanges", "imports"}


class UnableToOpenGroup(Exception):
    """A group of this name exists already in the network, or had this name."""


class UnableToAddMember(Exception):
    """This person takes part already."""


@transaction.atomic
def open_group(
    *, network: Network, name: str, at: datetime, by: User | None = None, lead: User | None = None,
    organization: Organization | None = None, slug: str = "", **values: Any,
) -> WorkingGroup:  # fmt: skip
    """A new group, led by `lead` for `organization`. Raises UnableToOpenGroup."""
    name = clean_text(name)
    slug = slug or _address(name)
    if not slug or FormerName.objects.filter(network=network, slug=slug).exists():
        raise UnableToOpenGroup(name)
    try:
        with transaction.atomic():
            group = WorkingGroup.objects.create(network=network, name=name, slug=slug, **_only_editable(values))
    except IntegrityError:
        raise UnableToOpenGroup(name) from None
    if lead is not None:
        add_member(group=group, user=lead, organization=organization, role=MemberRole.LEAD, at=at, by=by, tell=False)
    _record("group opened", group, at, by)
    return group


@transaction.atomic
def edit_group(
    *, group: WorkingGroup, at: datetime, by: User | None = None, expected: int | None = None,
    territories: Iterable[Territory] | None = None, other_networks: Iterable[Network] | None = None, **values: Any,
) -> WorkingGroup:  # fmt: skip
    """Changes what the group says of itself. Raises StaleVersion."""
    for name, value in _only_editable(values).items():
        setattr(group, name, value)
    save_versioned(group, expected)
    if territories is not None:
        group.territories.set(territories)
    if other_networks is not None:
        group.other_networks.set([one for one in other_networks if one.pk != group.network_id])
    _record("group changed", group, at, by)
    return group


@transaction.atomic
def rename_group(*, group: WorkingGroup, name: str, at: datetime, by: User | None = None) -> WorkingGroup:
    """A new name and address; the former address leads on. Raises UnableToOpenGroup."""
    name, slug = clean_text(name), _address(clean_text(name))
    if name == group.name:
        return group
    others = WorkingGroup.objects.filter(network=group.network, slug=slug).exclude(pk=group.pk)
    kept = FormerName.objects.filter(network=group.network, slug=slug)
    if not slug or others.exists() or kept.exclude(group=group).exists():
        raise UnableToOpenGroup(name)
    kept.delete()  # the group takes back a name that it had
    if slug != group.slug:
        FormerName.objects.create(
            group=group, network=group.network, name=group.name, slug=group.slug, ended_date=timezone.localdate(at)
        )
    group.name, group.slug = name, slug
    group.version += 1
    group.save()
    _record("group renamed", group, at, by)
    return group


@transaction.atomic
def add_member(
    *, group: WorkingGroup, user: User, at: datetime, organization: Organization | None = None,
    role: str = MemberRole.MEMBER, by: User | None = None, tell: bool = True, is_named: bool = False,
) -> GroupMember:  # fmt: skip
    """Somebody takes part and, with `tell`, receives all that a newcomer needs. Raises UnableToAddMember."""
    day = timezone.localdate(at)
    try:
        with transaction.atomic():
            member = GroupMember.objects.create(
                group=group, user=user, organization=organization, role=role, joined_date=day, is_named=is_named
            )
    except IntegrityError:
        raise UnableToAddMember(user.pk) from None
    if tell:
        emails.queue_welcome(member, at)
    _record("group joined", group, at, by)
    return member


@transaction.atomic
def change_member(*, member: GroupMember, at: datetime, by: User, **changes: Any) -> GroupMember:
    """Another role or organization; whether the person agrees to be named publicly is theirs to say."""
    for name in ("role", "organization", "is_named"):
        if name in changes:
            setattr(member, name, changes[name])
    member.version += 1
    member.save()
    _record("group member changed", member.group, at, by)
    return member


@transaction.atomic
def leave_group(*, member: GroupMember, at: datetime, by: User) -> None:
    """Ends now; what the person said and promised stays, letters about the group's exchanges stop."""
    member.left_date = timezone.localdate(at)
    member.version += 1
    member.save()
    stop_topics(user=member.user, topics=GroupTopic.objects.filter(group=member.group).values("topic"))
    _record("group left", member.group, at, by)


@transaction.atomic
def invite_institution(
    *, group: WorkingGroup, at: datetime, by: User | None = None, organization: Organization | None = None,
    name: str = "", reason: str = "",
) -> GuestOrganization:  # fmt: skip
    guest = GuestOrganization.objects.create(
        group=group, organization=organization, name=clean_text(name), reason=clean_text(reason)
    )
    _record("institution invited", group, at, by)
    return guest


@transaction.atomic
def open_workstream(
    *, group: WorkingGroup, title: str, horizon: str, at: datetime, text: str = "", by: User | None = None
) -> Workstream:
    stream = Workstream.objects.create(group=group, title=clean_text(title), text=clean_text(text), horizon=horizon)
    _record("workstream opened", group, at, by)
    return stream


@transaction.atomic
def close_workstream(*, stream: Workstream, at: datetime, by: User, is_open: bool = False) -> Workstream:
    stream.is_open = is_open
    stream.version += 1
    stream.save()
    _record("workstream closed", stream.group, at, by)
    return stream


@transaction.atomic
def keep_document(
    *, group: WorkingGroup, title: str, name: str, content: bytes, at: datetime, by: User | None,
    kind: str = DocumentKind.WORK, meeting: Meeting | None = None, is_public: bool = False,
) -> GroupDocument:  # fmt: skip
    """Keeps a file under a name that nobody guesses. The form has looked at what it is."""
    suffix = PurePath(name).suffix.lower()[:8]
    document = GroupDocument(
        group=group, title=clean_text(title)[:160], kind=kind, meeting=meeting, is_public=is_public, author=by,
        file_name=clean_text(PurePath(name).name)[-160:], size=len(content),
    )  # fmt: skip
    document.file.save(f"{short_code(16)}{suffix}", ContentFile(content), save=False)
    document.save()
    _record("group document kept", group, at, by)
    return document


@transaction.atomic
def remove_document(*, document: GroupDocument, at: datetime, by: User) -> None:
    """Takes the file away once the transaction is through."""
    group, file = document.group, document.file
    document.delete()
    transaction.on_commit(lambda: file.delete(save=False))
    _record("group document removed", group, at, by)


@transaction.atomic
def open_group_topic(*, group: WorkingGroup, title: str, at: datetime) -> GroupTopic:
    """A thread that the members of the group read, and nobody else."""
    topic = open_topic(network=group.network, title=title, at=at, readers=Readers.OWNER)
    held = GroupTopic.objects.create(group=group, topic=topic)
    topic.place = f"/groupes/echanges/{topic.code}/"
    topic.save(update_fields=["place"])
    return held


@transaction.atomic
def topic_of_minutes(*, minutes: Minutes, at: datetime) -> Topic:
    """What the members say about minutes, opened by the first who speaks; it stays theirs once these are published."""
    locked = Minutes.objects.select_for_update(of=("self",)).select_related("meeting__group__network")
    minutes = locked.get(pk=minutes.pk)
    held = GroupTopic.objects.filter(minutes=minutes).select_related("topic").first()
    if held is None:
        title = _("About the minutes: %(title)s") % {"title": meeting_title(minutes.meeting)}
        held = open_group_topic(group=minutes.meeting.group, title=title, at=at)
        held.minutes = minutes
        held.save(update_fields=["minutes", "updated_at"])
    return held.topic


@transaction.atomic
def new_calendar_address(*, user: User, network: Network, at: datetime) -> CalendarAddress:
    """A secret address for the person's calendar; the former one answers no more."""
    CalendarAddress.objects.filter(user=user, network=network).delete()
    journal.record("calendar address made", at=at, actor_id=user.pk, network_id=network.pk)
    return CalendarAddress.objects.create(user=user, network=network)


@transaction.atomic
def revoke_calendar_address(*, user: User, network: Network, at: datetime) -> None:
    CalendarAddress.objects.filter(user=user, network=network).delete()
    journal.record("calendar address revoked", at=at, actor_id=user.pk, network_id=network.pk)


def _address(name: str) -> str:
    """The name as addresses write it; never a word that our own pages use."""
    slug = slug_of(name, 72)
    return f"groupe-{slug}" if slug in TAKEN else slug


def _only_editable(values: dict[str, Any]) -> dict[str, Any]:
    unknown = set(values) - set(EDITABLE)
    if unknown:
        raise TypeError(f"not editable: {sorted(unknown)}")
    return {name: clean_text(value) if isinstance(value, str) else value for name, value in values.items()}


def _record(verb: str, group: WorkingGroup, at: datetime, by: User | None) -> None:
    journal.record(verb, at=at, actor_id=by.pk if by else None, subject=group, network_id=group.network_id)
    note_change(KIND, group.pk)
    note_decisions(group=group)
