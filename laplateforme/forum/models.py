"""Talking together. Three small models; other rooms hold the topic of their own things and ask their own rules."""

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import get_script_prefix, reverse
from django.utils.translation import gettext_lazy as _

from laplateforme.core.ids import short_code
from laplateforme.core.models import BaseModel
from laplateforme.core.privacy import Level, Personal
from laplateforme.forum.enums import PostStatus, Readers, ReportReason
from laplateforme.network.models import Membership, Network
from laplateforme.network.rules import PROFESSIONALS


def networks_of(user: Any) -> Any:
    """Ids of the networks in which `user` works."""
    return Membership.objects.active().filter(user_id=user.pk, role__in=PROFESSIONALS).values("network")


class BoardQuerySet(models.QuerySet["Board"]):
    def of_network(self, network: Network | None) -> "BoardQuerySet":
        return self.filter(network=network) if network else self.none()

    def visible_to(self, user: Any) -> "BoardQuerySet":
        """Public boards for everybody, members' boards for members; those of an owner on the owner's page only."""
        if not user.is_authenticated:
            return self.filter(readers=Readers.PUBLIC)
        if user.is_superuser:
            return self.exclude(readers=Readers.OWNER)
        members = models.Q(readers=Readers.MEMBERS, network__in=networks_of(user))
        return self.filter(models.Q(readers=Readers.PUBLIC) | members)


class Board(BaseModel):
    """A place where a network talks about one matter."""

    network = models.ForeignKey(Network, verbose_name=_("network"), on_delete=models.CASCADE, related_name="+")
    slug = models.SlugField(_("short name in addresses"), max_length=60)
    name = models.CharField(_("name"), max_length=120)
    purpose = models.CharField(_("what it is for"), max_length=300, blank=True)
    readers = models.CharField(_("who reads"), max_length=10, choices=Readers.choices, default=Readers.PUBLIC)
    is_open = models.BooleanField(_("new topics may be opened"), default=True)

    objects = BoardQuerySet.as_manager()

    class Meta:
        verbose_name = _("board")
        verbose_name_plural = _("boards")
        constraints = [models.UniqueConstraint(name="board_one_per_slug", fields=["network", "slug"])]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("forum:board", args=[self.slug])


def topic_code() -> str:
    return short_code(8)


class TopicQuerySet(models.QuerySet["Topic"]):
    def of_network(self, network: Network | None) -> "TopicQuerySet":
        return self.filter(network=network) if network else self.none()

    def visible_to(self, user: Any) -> "TopicQuerySet":
        """Topics of the boards that `user` may read. A topic without a board is shown by the room that holds it."""
        return self.filter(board__in=Board.objects.visible_to(user).values("pk"))

    def begun(self) -> "TopicQuerySet":
        """Those in which something has been published."""
        return self.filter(last_post_at__isnull=False)


class Topic(BaseModel):
    """A thread: on a board, or about a thing whose room holds it (then `board` is empty)."""

    network = models.ForeignKey(Network, verbose_name=_("network"), on_delete=models.CASCADE, related_name="+")
    board = models.ForeignKey(
        Board, verbose_name=_("board"), on_delete=models.CASCADE, null=True, blank=True, related_name="topics"
    )
    code = models.CharField(_("code"), max_length=12, unique=True, default=topic_code, editable=False)
    title = models.CharField(_("title"), max_length=160)
    readers = models.CharField(_("who reads"), max_length=10, choices=Readers.choices, default=Readers.OWNER)
    place = models.CharField(_("address of the page that shows it"), max_length=300, blank=True)
    is_open = models.BooleanField(_("open to replies"), default=True)
    is_pinned = models.BooleanField(_("first of its board"), default=False)
    posts_count = models.PositiveIntegerField(_("published messages"), default=0)
    last_post_at = models.DateTimeField(_("last message at"), null=True, blank=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        indexes = [models.Index(fields=["board", "-last_post_at"], name="topic_of_board")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its own page, or that of the thing it is about."""
        here = get_script_prefix().rstrip("/")
        return f"{here}{self.place}" if self.place else reverse("forum:topic", args=[self.code])


class PostQuerySet(models.QuerySet["Post"]):
    def published(self) -> "PostQuerySet":
        return self.filter(status=PostStatus.PUBLISHED)

    def readable_by(self, user: Any) -> "PostQuerySet":
        """What is published, and one's own that wait; whoever calls has asked whether the thread may be read."""
        if not user.is_authenticated:
            return self.published()
        own = models.Q(author_id=user.pk, status__in=[PostStatus.HELD, PostStatus.UNCONFIRMED])
        return self.filter(models.Q(status=PostStatus.PUBLISHED) | own)

    def waiting_in(self, network: Network) -> "PostQuerySet":
        """Held messages, oldest first."""
        return self.filter(topic__network=network, status=PostStatus.HELD).order_by("posted_at", "pk")


class Post(BaseModel):
    """A message. Its author is an account, or a name with an address that was confirmed."""

    personal = {
        "author": Personal("So that readers know who speaks", Level.PROFESSIONAL),
        "author_name": Personal("Signature that the person chose", Level.PUBLIC, of="author", names=True),
        "author_email": Personal(
            "To confirm the message and to answer", Level.PERSONAL, 365, "posted_at", of="author", names=True
        ),
        "text": Personal("What the person wanted to say to the readers", Level.PUBLIC, of="author"),
        "decided_by": Personal("So that moderators answer for what they decide", Level.PROFESSIONAL),
    }

    topic = models.ForeignKey(Topic, verbose_name=_("topic"), on_delete=models.CASCADE, related_name="posts")
    reply_to = models.ForeignKey(
        "self", verbose_name=_("in reply to"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("author"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    author_name = models.CharField(_("signature"), max_length=120, blank=True)
    author_email = models.EmailField(_("e-mail address"), blank=True)
    text = models.TextField(_("message"), max_length=5000)
    status = models.CharField(_("status"), max_length=12, choices=PostStatus.choices, default=PostStatus.HELD)
    posted_at = models.DateTimeField(_("posted at"))
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = [models.Index(fields=["topic", "posted_at"], name="post_of_topic")]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.posted_at:%Y-%m-%d %H:%M}"


class Report(BaseModel):
    """A reader says that a message should not stay."""

    changes_public_pages = False
    personal = {
        "author": Personal("To thank whoever reported, and to see abuse", Level.PERSONAL, 180),
        "words": Personal("To understand what is wrong", Level.PERSONAL, 180, of="author"),
    }

    post = models.ForeignKey(Post, verbose_name=_("message"), on_delete=models.CASCADE, related_name="reports")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reported by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    reason = models.CharField(_("reason"), max_length=12, choices=ReportReason.choices)
    words = models.CharField(_("in a few words"), max_length=300, blank=True)
    reported_at = models.DateTimeField(_("reported at"))
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")

    def __str__(self) -> str:
        return f"{self.post_id} {self.reason}"


class Subscription(BaseModel):
    """Somebody is told by mail of what is new in a topic or on a board, once a day at most; one click stops it."""

    changes_public_pages = False
    erased_whole = True
    goes_with_account = ("user",)
    personal = {"user": Personal("To tell the person what is new", Level.PROFESSIONAL)}

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="+"
    )
    topic = models.ForeignKey(
        Topic, verbose_name=_("topic"), on_delete=models.CASCADE, null=True, blank=True, related_name="subscriptions"
    )
    board = models.ForeignKey(
        Board, verbose_name=_("board"), on_delete=models.CASCADE, null=True, blank=True, related_name="subscriptions"
    )
    told_at = models.DateTimeField(_("told up to"))

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = [
            models.UniqueConstraint(name="subscription_to_topic_once", fields=["user", "topic"]),
            models.UniqueConstraint(name="subscription_to_board_once", fields=["user", "board"]),
            models.CheckConstraint(
                name="subscription_to_one_thing",
                condition=models.Q(topic__isnull=True) ^ models.Q(board__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.topic_id or self.board_id}"
