"""Deeds of guidance."""

from laplateforme.guidance.actions.asked import keep_asked_question
from laplateforme.guidance.actions.bank import (
    UnableToKeepPicture,
    UnableToMoveQuestion,
    create_key_question,
    edit_key_question,
    move_key_question,
    publish_key_question,
)
from laplateforme.guidance.actions.exposure import flush_exposure, note_exposure
from laplateforme.guidance.actions.gap import note_gaps
from laplateforme.guidance.actions.request import (
    UnableToMoveRequest,
    UnableToRemind,
    UnableToRouteRequest,
    answer_request,
    ask_contact,
    close_request,
    remind_late_requests,
    remind_organization,
    route_request,
)
from laplateforme.guidance.actions.route import UnableToKeepRoute, keep_route, mail_route
from laplateforme.guidance.actions.thread import thread_of_question

__all__ = [
    "UnableToKeepPicture",
    "UnableToKeepRoute",
    "UnableToMoveQuestion",
    "UnableToMoveRequest",
    "UnableToRemind",
    "UnableToRouteRequest",
    "answer_request",
    "ask_contact",
    "close_request",
    "create_key_question",
    "edit_key_question",
    "flush_exposure",
    "keep_asked_question",
    "keep_route",
    "mail_route",
    "move_key_question",
    "note_exposure",
    "note_gaps",
    "publish_key_question",
    "remind_late_requests",
    "remind_organization",
    "route_request",
    "thread_of_question",
]
