"""Who meets which page, and what happens when a form is sent."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from laplateforme.core.signing import sign_link
from laplateforme.forum import actions
from laplateforme.forum.emails import CONFIRM, STOP
from laplateforme.forum.enums import PostStatus
from laplateforme.forum.forms import watch
from laplateforme.forum.models import Board, Post, Report, Subscription, Topic
from tests.factories.forum import BoardFactory, PostFactory, TopicFactory

pytestmark = pytest.mark.django_db
HERE = "/r/calanques"


def url(name: str, *args: object) -> str:
    return HERE + reverse(f"forum:{name}", args=args)


def form_of(page) -> dict[str, str]:
    """Hidden fields of the reply form, as a browser would send them."""
    found = re.findall(r'<input type="hidden" name="(\w+)"(?: value="([^"]*)")?', page.content.decode())
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


@pytest.mark.parametrize(
    ("who", "public", "members"),
    [("facilitator", 200, 200), ("adviser", 200, 200), ("holder", 200, 404), ("stranger", 200, 404), (None, 200, 404)],
)
def test_boards_are_read_by_those_they_are_for(who, public, members, world, as_person) -> None:
    client = as_person(getattr(world, who) if who else None)
    assert client.get(url("board", "entraide")).status_code == public
    assert client.get(url("board", "entre-nous")).status_code == members
    hidden = TopicFactory(board=world.members)
    assert client.get(url("topic", hidden.code)).status_code == members
    listed = client.get(url("boards")).content.decode()
    assert "Entraide" in listed
    assert ("Entre nous" in listed) == (members == 200)


def test_a_board_of_the_neighbors_does_not_exist_here(world, as_person) -> None:
    BoardFactory(network__slug="autre-reseau", slug="chez-eux")
    assert as_person(world.facilitator).get(url("board", "chez-eux")).status_code == 404


@pytest.mark.parametrize("name", ["new_board", "moderation"])
@pytest.mark.parametrize(
    ("who", "status"), [("facilitator", 200), ("adviser", 404), ("holder", 404), ("stranger", 404)]
)
def test_moderators_only(name, who, status, world, as_person) -> None:
    assert as_person(getattr(world, who)).get(url(name)).status_code == status


def test_a_board_and_a_topic_are_opened(world, as_person, slow_writer) -> None:
    client = as_person(world.facilitator)
    answer = client.post(url("new_board"), {"name": "Locaux", "purpose": "Partager", "readers": "public"})
    board = Board.objects.get(slug="locaux")
    assert answer.headers["Location"] == url("board", "locaux")
    fields = form_of(client.get(url("new_topic", "locaux"))) | {
        "title": "Un atelier",
        "text": "Qui veut ?",
        "follow": "on",
    }
    first, second = (client.post(url("new_topic", "locaux"), fields) for _ in range(2))
    topic = Topic.objects.get(board=board)
    assert first.headers["Location"] == second.headers["Location"] == url("topic", topic.code)
    assert (topic.posts_count, Subscription.objects.get().topic) == (1, topic)
    assert "Qui veut ?" in client.get(url("topic", topic.code)).content.decode()


def test_a_refused_form_keeps_the_text(world, as_person, slow_writer) -> None:
    topic = TopicFactory(board=world.public)
    page = as_person(None).post(url("topic", topic.code), {"text": "Je garde mes mots", "email": "pas une adresse"})
    assert page.status_code == 422
    assert "Je garde mes mots" in page.content.decode()
    assert Post.objects.count() == 0


def test_a_visitor_writes_confirms_and_is_shown_after_a_moderator(world, as_person, slow_writer) -> None:
    topic = TopicFactory(board=world.public)
    visitor = as_person(None)
    fields = form_of(visitor.get(url("topic", topic.code)))
    words = {"text": "Bonjour <x-canari onclick=1>", "name": "Sam", "email": "sam@courriel.example"}
    words["challenge"] = watch.new_challenge()  # marks of machines come back once; this is the second time
    assert visitor.post(url("topic", topic.code), fields | words).status_code == 302
    post = Post.objects.get()
    confirm = url("confirm", sign_link(CONFIRM, str(post.pk)))
    visitor.get(confirm)
    post.refresh_from_db()
    assert post.status == PostStatus.UNCONFIRMED  # opening does nothing
    visitor.post(confirm)
    moderator = as_person(world.facilitator)
    assert "Sam" in moderator.get(url("moderation")).content.decode()
    moderator.post(url("moderate", post.pk), {"deed": "publish"})
    shown = visitor.get(url("topic", topic.code)).content.decode()
    assert "Bonjour &lt;x-canari onclick=1&gt;" in shown
    assert "<x-canari" not in shown
    assert "sam@courriel.example" not in shown


def test_a_wrong_link_says_so(world, as_person) -> None:
    nobody = "01990000-0000-7000-8000-000000000000"
    for token in ("-", "x", sign_link(STOP, "x"), sign_link(CONFIRM, "x"), sign_link(CONFIRM, nobody)):
        assert as_person(None).get(url("confirm", token)).status_code == 410


def test_a_machine_is_thanked_and_nothing_is_kept(world, as_person) -> None:
    topic = TopicFactory(board=world.public)
    fields = {"text": "Achetez", "name": "Bot", "email": "bot@spam.example", "website": "http://spam.example"}
    fields["drawn"] = watch.drawn_now()
    client = as_person(None)
    assert client.post(url("topic", topic.code), fields).status_code in {200, 302}
    assert Post.objects.filter(status=PostStatus.PUBLISHED).count() == 0


def test_a_message_sent_too_quickly_comes_back_with_work_and_its_text(world, as_person, monkeypatch) -> None:
    monkeypatch.setattr(watch, "QUICKEST_SECONDS", 3600)
    topic = TopicFactory(board=world.public)
    client = as_person(world.adviser)
    fields = form_of(client.get(url("topic", topic.code))) | {"text": "Très vite"}
    page = client.post(url("topic", topic.code), fields)
    assert page.status_code == 200
    challenge = page.context["form"].data["challenge"]
    assert f'data-work="{challenge}"' in page.content.decode()
    assert "Très vite" in page.content.decode()
    assert Post.objects.count() == 0
    number = next(n for n in range(2_000_000) if watch.is_done(challenge, str(n)))
    by_hand, by_script = fields | {"challenge": challenge}, fields | {"challenge": challenge, "work": str(number)}
    by_hand["idempotency_key"], by_script["idempotency_key"] = "a", "b"
    client.post(url("topic", topic.code), by_hand)
    client.post(url("topic", topic.code), by_script)
    assert list(Post.objects.order_by("pk").values_list("status", flat=True)) == ["held", "published"]


def test_readers_report_and_authors_take_back(world, as_person) -> None:
    post = PostFactory(topic__board=world.public, author=world.adviser)
    reader = as_person(world.holder)
    assert "Nous cherchons" in reader.get(url("report", post.pk)).content.decode()
    assert reader.post(url("report", post.pk), {"reason": "", "words": "mot"}).status_code == 422
    assert reader.post(url("report", post.pk), {"reason": "other", "words": "mot"}).status_code == 302
    assert Report.objects.get().author == world.holder
    assert reader.post(url("take_back", post.pk)).status_code == 403
    assert as_person(world.adviser).post(url("take_back", post.pk)).status_code == 302
    assert reader.get(url("report", post.pk)).status_code == 404


def test_a_private_message_is_reported_by_those_who_read_it(world, as_person) -> None:
    post = PostFactory(topic__board=world.members)
    assert as_person(world.adviser).get(url("report", post.pk)).status_code == 200
    for person in (world.holder, world.stranger):
        assert as_person(person).get(url("report", post.pk)).status_code == 404


def test_moderation_is_once(world, as_person) -> None:
    post = PostFactory(topic__board=world.public, status=PostStatus.HELD)
    client = as_person(world.facilitator)
    assert client.post(url("moderate", post.pk), {"deed": "?"}).status_code == 403
    for _ in range(2):
        assert client.post(url("moderate", post.pk), {"deed": "refuse"}).status_code == 302
    assert as_person(world.stranger).post(url("moderate", post.pk), {"deed": "publish"}).status_code == 404
    assert Post.objects.get().status == PostStatus.REFUSED
    topic = post.topic
    client.post(url("close_topic", topic.code))
    topic.refresh_from_db()
    assert not topic.is_open


def test_following_begins_and_stops(world, as_person, noon) -> None:
    topic = TopicFactory(board=world.public)
    client = as_person(world.holder)
    client.post(url("follow"), {"topic": topic.code})
    client.post(url("follow"), {"board": "entraide"})
    assert topic.title in client.get(url("following")).content.decode()
    assert client.post(url("follow"), {"board": "entre-nous"}).status_code == 404
    row = Subscription.objects.get(board=world.public)
    assert as_person(world.adviser).post(url("unfollow", row.pk)).status_code == 404
    client.post(url("unfollow", row.pk))
    client.post(url("follow"), {"topic": topic.code})
    assert Subscription.objects.count() == 0


def test_a_mail_program_stops_the_letters_in_one_post(world, as_person, noon) -> None:
    subscription = actions.subscribe(user=world.holder, board=world.public, at=noon)
    address = url("stop", sign_link(STOP, str(subscription.pk)))
    reader = as_person(None)
    assert reader.get(address).status_code == 200
    assert Subscription.objects.count() == 1
    assert reader.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Subscription.objects.count() == 0
    assert reader.get(url("stop", "x")).status_code == 410


def test_public_boards_have_feeds_and_private_ones_have_none(world, as_person) -> None:
    PostFactory(topic__board=world.public, text="Un <b>mot</b>")
    for name in ("board_rss", "board_atom"):
        feed = as_person(None).get(url(name, "entraide"))
        assert "&amp;lt;b&amp;gt;mot" in feed.content.decode()
        assert as_person(world.facilitator).get(url(name, "entre-nous")).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same_with_one_and_with_three(count, world, as_person, django_assert_max_num_queries) -> None:
    topic = TopicFactory(board=world.public)
    PostFactory.create_batch(count, topic=topic)
    TopicFactory.create_batch(count, board=world.public)
    client = as_person(world.facilitator)
    for address in (url("topic", topic.code), url("board", "entraide"), url("boards"), url("moderation")):
        client.get(address)
        with django_assert_max_num_queries(18):
            client.get(address)


def test_a_member_who_left_keeps_no_name(world, as_person) -> None:
    post = PostFactory(topic__board=world.public, author=world.adviser, author_name="")
    world.adviser.is_active = False
    world.adviser.save()
    page = as_person(None).get(url("topic", post.topic.code)).content.decode()
    assert "Membre parti" in page
    assert world.adviser.name not in page


def test_old_pages_may_still_be_sent(world, as_person, monkeypatch) -> None:
    """A tab that stayed open for twelve hours."""
    monkeypatch.setattr(watch.time, "time", lambda: timezone.now().timestamp() - timedelta(hours=12).total_seconds())
    drawn = watch.drawn_now()
    monkeypatch.undo()
    topic = TopicFactory(board=world.public)
    as_person(world.adviser).post(url("topic", topic.code), {"text": "Patience", "drawn": drawn})
    assert Post.objects.get().status == PostStatus.PUBLISHED
