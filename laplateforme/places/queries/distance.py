"""How far."""

from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0088
KM_PER_DEGREE = 111.195


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """As the crow flies, in kilometers (haversine on the mean sphere: within 0.5 %)."""
    a = sin(radians(lat2 - lat1) / 2) ** 2
    b = sin(radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(a + cos(radians(lat1)) * cos(radians(lat2)) * b)))
