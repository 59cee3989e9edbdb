"""Reads about places: found communes, areas and their names, distances, outlines."""

from laplateforme.places.queries.areas import (
    AreaChoice,
    area_choices_matching,
    areas_of,
    covers,
    label_of,
    labels_of,
    territory_covers,
    unknown_codes,
)
from laplateforme.places.queries.communes import CommuneMatch, commune_or_none, communes_matching, communes_within
from laplateforme.places.queries.distance import distance_km
from laplateforme.places.queries.outlines import Outline, outline_svg_paths, outlined_communes
from laplateforme.places.queries.shipped import shipped_places, shipped_stamp

__all__ = [
    "AreaChoice",
    "CommuneMatch",
    "Outline",
    "area_choices_matching",
    "areas_of",
    "commune_or_none",
    "communes_matching",
    "communes_within",
    "covers",
    "distance_km",
    "label_of",
    "labels_of",
    "outline_svg_paths",
    "outlined_communes",
    "shipped_places",
    "shipped_stamp",
    "territory_covers",
    "unknown_codes",
]
