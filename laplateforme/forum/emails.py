"""Who is told what about messages. Nothing personal in a subject."""

from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from laplateforme.core.mail import queue_mail
from laplateforme.core.signing import sign_link
from laplateforme.forum.models import Post
from laplateforme.network.models import Network

if TYPE_CHECKING:
    from laplateforme.forum.queries.news import Letter

CONFIRM, STOP = "forum.confirm", "forum.stop"


def address_in(network: Network, path: str) -> str:
    """The whole address of a page of this network, whether or not the present page has its prefix."""
    prefix = f"/r/{network.slug}"
    return f"{network.base_address()}{path.removeprefix(prefix) if path.startswith(f'{prefix}/') else path}"


def queue_confirmation(post: Post) -> None:
    """Asks whoever wrote without an account whether it was them: a button confirms, opening does nothing."""
    network = post.topic.network
    address = address_in(network, reverse("forum:confirm", args=[sign_link(CONFIRM, str(post.pk))]))
    with translation.override("fr"):
        text = render_to_string(
            "forum/email/confirm.txt", {"network": network, "topic": post.topic, "address": address}
        )
        queue_mail(to=post.author_email, subject=gettext("To confirm: your message"), text=text, urgent=True)


def queue_news(letter: "Letter") -> None:
    """What is new since the last letter, with the ways to it and the way to stop."""
    network = letter.network
    token = sign_link(STOP, *[str(key) for key in letter.subscriptions])
    stop = address_in(network, reverse("forum:stop", args=[token]))
    lines = [(topic, count, address_in(network, topic.get_absolute_url())) for topic, count in letter.topics]
    with translation.override(letter.user.language or "fr"):
        context = {"network": network, "lines": lines, "stop": stop}
        queue_mail(
            to=letter.user.email,
            subject=gettext("For information: new messages"),
            text=render_to_string("forum/email/news.txt", context),
            unsubscribe_url=stop,
        )
