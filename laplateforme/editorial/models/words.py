"""Keywords by group, and who signs."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from laplateforme.core.models import BaseModel
from laplateforme.core.privacy import Level, Personal
from laplateforme.network.models import Network, Organization


class OfNetwork(models.QuerySet):  # type: ignore[type-arg]
    def of_network(self, network: Network | None) -> "OfNetwork":
        return self.filter(network=network) if network else self.none()


class KeywordGroup(BaseModel):
    """Keywords that answer one question: where, what about, which kind of text."""

    network = models.ForeignKey(Network, verbose_name=_("network"), on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("short name in addresses"), max_length=80)
    position = models.PositiveSmallIntegerField(_("position"), default=100)
    origin = models.CharField(_("where it came from"), max_length=120, blank=True, db_index=True, editable=False)

    objects = OfNetwork.as_manager()

    class Meta:
        verbose_name = _("group of keywords")
        verbose_name_plural = _("groups of keywords")
        constraints = [models.UniqueConstraint(name="keyword_group_once", fields=["network", "slug"])]

    def __str__(self) -> str:
        return self.name


class Keyword(BaseModel):
    """A word that articles share; it has its page."""

    network = models.ForeignKey(Network, verbose_name=_("network"), on_delete=models.CASCADE, related_name="+")
    group = models.ForeignKey(KeywordGroup, verbose_name=_("group"), on_delete=models.CASCADE, related_name="keywords")
    name = models.CharField(_("keyword"), max_length=80)
    slug = models.SlugField(_("short name in addresses"), max_length=80)
    description = models.TextField(_("what it covers"), max_length=600, blank=True)
    origin = models.CharField(_("where it came from"), max_length=120, blank=True, db_index=True, editable=False)

    objects = OfNetwork.as_manager()

    class Meta:
        verbose_name = _("keyword")
        verbose_name_plural = _("keywords")
        constraints = [models.UniqueConstraint(name="keyword_once", fields=["network", "slug"])]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("editorial:keyword", args=[self.slug])


class Author(BaseModel):
    """Who signs. A person is named to the public only if they agreed, otherwise by their organization."""

    personal = {
        "name": Personal("To sign a text, shown to the public if the person agreed", Level.PUBLIC, names=True),
        "user": Personal("So that a writer's own texts are signed", Level.PROFESSIONAL),
    }

    network = models.ForeignKey(Network, verbose_name=_("network"), on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=120)
    organization = models.ForeignKey(
        Organization, verbose_name=_("organization"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    is_named = models.BooleanField(_("agreed to be named"), default=False)
    origin = models.CharField(_("where it came from"), max_length=120, blank=True, db_index=True, editable=False)

    objects = OfNetwork.as_manager()

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        constraints = [
            models.UniqueConstraint(
                name="author_one_per_account", fields=["network", "user"], condition=models.Q(user__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return self.name or gettext("A member who left")

    @property
    def signature(self) -> str:
        """What the public reads: a name that may be said, else the organization, else nothing."""
        if self.is_named and self.name:
            return self.name
        return self.organization.called if self.organization else ""
