"""Reads of guidance."""

from laplateforme.guidance.queries.profile import Profile
from laplateforme.guidance.queries.route import Route, build_route
from laplateforme.guidance.queries.snapshot import KeptRoute, kept_route, route_sheet, snapshot_or_none
from laplateforme.guidance.queries.understanding import Understood, understood

__all__ = [
    "KeptRoute",
    "Profile",
    "Route",
    "Understood",
    "build_route",
    "kept_route",
    "route_sheet",
    "snapshot_or_none",
    "understood",
]
