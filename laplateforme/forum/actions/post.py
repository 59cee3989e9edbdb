"""Messages: said, held, published, hidden, taken back."""

from datetime import datetime

from django.db import transaction
from django.db.models import Count, Max, Q

from laplateforme.accounts.models import User
from laplateforme.core import journal
from laplateforme.core.search import note_change
from laplateforme.core.text import clean_text
from laplateforme.forum import emails, rules
from laplateforme.forum.actions.subscription import subscribe
from laplateforme.forum.enums import ALLOWED_MOVES, PostStatus
from laplateforme.forum.models import Post, Report, Topic

MOST_LINKS = 2
NOBODY = ("", "")


class UnableToPost(Exception):
    """The thread is closed."""


class UnableToMovePost(Exception):
    """The message cannot go from its present status to the one asked for: somebody was quicker."""


@transaction.atomic
def reply(
    *, topic: Topic, text: str, at: datetime, by: User | None = None, signature: tuple[str, str] = NOBODY,
    is_suspect: bool = False, reply_to: Post | None = None, follow: bool = False,
) -> Post:  # fmt: skip
    """Adds a message. Colleagues and whoever published here before are shown at once, others wait for a moderator.

    `signature`: (name, e-mail address) of somebody without an account, who is asked by mail to confirm first.
    `is_suspect`: the form saw signs of a machine: held whoever speaks. `follow`: be told of what comes next.
    Raises UnableToPost when the thread is closed.
    """
    topic = Topic.objects.select_for_update(of=("self",)).select_related("network", "board").get(pk=topic.pk)
    if not topic.is_open:
        raise UnableToPost(topic.pk)
    text = clean_text(text)
    suspect = is_suspect or text.count("://") > MOST_LINKS
    if by is None:
        status = PostStatus.UNCONFIRMED
    elif rules.is_trusted(by, topic.network) and not suspect:
        status = PostStatus.PUBLISHED
    else:
        status = PostStatus.HELD
    name, address = signature
    post = Post.objects.create(
        topic=topic, text=text, author=by, author_name=clean_text(name)[:120], author_email=address.strip().lower(),
        status=status, posted_at=at, reply_to=reply_to if reply_to and reply_to.topic_id == topic.pk else None,
    )  # fmt: skip
    if by is None:
        emails.queue_confirmation(post)
    elif follow:
        subscribe(user=by, topic=topic, at=at)
    _told(post, at=at)
    return post


@transaction.atomic
def confirm_post(*, post: Post, at: datetime) -> Post:
    """Its author opened the mail and pressed the button. Known addresses are shown at once, new ones wait.

    Doing it twice changes nothing.
    """
    post = _locked(post)
    if post.status != PostStatus.UNCONFIRMED:
        return post
    known = Post.objects.published().filter(author_email=post.author_email, topic__network=post.topic.network)
    return _move(post, to=PostStatus.PUBLISHED if known.exists() else PostStatus.HELD, by=None, at=at)


@transaction.atomic
def publish_post(*, post: Post, by: User, at: datetime) -> Post:
    """A moderator lets a held or hidden message be read. Raises UnableToMovePost."""
    return _move(_locked(post), to=PostStatus.PUBLISHED, by=by, at=at)


@transaction.atomic
def hide_post(*, post: Post, by: User, at: datetime) -> Post:
    """Takes a message out of sight; its place stays. Closes what was reported about it. Raises UnableToMovePost."""
    post = _move(_locked(post), to=PostStatus.HIDDEN, by=by, at=at)
    Report.objects.filter(post=post, closed_at__isnull=True).update(closed_at=at)
    return post


@transaction.atomic
def refuse_post(*, post: Post, by: User, at: datetime) -> Post:
    """A held message is never shown; its words are erased with the next night. Raises UnableToMovePost."""
    return _move(_locked(post), to=PostStatus.REFUSED, by=by, at=at)


@transaction.atomic
def take_back_post(*, post: Post, by: User, at: datetime) -> Post:
    """Its author takes a message back: the words are erased, the place stays."""
    post = _locked(post)
    post.text, post.status, post.decided_at, post.decided_by = "", PostStatus.HIDDEN, at, by
    post.version += 1
    post.save()
    _told(post, at=at)
    return post


@transaction.atomic
def report_post(*, post: Post, by: User | None, reason: str, words: str, at: datetime) -> Report:
    """A reader says that something is wrong: once a reader and message."""
    if by is not None and (known := Report.objects.filter(post=post, author=by, closed_at__isnull=True).first()):
        return known
    report = Report.objects.create(post=post, author=by, reason=reason, words=clean_text(words), reported_at=at)
    journal.record("post reported", at=at, actor_id=by.pk if by else None, subject=post)
    return report


@transaction.atomic
def close_reports(*, post: Post, by: User, at: datetime) -> int:
    """A moderator read the reports and leaves the message where it is. Returns how many were open."""
    journal.record("reports closed", at=at, actor_id=by.pk, subject=post)
    return Report.objects.filter(post=post, closed_at__isnull=True).update(closed_at=at)


def _locked(post: Post) -> Post:
    return Post.objects.select_for_update(of=("self",)).select_related("topic__network", "topic__board").get(pk=post.pk)


def _move(post: Post, *, to: PostStatus, by: User | None, at: datetime) -> Post:
    before = PostStatus(post.status)
    if to not in ALLOWED_MOVES[before]:
        raise UnableToMovePost(f"{before} → {to}")
    post.status, post.decided_at, post.decided_by = to, at, by
    post.version += 1
    post.save()
    journal.record(
        f"post {to.value}", at=at, actor_id=by.pk if by else None, subject=post, network_id=post.topic.network_id,
        before=before.value,
    )  # fmt: skip
    _told(post, at=at)
    return post


def _told(post: Post, *, at: datetime) -> None:
    """The thread counts what is published and says when; the search hears of it."""
    shown = Topic.objects.filter(pk=post.topic_id).aggregate(
        count=Count("posts", filter=Q(posts__status=PostStatus.PUBLISHED)),
        last=Max("posts__posted_at", filter=Q(posts__status=PostStatus.PUBLISHED)),
    )
    Topic.objects.filter(pk=post.topic_id).update(posts_count=shown["count"], last_post_at=shown["last"], updated_at=at)
    note_change("topic", post.topic_id)
