"""Which organizations an occasion speaks for."""

from collections.abc import Iterable

from laplateforme.network.models import Network, Organization
from laplateforme.offers.models import Offer


def organizations_for(network: Network, themes: Iterable[str]) -> list[Organization]:
    """Those with a published offer on one of the themes; all that take part when none is named, or none answers."""
    bodies = list(Organization.objects.of_network(network).order_by("pk"))
    wanted = set(themes)
    if not wanted:
        return bodies
    offers = Offer.objects.public_in(network).values_list("organization_id", "themes")
    able = {organization for organization, those in offers if wanted & set(those)}
    return [one for one in bodies if one.pk in able] or bodies
