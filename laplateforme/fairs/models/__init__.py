"""Occasions and who stands there."""

from laplateforme.fairs.models.duty import Duty, Slot
from laplateforme.fairs.models.occasion import Occasion

__all__ = ["Duty", "Occasion", "Slot"]
