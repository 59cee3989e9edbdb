"""What people type about networks, organizations and themselves; well said or explained."""

from laplateforme.network.forms.fields import AreasField, FunctionsField, LogoField
from laplateforme.network.forms.network import DutyForm, PositioningForm, SettingsForm
from laplateforme.network.forms.organization import (
    LinkForm,
    NewOrganizationForm,
    OrganizationFilterForm,
    OrganizationForm,
)
from laplateforme.network.forms.people import AcceptForm, InviteForm
from laplateforme.network.forms.practice import CommentForm, PracticeForm

__all__ = [
    "AcceptForm",
    "AreasField",
    "CommentForm",
    "DutyForm",
    "FunctionsField",
    "InviteForm",
    "LinkForm",
    "LogoField",
    "NewOrganizationForm",
    "OrganizationFilterForm",
    "OrganizationForm",
    "PositioningForm",
    "PracticeForm",
    "SettingsForm",
]
