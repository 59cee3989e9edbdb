"""Occasions, who stands there, the stand and whom one meets at it."""

from laplateforme.fairs.models.ambassador import Ambassador
from laplateforme.fairs.models.contact import Contact
from laplateforme.fairs.models.duty import Duty, Slot
from laplateforme.fairs.models.feedback import AmbassadorAnswer, Feedback, HeardWords
from laplateforme.fairs.models.occasion import Occasion
from laplateforme.fairs.models.stand import Envelope, StandDevice, StandKey

__all__ = [
    "Ambassador",
    "AmbassadorAnswer",
    "Contact",
    "Duty",
    "Envelope",
    "Feedback",
    "HeardWords",
    "Occasion",
    "Slot",
    "StandDevice",
    "StandKey",
]
