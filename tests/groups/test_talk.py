"""What members say to each other about minutes: theirs from the draft on, also once these are published."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.urls import reverse

from laplateforme.forum import actions as forum
from laplateforme.forum.enums import Readers
from laplateforme.forum.forms import watch
from laplateforme.forum.models import Post, Subscription
from laplateforme.forum.queries.news import news_for
from laplateforme.groups import actions
from laplateforme.groups.enums import ApprovalMode, MinutesStatus
from laplateforme.groups.models import GroupTopic, Minutes
from tests.factories.groups import MeetingFactory
from tests.groups.pages import HERE

pytestmark = pytest.mark.django_db
PAGE = f"{HERE}/reunions/passee/compte-rendu/"
TALK = f"{PAGE}echanges/"
SECRET = "Entre nous : le budget manque & < de moitié"


@pytest.fixture
def minutes(world: Any, noon: datetime, monkeypatch: pytest.MonkeyPatch) -> Minutes:
    monkeypatch.setattr(watch, "QUICKEST_SECONDS", -1)
    world.group.approval = ApprovalMode.AT_ONCE
    world.group.save()
    meeting = MeetingFactory(group=world.group, starts_at=noon, code="passee")
    return actions.open_minutes(meeting=meeting, at=noon, by=world.lead)


def say(client: Any, text: str = SECRET) -> Any:
    return client.post(TALK, {"text": text, "drawn": watch.drawn_now(), "challenge": watch.new_challenge()})


def test_members_talk_about_a_draft_on_its_page(world: Any, as_person: Callable[..., Any], minutes: Minutes) -> None:
    assert say(as_person(world.member)).headers["Location"] == f"{PAGE}#fil"
    assert say(as_person(world.lead), "Je demande à la Région").status_code == 302
    held = GroupTopic.objects.get()
    assert (held.minutes, held.topic.readers, held.topic.posts_count) == (minutes, Readers.OWNER, 2)
    page = as_person(world.lead).get(PAGE).content.decode()
    assert "Entre nous : le budget manque" in page
    assert "Je demande à la Région" in as_person(world.member).get(TALK).content.decode()
    topics = as_person(world.member).get(f"{HERE}/groupes/trajectoires/echanges/").content.decode()
    assert f"/groupes/echanges/{held.topic.code}/" in topics


@pytest.mark.parametrize("status", [MinutesStatus.DRAFT, MinutesStatus.CIRCULATED, MinutesStatus.PUBLISHED])
@pytest.mark.parametrize("who", ["colleague", "holder", "stranger", None])
def test_nobody_else_reads_it_before_or_after_the_publication(
    who: str | None, status: str, world: Any, as_person: Callable[..., Any], minutes: Minutes
) -> None:
    say(as_person(world.member))
    Minutes.objects.update(status=status)
    held = GroupTopic.objects.get()
    client = as_person(getattr(world, who) if who else None)
    for address in (TALK, f"{HERE}/groupes/echanges/{held.topic.code}/"):
        answer = client.get(address)
        assert answer.status_code == (302 if who is None else 404)
        assert "budget" not in answer.content.decode()
    assert say(client).status_code == (302 if who is None else 404)
    assert Post.objects.count() == 1
    assert client.get(HERE + reverse("forum:topic", args=[held.topic.code])).status_code == 404
    page = client.get(PAGE)
    assert page.status_code == (200 if status == MinutesStatus.PUBLISHED else 404)
    assert "budget manque" not in page.content.decode()
    assert TALK not in page.content.decode()


def test_publishing_and_withdrawing_leave_it_with_the_members(
    world: Any, as_person: Callable[..., Any], minutes: Minutes, noon: datetime
) -> None:
    say(as_person(world.member))
    actions.approve(minutes=minutes, at=noon, by=world.lead)
    actions.mark_published(minutes=minutes, at=noon, by=world.lead)
    assert GroupTopic.objects.get().topic.readers == Readers.OWNER
    assert "budget manque" in as_person(world.member).get(PAGE).content.decode()
    assert "budget manque" not in as_person(None).get(f"{HERE}/annuaire/?q=budget").content.decode()


def test_two_who_open_it_talk_in_the_same_thread(world: Any, minutes: Minutes, noon: datetime) -> None:
    topics = {actions.topic_of_minutes(minutes=minutes, at=noon).pk for _ in range(2)}
    assert len(topics) == 1


def test_a_closed_thread_takes_no_more(world: Any, as_person: Callable[..., Any], minutes: Minutes, noon: Any) -> None:
    say(as_person(world.member))
    forum.close_topic(topic=GroupTopic.objects.get().topic, by=world.facilitator, at=noon)
    assert say(as_person(world.lead)).status_code == 404
    assert as_person(world.lead).get(TALK).status_code == 200
    assert "Réagir" not in as_person(world.lead).get(PAGE).content.decode()


def test_there_is_no_talk_without_minutes(world: Any, as_person: Callable[..., Any]) -> None:
    MeetingFactory(group=world.group, code="passee")
    assert as_person(world.lead).get(TALK).status_code == 404


def test_whoever_leaves_hears_no_more_of_it(world: Any, minutes: Minutes, noon: datetime) -> None:
    topic = actions.topic_of_minutes(minutes=minutes, at=noon)
    forum.reply(topic=topic, text="Bonjour", by=world.member, at=noon, follow=True)
    assert Subscription.objects.filter(user=world.member).count() == 1
    actions.leave_group(member=world.membership, at=noon, by=world.lead)
    forum.reply(topic=topic, text="La suite", by=world.lead, at=noon)
    assert list(news_for(noon.replace(year=2031))) == []
