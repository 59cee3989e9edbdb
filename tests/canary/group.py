"""The working groups of one side: a public one and a hidden one, each with meetings, minutes and promises."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile

from laplateforme.forum.enums import PostStatus, Readers
from laplateforme.forum.models import Post, Topic
from laplateforme.groups.models import (
    Action,
    Admission,
    AdmissionVoice,
    AgendaItem,
    Attendance,
    CalendarAddress,
    Correction,
    DateAnswer,
    DateOption,
    Decision,
    FormerName,
    GroupDocument,
    GroupMember,
    GroupTopic,
    GuestOrganization,
    Meeting,
    Minutes,
    MinutesImport,
    WorkingGroup,
    Workstream,
)
from laplateforme.network.models import Organization
from laplateforme.vocabulary.enums import Role

NOW = datetime.now(UTC)


def build_groups(side: Any, organization: Organization) -> None:
    for shown in (True, False):
        _build(side, organization, shown=shown)
    address = CalendarAddress(user=side.people[Role.ADVISER], network=side.network)
    address.save()
    side.private.add(address.token)
    side.rows.append(address)


def _build(side: Any, organization: Organization, *, shown: bool) -> None:
    """Of a public group anybody reads the purpose, the published minutes and what is in them; nothing else."""
    low = f"{side.letter.lower()}{'p' if shown else 'h'}"
    today = NOW.date()
    group = WorkingGroup(network=side.network, slug=f"groupe-{low}", is_public=shown)
    group = side.keep(group, is_public=shown)
    side.keep(FormerName(group=group, network=side.network, slug=f"ancien-{low}", ended_date=today), is_public=shown)
    member = side.keep(
        GroupMember(group=group, user=side.people[Role.ADVISER], organization=organization, joined_date=today)
    )
    side.keep(GuestOrganization(group=group), is_public=shown)
    side.keep(Workstream(group=group), is_public=shown)
    for number, published in enumerate((True, False), 1):
        _meeting(side, group, member, f"{low}{number}", number, shown=shown and published)
    _talk(side, group, member, f"gt{low}")
    admission = Admission(group=group, user=side.people[Role.WRITER], mode="consent", asked_at=NOW)
    admission.closes_at = NOW + timedelta(days=9)
    side.keep(admission)
    side.keep(AdmissionVoice(admission=admission, member=member, voice="agree"))
    token = f"ZqImp{side.letter}{low}kv"
    side.private.add(token)
    side.keep(MinutesImport(group=group, author=member.user, content={"title": token}))


def _talk(side: Any, group: Any, member: Any, code: str, minutes: Minutes | None = None) -> None:
    """What members say among themselves, also about minutes that anybody reads."""
    topic = Topic(network=side.network, code=code, readers=Readers.OWNER, last_post_at=NOW)
    side.keep(topic)
    Topic.objects.filter(pk=topic.pk).update(place="")
    side.keep(Post(topic=topic, author=member.user, status=PostStatus.PUBLISHED, posted_at=NOW))
    side.keep(GroupTopic(group=group, topic=topic, minutes=minutes))


def _meeting(side: Any, group: Any, member: Any, low: str, number: int, *, shown: bool) -> None:
    meeting = Meeting(group=group, number=number, code=f"reu{low}", status="held" if number == 1 else "poll")
    meeting.starts_at = NOW - timedelta(days=3) if number == 1 else None
    side.keep(meeting, is_public=shown)
    option = side.keep(DateOption(meeting=meeting, starts_at=NOW + timedelta(days=number)))
    side.keep(DateAnswer(option=option, member=member, answer="yes"))
    item = side.keep(AgendaItem(meeting=meeting, position=1), is_public=shown)
    AgendaItem.objects.filter(pk=item.pk).update(about_path="")
    for named in (True, False):
        row = Attendance(meeting=meeting, presence="present", is_named=named and shown)
        side.keep(row, is_public=shown)
        if not row.is_named:
            side.public.discard(row.name)
            side.private.add(row.name)
    minutes = Minutes(meeting=meeting, status="published" if number == 1 else "circulated", keywords=[])
    side.keep(minutes, is_public=shown)
    Minutes.objects.filter(pk=minutes.pk).update(place="", published_at=NOW if number == 1 else None)
    _talk(side, group, member, f"mt{low}", minutes)
    side.keep(Correction(minutes=minutes, item=item, author=member.user))
    for kind in (Decision, Action):
        made = side.keep(kind(group=group, meeting=meeting, item=item), is_public=shown)
        kind.objects.filter(pk=made.pk).update(about_path="")
        side.public.discard(made.bearer_name)
        side.private.add(made.bearer_name)
    word = f"ZqDoc{side.letter}{low}kv"
    document = GroupDocument(group=group, meeting=meeting, is_public=shown, author=member.user)
    document.file.save(f"{low}.txt", ContentFile(word.encode()), save=False)
    (side.public if shown else side.private).add(word)
    side.keep(document, is_public=shown)
