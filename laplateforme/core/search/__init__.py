"""Search: rooms register what can be found, actions note what changes, pages ask."""

from laplateforme.core.search.changes import (
    catch_up,
    forget,
    note_change,
    note_changes,
    rebuild,
    register_words,
    search,
)
from laplateforme.core.search.documents import Document, register, unregister
from laplateforme.core.search.engine import Hit, Near, Reason, SearchRequest, SearchResult
from laplateforme.core.search.meaning import Ranking

__all__ = [
    "Document",
    "Hit",
    "Near",
    "Ranking",
    "Reason",
    "SearchRequest",
    "SearchResult",
    "catch_up",
    "forget",
    "note_change",
    "note_changes",
    "rebuild",
    "register",
    "register_words",
    "search",
    "unregister",
]
