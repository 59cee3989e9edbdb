"""With whom a project may be shared."""

from django.db.models import Exists, OuterRef, QuerySet

from laplateforme.network.models import Organization, Participation
from laplateforme.projects.models import Project


def receivers_for(project: Project) -> QuerySet[Organization]:
    """The other organizations of the project's network, by name."""
    takes_part = Participation.objects.filter(network=project.network_id, organization=OuterRef("pk"))
    return Organization.objects.filter(Exists(takes_part)).exclude(pk=project.organization_id).order_by("name")
