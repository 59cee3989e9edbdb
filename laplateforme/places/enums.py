"""How an area is named in a code, and how close a found commune is to what was typed."""

from enum import IntEnum, StrEnum


class AreaKind(StrEnum):
    """The first half of an area code: "com:13005", "epci:200054807", "dep:13", "reg:93"."""

    COMMUNE = "com"
    EPCI = "epci"
    DEPARTMENT = "dep"
    REGION = "reg"


EVERYWHERE = "all"  # the one area code without a number


class Closeness(IntEnum):
    """Smaller is closer; found communes are ranked by this first, by population next."""

    EXACT = 0  # the whole name, or the whole post code
    INDIRECT = 1  # the whole name of a commune of the past that is now part of this one
    PREFIX = 2  # the beginning of the name
    WORDS = 3  # beginnings of words of the name, in any order
    TYPO = 4  # one letter away


class AliasKind(StrEnum):
    """Why another name leads to a commune."""

    DISTRICT = "district"  # arrondissement of Paris, Lyon or Marseille
    DELEGATED = "delegated"  # commune déléguée
    ASSOCIATED = "associated"  # commune associée
    FORMER = "former"  # a code of the past whose name is not in the source
