"""Every write that has a name in the trade."""

from laplateforme.offers.actions.bulk import NewOffer, create_offers, value_errors, withdraw_drafts
from laplateforme.offers.actions.dates import (
    PriceStepValues,
    SessionValues,
    UnableToSaveOffer,
    set_price_steps,
    set_sessions,
)
from laplateforme.offers.actions.offer import (
    UnableToMoveOffer,
    archive_offer,
    confirm_unchanged,
    create_offer,
    edit_offer,
    forget_checker,
    missing_to_publish,
    publish_offer,
    set_capacity,
    unpublish_offer,
)
from laplateforme.offers.actions.rechecks import (
    Chase,
    UnableToAskRecheck,
    ask_due_rechecks,
    ask_recheck,
    chase_stale,
    record_answer_time,
    renew_recheck_link,
    report_error,
)
from laplateforme.offers.actions.thread import thread_of_offer

__all__ = [
    "Chase",
    "NewOffer",
    "PriceStepValues",
    "SessionValues",
    "UnableToAskRecheck",
    "UnableToMoveOffer",
    "UnableToSaveOffer",
    "archive_offer",
    "ask_due_rechecks",
    "ask_recheck",
    "chase_stale",
    "confirm_unchanged",
    "create_offer",
    "create_offers",
    "edit_offer",
    "forget_checker",
    "missing_to_publish",
    "publish_offer",
    "record_answer_time",
    "renew_recheck_link",
    "report_error",
    "set_capacity",
    "set_price_steps",
    "set_sessions",
    "thread_of_offer",
    "unpublish_offer",
    "value_errors",
    "withdraw_drafts",
]
