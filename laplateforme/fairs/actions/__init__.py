"""Every deed of this room."""

from laplateforme.fairs.actions.duty import (
    UnableToOpenSlot,
    UnableToTakeDuty,
    answer_duty,
    ask_duty,
    leave_duty,
    mark_absent,
    open_slot,
    remove_slot,
    take_duty,
)
from laplateforme.fairs.actions.occasion import (
    OccasionValues,
    Solicitation,
    UnableToDecide,
    UnableToPropose,
    answer_solicitation,
    cancel_occasion,
    decide_occasion,
    edit_occasion,
    propose_occasion,
)

__all__ = [
    "OccasionValues",
    "Solicitation",
    "UnableToDecide",
    "UnableToOpenSlot",
    "UnableToPropose",
    "UnableToTakeDuty",
    "answer_duty",
    "answer_solicitation",
    "ask_duty",
    "cancel_occasion",
    "decide_occasion",
    "edit_occasion",
    "leave_duty",
    "mark_absent",
    "open_slot",
    "propose_occasion",
    "remove_slot",
    "take_duty",
]
