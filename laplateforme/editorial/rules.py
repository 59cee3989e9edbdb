"""Who may write, publish and read what is not online."""

from typing import Any

from laplateforme.editorial.models import ArticlePage, ArticleThread, AttachedFile, Picture, SiteRoot
from laplateforme.forum.models import Topic
from laplateforme.network.models import Network
from laplateforme.network.rules import LEADS, is_facilitator, roles_in
from laplateforme.vocabulary.enums import Role

WRITERS = (*LEADS, Role.WRITER)


def can_write(user: Any, network: Network | None) -> bool:
    """Writers, and those who facilitate: they see drafts as well."""
    if network is None or not user.is_authenticated or not user.is_active:
        return False
    return bool(user.is_superuser) or not roles_in(user, network).isdisjoint(WRITERS)


def can_lead(user: Any, network: Network | None) -> bool:
    """Approves, withdraws, arranges the sections."""
    return is_facilitator(user, network)


def can_publish(user: Any, root: SiteRoot | None) -> bool:
    """Facilitators; writers too where the network has chosen so."""
    if root is None:
        return False
    return is_facilitator(user, root.network) or (root.writers_publish and can_write(user, root.network))


def can_arrange(user: Any, network: Network | None) -> bool:
    """Sections and keywords: facilitators; writers too where they publish by themselves."""
    root = SiteRoot.objects.filter(network=network).select_related("network").first() if network else None
    return can_lead(user, network) or can_publish(user, root)


def can_reply(user: Any, page: ArticlePage) -> bool:
    """Anybody, where the article takes replies and its thread is open."""
    thread = ArticleThread.objects.select_related("topic").filter(page=page.pk).first()
    return bool(page.live and page.takes_replies) and (thread is None or thread.topic.is_open)


def can_read_picture(user: Any, picture: Picture, network: Network | None) -> bool:
    """Anybody, once a page that is online shows it; before that, those who write in its network."""
    if network is None or not Picture.objects.of_network(network).filter(pk=picture.pk).exists():
        return False
    return picture.uses.filter(page__live=True).exists() or can_write(user, network)


def can_read_file(user: Any, file: AttachedFile, network: Network | None) -> bool:
    """Anybody, once a page that is online offers it; before that, those who write in its network."""
    if network is None or not AttachedFile.objects.of_network(network).filter(pk=file.pk).exists():
        return False
    return file.uses.filter(page__live=True).exists() or can_write(user, network)


def can_see_in_workshop(user: Any, picture: Picture) -> bool:
    """Those who write in the network whose picture it is, wherever they come from."""
    root = SiteRoot.objects.filter(collection=picture.collection_id).select_related("network").first()
    return root is not None and can_write(user, root.network)


def shows_thread(topic: Topic) -> bool:
    """The replies to a text are read while it is online."""
    return ArticleThread.objects.filter(topic=topic, page__live=True).exists()
