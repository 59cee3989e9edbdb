"""Public boards for news readers."""

from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from laplateforme.core.http import public
from laplateforme.forum import queries
from laplateforme.forum.emails import address_in
from laplateforme.forum.enums import Readers
from laplateforme.forum.models import Board, Post

MOST = 30


class BoardFeed(Feed):
    """The last messages of one public board."""

    def get_object(self, request: HttpRequest, slug: str) -> Board:  # type: ignore[override]
        boards = Board.objects.of_network(request.network).filter(readers=Readers.PUBLIC).select_related("network")
        return get_object_or_404(boards, slug=slug)

    def title(self, board: Board) -> str:
        return f"{board.name} — {board.network.name}"

    def description(self, board: Board) -> str:
        return board.purpose or _("Last messages")

    def link(self, board: Board) -> str:
        return address_in(board.network, board.get_absolute_url())

    def items(self, board: Board) -> Any:
        posts = Post.objects.published().filter(topic__board=board).select_related("author", "topic__network")
        return posts.order_by("-posted_at")[:MOST]

    def item_title(self, item: Post) -> str:  # type: ignore[override]
        return item.topic.title

    def item_description(self, item: Post) -> str:  # type: ignore[override]
        return queries.html_of(item.text)

    def item_link(self, item: Post) -> str:
        return f"{address_in(item.topic.network, item.topic.get_absolute_url())}#message-{item.pk}"

    def item_guid(self, item: Post) -> str:
        return f"urn:uuid:{item.pk}"

    item_guid_is_permalink = False

    def item_author_name(self, item: Post) -> str:
        return queries.author_of(item)

    def item_pubdate(self, item: Post) -> Any:
        return item.posted_at

    def item_updateddate(self, item: Post) -> Any:
        return item.updated_at


class AtomBoardFeed(BoardFeed):
    feed_type = Atom1Feed

    def subtitle(self, board: Board) -> str:
        return self.description(board)


rss = public(BoardFeed())
atom = public(AtomBoardFeed())
