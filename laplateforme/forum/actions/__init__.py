"""Every deed of this room."""

from laplateforme.forum.actions.old import OldMessage, bring_messages, take_messages_back
from laplateforme.forum.actions.post import (
    UnableToMovePost,
    UnableToPost,
    close_reports,
    confirm_post,
    hide_post,
    publish_post,
    refuse_post,
    reply,
    report_post,
    take_back_post,
)
from laplateforme.forum.actions.subscription import stop, stop_topics, subscribe, tell_news
from laplateforme.forum.actions.topic import (
    UnableToOpenBoard,
    close_board,
    close_topic,
    open_board,
    open_topic,
    topic_about,
)

__all__ = [
    "OldMessage",
    "UnableToMovePost",
    "UnableToOpenBoard",
    "UnableToPost",
    "bring_messages",
    "close_board",
    "close_reports",
    "close_topic",
    "confirm_post",
    "hide_post",
    "open_board",
    "open_topic",
    "publish_post",
    "refuse_post",
    "reply",
    "report_post",
    "stop",
    "stop_topics",
    "subscribe",
    "take_back_post",
    "take_messages_back",
    "tell_news",
    "topic_about",
]
