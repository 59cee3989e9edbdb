"""Every write of imports."""

from laplateforme.exchange.actions.confirming import Progress, confirm_import
from laplateforme.exchange.actions.exporting import export_offers
from laplateforme.exchange.actions.reading import (
    UnableToImport,
    discard_import,
    open_import,
    preview_import,
    set_mapping,
)
from laplateforme.exchange.actions.undoing import undo_import

__all__ = [
    "Progress",
    "UnableToImport",
    "confirm_import",
    "discard_import",
    "export_offers",
    "open_import",
    "preview_import",
    "set_mapping",
    "undo_import",
]
