"""What becomes of a message."""

from datetime import timedelta

import pytest

from laplateforme.core.models import OutgoingMail
from laplateforme.forum import actions
from laplateforme.forum.enums import ALLOWED_MOVES, PostStatus, Readers
from laplateforme.forum.models import Post, Report, Subscription, Topic
from tests.factories.forum import PostFactory, TopicFactory

pytestmark = pytest.mark.django_db
SIGNATURE = ("Sam", "sam@courriel.example")


def topic_of(world, **more) -> Topic:
    return TopicFactory(board=world.public, last_post_at=None, **more)


def test_a_colleague_is_shown_at_once_and_the_thread_counts(world, noon) -> None:
    topic = topic_of(world)
    post = actions.reply(topic=topic, text="  Bonjour\u202e. ", by=world.adviser, at=noon)
    topic.refresh_from_db()
    assert (post.status, post.text) == (PostStatus.PUBLISHED, "Bonjour.")
    assert (topic.posts_count, topic.last_post_at) == (1, noon)


def test_the_first_message_of_a_person_is_held_and_the_next_ones_are_not(world, noon) -> None:
    topic = topic_of(world)
    first = actions.reply(topic=topic, text="Un", by=world.holder, at=noon)
    assert first.status == PostStatus.HELD
    topic.refresh_from_db()
    assert topic.posts_count == 0
    actions.publish_post(post=first, by=world.facilitator, at=noon)
    assert actions.reply(topic=topic, text="Deux", by=world.holder, at=noon).status == PostStatus.PUBLISHED


def test_a_message_full_of_links_is_held_whoever_writes(world, noon) -> None:
    text = "http://a.example http://b.example http://c.example"
    assert actions.reply(topic=topic_of(world), text=text, by=world.adviser, at=noon).status == PostStatus.HELD


def test_whoever_has_no_account_confirms_by_mail_then_waits_once(world, noon) -> None:
    topic = topic_of(world)
    post = actions.reply(topic=topic, text="Un", signature=SIGNATURE, at=noon)
    mail = OutgoingMail.objects.get()
    assert (post.status, mail.to, mail.subject) == (PostStatus.UNCONFIRMED, SIGNATURE[1], "À confirmer : votre message")
    assert "Sam" not in mail.text
    assert actions.confirm_post(post=post, at=noon).status == PostStatus.HELD
    assert actions.confirm_post(post=post, at=noon).status == PostStatus.HELD
    actions.publish_post(post=post, by=world.facilitator, at=noon)
    again = actions.reply(topic=topic, text="Deux", signature=SIGNATURE, at=noon)
    assert actions.confirm_post(post=again, at=noon).status == PostStatus.PUBLISHED


def test_nothing_is_added_to_a_closed_thread(world, noon) -> None:
    topic = topic_of(world)
    actions.close_topic(topic=topic, by=world.facilitator, at=noon)
    with pytest.raises(actions.UnableToPost):
        actions.reply(topic=topic, text="Trop tard", by=world.adviser, at=noon)
    assert Post.objects.count() == 0
    actions.close_topic(topic=topic, by=world.facilitator, at=noon, is_open=True)
    assert actions.reply(topic=topic, text="À temps", by=world.adviser, at=noon).pk


@pytest.mark.parametrize("before", PostStatus)
def test_moves_follow_the_table(before, world, noon) -> None:
    deeds = {
        PostStatus.PUBLISHED: actions.publish_post, PostStatus.HIDDEN: actions.hide_post,
        PostStatus.REFUSED: actions.refuse_post,
    }  # fmt: skip
    for to, deed in deeds.items():
        post = PostFactory(topic=topic_of(world), status=before)
        if to in ALLOWED_MOVES[before]:
            assert deed(post=post, by=world.facilitator, at=noon).status == to
        else:
            with pytest.raises(actions.UnableToMovePost):
                deed(post=post, by=world.facilitator, at=noon)


def test_a_message_taken_back_leaves_no_word(world, noon) -> None:
    topic = topic_of(world)
    post = actions.reply(topic=topic, text="Je regrette", by=world.adviser, at=noon)
    actions.take_back_post(post=post, by=world.adviser, at=noon)
    post.refresh_from_db()
    topic.refresh_from_db()
    assert (post.text, post.status, topic.posts_count, topic.last_post_at) == ("", PostStatus.HIDDEN, 0, None)


def test_a_reader_reports_once_and_hiding_closes_the_report(world, noon) -> None:
    post = PostFactory(topic=topic_of(world))
    for _ in range(2):
        actions.report_post(post=post, by=world.holder, reason="person", words="mon nom", at=noon)
    assert Report.objects.count() == 1
    actions.hide_post(post=post, by=world.facilitator, at=noon)
    assert Report.objects.get().closed_at == noon


def test_reports_may_be_closed_and_the_message_stays(world, noon) -> None:
    post = PostFactory(topic=topic_of(world))
    actions.report_post(post=post, by=None, reason="wrong", words="", at=noon)
    assert actions.close_reports(post=post, by=world.facilitator, at=noon) == 1
    post.refresh_from_db()
    assert post.status == PostStatus.PUBLISHED


def test_a_board_of_the_same_name_is_refused(world, noon) -> None:
    with pytest.raises(actions.UnableToOpenBoard):
        actions.open_board(network=world.network, name="Entraide", by=world.facilitator, at=noon)
    assert actions.open_board(network=world.network, name="Achats groupés", by=None, at=noon).slug == "achats-groupes"
    assert not actions.close_board(board=world.public, by=world.facilitator, at=noon).is_open


def test_followers_get_one_letter_a_day_without_their_own_words(world, noon) -> None:
    topic = topic_of(world)
    actions.reply(topic=topic, text="Un", by=world.adviser, at=noon, follow=True)
    actions.subscribe(user=world.facilitator, board=world.public, at=noon)
    actions.subscribe(user=world.facilitator, board=world.public, at=noon)
    later = noon + timedelta(hours=1)
    actions.reply(topic=topic, text="Deux", by=world.adviser, at=later)
    assert actions.tell_news(at=later) == 0  # told less than a day ago
    assert actions.tell_news(at=noon + timedelta(days=1)) == 1
    mail = OutgoingMail.objects.get()
    assert mail.to == world.facilitator.email
    assert "Deux" not in mail.text
    assert topic.title in mail.text
    assert mail.unsubscribe_url in mail.text
    assert actions.tell_news(at=noon + timedelta(days=2)) == 0  # nothing new since


def test_whoever_may_not_read_any_more_hears_nothing(world, noon) -> None:
    topic = TopicFactory(board=world.members)
    actions.subscribe(user=world.holder, topic=topic, at=noon)
    actions.reply(topic=topic, text="Entre nous", by=world.adviser, at=noon + timedelta(hours=1))
    assert topic.readers == Readers.MEMBERS
    assert actions.tell_news(at=noon + timedelta(days=1)) == 0
    assert Subscription.objects.count() == 1


def test_one_click_stops(world, noon) -> None:
    subscription = actions.subscribe(user=world.holder, board=world.public, at=noon)
    actions.stop(subscription=subscription)
    assert Subscription.objects.count() == 0
