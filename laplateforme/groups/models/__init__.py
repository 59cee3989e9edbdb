"""Deciding together."""

from laplateforme.groups.models.admission import Admission, AdmissionVoice
from laplateforme.groups.models.group import (
    CalendarAddress,
    FormerName,
    GroupDocument,
    GroupMember,
    GroupTopic,
    GuestOrganization,
    WorkingGroup,
    Workstream,
)
from laplateforme.groups.models.meeting import AgendaItem, Attendance, DateAnswer, DateOption, Meeting
from laplateforme.groups.models.minutes import Correction, Minutes, MinutesImport
from laplateforme.groups.models.promise import Action, Decision

__all__ = [
    "Action",
    "Admission",
    "AdmissionVoice",
    "AgendaItem",
    "Attendance",
    "CalendarAddress",
    "Correction",
    "DateAnswer",
    "DateOption",
    "Decision",
    "FormerName",
    "GroupDocument",
    "GroupMember",
    "GroupTopic",
    "GuestOrganization",
    "Meeting",
    "Minutes",
    "MinutesImport",
    "WorkingGroup",
    "Workstream",
]
