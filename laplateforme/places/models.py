"""Regions, départements, EPCI and communes under their official codes; named territories made of any of them.

Area codes everywhere are strings: "com:13005", "epci:200054807", "dep:13", "reg:93", or "all".
Official places change with an edition only: its one row tells the kept pages, not each of 40,000 rows.
"""

from collections.abc import Iterable
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from laplateforme.core.models import BaseModel
from laplateforme.places.enums import AliasKind, AreaKind


class Region(models.Model):
    changes_public_pages: ClassVar[bool] = False

    code = models.CharField(_("official code"), max_length=3, primary_key=True)
    name = models.CharField(_("name"), max_length=80)

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")

    def __str__(self) -> str:
        return self.name

    @property
    def area_code(self) -> str:
        return f"{AreaKind.REGION}:{self.code}"


class Department(models.Model):
    changes_public_pages: ClassVar[bool] = False

    code = models.CharField(_("official code"), max_length=3, primary_key=True)
    name = models.CharField(_("name"), max_length=80)
    region = models.ForeignKey(Region, models.PROTECT, related_name="departments", verbose_name=_("region"))

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"

    @property
    def area_code(self) -> str:
        return f"{AreaKind.DEPARTMENT}:{self.code}"


class Epci(models.Model):
    """A grouping of communes: métropole, communauté d'agglomération, communauté de communes."""

    changes_public_pages: ClassVar[bool] = False

    code = models.CharField(_("official code"), max_length=9, primary_key=True)
    name = models.CharField(_("name"), max_length=200)
    # That of its most populous commune: an EPCI may spread over several départements.
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="epcis", null=True, blank=True, verbose_name=_("department")
    )

    class Meta:
        verbose_name = _("grouping of communes")
        verbose_name_plural = _("groupings of communes")

    def __str__(self) -> str:
        return self.name

    @property
    def area_code(self) -> str:
        return f"{AreaKind.EPCI}:{self.code}"


class CommuneQuerySet(models.QuerySet["Commune"]):
    def with_areas(self) -> Self:
        """Ready for `areas_of` and `covers` without another query."""
        return self.select_related("department__region", "epci")

    def in_areas(self, codes: Iterable[str]) -> Self:
        """Communes covered by any of these area codes."""
        found = models.Q(pk__in=[])
        for code in codes:
            kind, _colon, number = code.partition(":")
            if kind == "all":
                return self
            field = {"com": "pk", "epci": "epci", "dep": "department", "reg": "department__region"}.get(kind)
            if field:
                found |= models.Q(**{field: number})
        return self.filter(found)


class Commune(models.Model):
    changes_public_pages: ClassVar[bool] = False

    code = models.CharField(_("INSEE code"), max_length=5, primary_key=True)
    name = models.CharField(_("name"), max_length=80)
    post_codes = models.JSONField(_("post codes"), default=list, blank=True)
    department = models.ForeignKey(Department, models.PROTECT, related_name="communes", verbose_name=_("department"))
    epci = models.ForeignKey(
        Epci, models.PROTECT, related_name="communes", null=True, blank=True, verbose_name=_("grouping of communes")
    )
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    population = models.PositiveIntegerField(_("population"), default=0)
    search_key = models.CharField(_("search key"), max_length=80, blank=True, editable=False)

    objects: ClassVar[CommuneQuerySet] = CommuneQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("commune")
        verbose_name_plural = _("communes")
        constraints = [
            models.CheckConstraint(
                name="commune_latitude_and_longitude_together",
                # "is not null" in so many words: a check that comes out as null lets the row pass.
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """ "Aubagne (13400)"; with several post codes, the département tells: "Marseille (13)"."""
        return commune_label(self.name, self.post_codes, self.department_id)

    @property
    def area_code(self) -> str:
        return f"{AreaKind.COMMUNE}:{self.code}"


def commune_label(name: str, post_codes: Iterable[str], department_code: str) -> str:
    """How a commune is written wherever it is shown or typed."""
    codes = list(post_codes)
    return f"{name} ({codes[0] if len(codes) == 1 else department_code})"


class CommuneAlias(models.Model):
    """Another code, and often another name, that leads to a commune of today: arrondissements of Paris, Lyon and
    Marseille, communes déléguées and associées, codes of communes that were merged."""

    changes_public_pages: ClassVar[bool] = False

    class Kind(models.TextChoices):
        DISTRICT = AliasKind.DISTRICT.value, _("district of a city")
        DELEGATED = AliasKind.DELEGATED.value, _("delegated commune")
        ASSOCIATED = AliasKind.ASSOCIATED.value, _("associated commune")
        FORMER = AliasKind.FORMER.value, _("former commune")

    code = models.CharField(_("INSEE code"), max_length=5, primary_key=True)
    commune = models.ForeignKey(Commune, models.CASCADE, related_name="aliases", verbose_name=_("commune"))
    name = models.CharField(_("name"), max_length=80, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    post_codes = models.JSONField(_("post codes"), default=list, blank=True)

    class Meta:
        verbose_name = _("other name of a commune")
        verbose_name_plural = _("other names of communes")

    def __str__(self) -> str:
        return f"{self.name or self.code} → {self.commune_id}"


class PlacesEdition(models.Model):
    """Which shipped file is loaded. One row; every process compares its memory with it."""

    stamp = models.CharField(_("stamp"), max_length=64, unique=True)
    vintage = models.DateField(_("vintage"))

    class Meta:
        verbose_name = _("edition of the places")
        verbose_name_plural = _("editions of the places")

    def __str__(self) -> str:
        return f"{self.vintage}"


class Territory(BaseModel):
    """A living area with a name of its own, made of any areas: "04/06" is dep:04 and dep:06."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("short name in addresses"), max_length=60, unique=True)
    codes = models.JSONField(_("areas"), default=list)

    class Meta:
        verbose_name = _("territory")
        verbose_name_plural = _("territories")
        constraints = [models.CheckConstraint(name="territory_has_a_name", condition=~models.Q(name=""))]

    def __str__(self) -> str:
        return self.name
