"""Every deed of this room."""

from laplateforme.projects.actions.consent import (
    Given,
    UnableToConfirm,
    UnableToShare,
    acknowledge_erased,
    confirm_consent,
    end_with_hand_over,
    refuse_consent,
    take_consent,
    withdraw_consent,
)
from laplateforme.projects.actions.documents import UnableToKeepDocument, add_document, remove_document
from laplateforme.projects.actions.file import (
    PersonValues,
    ProjectValues,
    UnableToKeepFile,
    UnableToMoveProject,
    add_holder,
    add_milestone,
    edit_holder,
    edit_project,
    meet_need,
    move_project,
    note_interview,
    note_need,
    open_file,
)
from laplateforme.projects.actions.lead import set_lead
from laplateforme.projects.actions.merging import UnableToJoin, join_people
from laplateforme.projects.actions.person import (
    forget_person,
    keep_file,
    new_code,
    record_reading,
    send_own_page,
)
from laplateforme.projects.actions.tending import Tended, tend_files

__all__ = [
    "Given",
    "PersonValues",
    "ProjectValues",
    "Tended",
    "UnableToConfirm",
    "UnableToJoin",
    "UnableToKeepDocument",
    "UnableToKeepFile",
    "UnableToMoveProject",
    "UnableToShare",
    "acknowledge_erased",
    "add_document",
    "add_holder",
    "add_milestone",
    "confirm_consent",
    "edit_holder",
    "end_with_hand_over",
    "edit_project",
    "forget_person",
    "join_people",
    "keep_file",
    "meet_need",
    "move_project",
    "new_code",
    "note_interview",
    "note_need",
    "open_file",
    "record_reading",
    "refuse_consent",
    "remove_document",
    "send_own_page",
    "set_lead",
    "take_consent",
    "tend_files",
    "withdraw_consent",
]
