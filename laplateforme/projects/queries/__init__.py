"""Reads of this room."""

from laplateforme.projects.queries.reading import Person, Sheet, sheet_for, sheet_for_receiver
from laplateforme.projects.queries.receivers import receivers_for
from laplateforme.projects.queries.stages import present_of, timeline_of, wave_of
from laplateforme.projects.queries.wording import TEXT_VERSION, bundle_words, consent_words, fingerprint

__all__ = [
    "TEXT_VERSION",
    "Person",
    "Sheet",
    "bundle_words",
    "consent_words",
    "fingerprint",
    "present_of",
    "receivers_for",
    "sheet_for",
    "sheet_for_receiver",
    "timeline_of",
    "wave_of",
]
