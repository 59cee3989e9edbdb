"""Who may bring data in and take it out."""

from typing import Any

from laplateforme.exchange.models import ImportBatch
from laplateforme.exchange.queries.organizations import importable_organizations
from laplateforme.network.models import Network
from laplateforme.network.rules import is_facilitator


def can_import(user: Any, network: Network | None) -> bool:
    """Facilitators for the network, managers for their own organization."""
    return is_facilitator(user, network) or importable_organizations(user, network).exists()


def can_import_for_all(user: Any, network: Network | None) -> bool:
    """Rows of any organization of the network, and new ones."""
    return is_facilitator(user, network)


def can_export(user: Any, network: Network | None) -> bool:
    return can_import(user, network)


def can_act_on(user: Any, batch: ImportBatch) -> bool:
    """Whoever may still import for what this import is about."""
    network = batch.source.network
    if is_facilitator(user, network):
        return True
    own = importable_organizations(user, network)
    return batch.source.organization_id is not None and own.filter(pk=batch.source.organization_id).exists()
