"""Who may do what with people's files. Reading is said by `visible_to` and `queries.sheet_for`."""

from typing import Any

from laplateforme.network.models import Network
from laplateforme.projects.models import Consent, Holder, Project
from laplateforme.projects.models.desks import desks_of
from laplateforme.projects.queries.reading import Sheet
from laplateforme.vocabulary.enums import Role


def can_keep_files(user: Any, network: Network | None) -> bool:
    """Advisers and managers, for their own organization."""
    return bool(network and user.is_authenticated and desks_of(user).filter(network=network).exists())


def can_write(user: Any, project: Project) -> bool:
    """The people of the organization that keeps the file."""
    if not user.is_authenticated:
        return False
    return bool(desks_of(user).filter(network=project.network_id, organization=project.organization_id).exists())


def can_change_lead(user: Any, project: Project) -> bool:
    """The lead adviser, a manager of the organization that keeps the file, or any adviser there when nobody leads it.

    The people who run the network read no file: they change nobody's adviser.
    """
    if not user.is_authenticated:
        return False
    desks = desks_of(user).filter(network=project.network_id, organization=project.organization_id)
    roles = set(desks.values_list("role", flat=True))
    if not roles:
        return False
    return Role.ORGANIZATION_MANAGER in roles or project.lead_adviser_id == user.pk or not has_lead(project)


def has_lead(project: Project) -> bool:
    """Somebody who still keeps files in the organization leads it."""
    lead = project.lead_adviser
    if lead is None:
        return False
    return bool(desks_of(lead).filter(network=project.network_id, organization=project.organization_id).exists())


def can_note(sheet: Sheet) -> bool:
    """Whoever reads the project itself keeps notes, for their own organization."""
    return sheet.shows_project and sheet.former is None


def is_own_page(user: Any, holder: Holder) -> bool:
    """The person, signed in."""
    return bool(user.is_authenticated) and holder.user_id == user.pk and holder.erased_at is None


def can_acknowledge(user: Any, consent: Consent) -> bool:
    """The people of the receiver say that their copies are erased."""
    if not user.is_authenticated or consent.closed_at is None or consent.copies_erased_at is not None:
        return False
    mine = desks_of(user).filter(network=consent.project.network_id, organization=consent.receiver_id)
    return bool(mine.exists())
