"""What people say, and signs that no machine says it."""

from laplateforme.forum.forms.board import BoardForm, TopicForm, open_with
from laplateforme.forum.forms.post import ReplyForm, ReportForm, may_be_sent, reply_form, said, send, sent_words

__all__ = [
    "BoardForm",
    "ReplyForm",
    "ReportForm",
    "TopicForm",
    "may_be_sent",
    "open_with",
    "reply_form",
    "said",
    "send",
    "sent_words",
]
