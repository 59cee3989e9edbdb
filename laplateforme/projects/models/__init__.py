"""People, projects, agreements."""

from laplateforme.projects.models.consent import Consent
from laplateforme.projects.models.document import ProjectDocument
from laplateforme.projects.models.file import Milestone, Need, Note, StageInterval
from laplateforme.projects.models.holder import Holder
from laplateforme.projects.models.lead import FormerLead
from laplateforme.projects.models.project import Project

__all__ = [
    "Consent",
    "FormerLead",
    "Holder",
    "Milestone",
    "Need",
    "Note",
    "Project",
    "ProjectDocument",
    "StageInterval",
]
