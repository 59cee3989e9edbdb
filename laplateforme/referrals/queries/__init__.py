"""Reads of this room."""

from datetime import datetime

from laplateforme.network.models import Organization
from laplateforme.projects.enums import Light
from laplateforme.projects.models import Consent, Project


def agreement_for(project: Project, receiver: Organization, at: datetime) -> Light:
    """The best that the people of a project let `receiver` read now: open, masked, asked, or dark."""
    rows = Consent.objects.standing().filter(project=project, receiver=receiver, holder__erased_at__isnull=True)
    lights = {one.light(at) for one in rows}
    return next((light for light in (Light.OPEN, Light.MASKED, Light.ASKED) if light in lights), Light.DARK)
