"""Pictures and attached files: kept outside any public folder, served by one view that asks who may read them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, DocumentQuerySet
from wagtail.images.models import AbstractImage, AbstractRendition, ImageQuerySet
from wagtail.models import Page

from laplateforme.core.privacy import Level, Personal
from laplateforme.network.models import Network

WIDTHS = (320, 640, 960, 1600)  # in pixels: what pages ask for


class PictureQuerySet(ImageQuerySet):
    def of_network(self, network: Network | None) -> "PictureQuerySet":
        return self.filter(collection__site_roots__network=network) if network else self.none()


class Picture(AbstractImage):
    """Drawn again from its pixels when it came in. `description` says what it shows: never empty."""

    changes_public_pages = True
    personal = {"uploaded_by_user": Personal("To know whom to ask about a picture", Level.PROFESSIONAL)}

    token = models.UUIDField(_("name in addresses"), default=uuid.uuid4, unique=True, editable=False)
    uploaded_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("given by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    credit = models.CharField(_("who made it"), max_length=120, blank=True)
    origin = models.CharField(_("where it came from"), max_length=120, blank=True, db_index=True, editable=False)

    admin_form_fields = ("title", "file", "description", "credit", "collection")
    objects = PictureQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        constraints = [models.CheckConstraint(name="picture_is_told", condition=~Q(description=""))]

    def address(self, width: int = WIDTHS[-1]) -> str:
        """Where pages fetch it, at most `width` pixels wide (one of WIDTHS)."""
        return reverse("editorial:picture", args=[self.token, width])

    def size_at(self, width: int) -> tuple[int, int]:
        """Width and height in pixels once drawn at most `width` wide; never larger than it is."""
        shown = min(width, self.width)
        return shown, max(1, round(self.height * shown / self.width))

    @property
    def default_alt_text(self) -> str:
        return str(self.description)


class PictureRendition(AbstractRendition):
    """What writers see while they work; public pages have sizes of their own (see files of this room)."""

    changes_public_pages = False

    image = models.ForeignKey(Picture, verbose_name=_("picture"), on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        verbose_name = _("size of a picture")
        verbose_name_plural = _("sizes of pictures")
        constraints = [
            models.UniqueConstraint(name="picture_rendition_once", fields=["image", "filter_spec", "focal_point_key"])
        ]

    @property
    def url(self) -> str:
        return reverse("editorial:rendition", args=[self.image.token, self.pk])


class AttachedFileQuerySet(DocumentQuerySet):
    def of_network(self, network: Network | None) -> "AttachedFileQuerySet":
        return self.filter(collection__site_roots__network=network) if network else self.none()


class AttachedFile(AbstractDocument):
    """A file to download. Whoever reads a page that shows it may read it; before that, its writers only."""

    personal = {"uploaded_by_user": Personal("To know whom to ask about a file", Level.PROFESSIONAL)}

    token = models.UUIDField(_("name in addresses"), default=uuid.uuid4, unique=True, editable=False)
    uploaded_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("given by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    origin = models.CharField(_("where it came from"), max_length=120, blank=True, db_index=True, editable=False)

    admin_form_fields = ("title", "file", "collection")
    objects = AttachedFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")

    @property
    def url(self) -> str:
        return reverse("editorial:file", args=[self.token])


class PictureUse(models.Model):
    """A page that is online shows a picture: whoever reads the page may fetch it."""

    page = models.ForeignKey(Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="+")
    picture = models.ForeignKey(Picture, verbose_name=_("picture"), on_delete=models.CASCADE, related_name="uses")

    class Meta:
        verbose_name = _("use of a picture")
        verbose_name_plural = _("uses of pictures")
        constraints = [models.UniqueConstraint(name="picture_use_once", fields=["page", "picture"])]

    def __str__(self) -> str:
        return f"{self.page_id} {self.picture_id}"


class FileUse(models.Model):
    """A page that is online offers a file: whoever reads the page may fetch it."""

    page = models.ForeignKey(Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="+")
    file = models.ForeignKey(AttachedFile, verbose_name=_("file"), on_delete=models.CASCADE, related_name="uses")

    class Meta:
        verbose_name = _("use of a file")
        verbose_name_plural = _("uses of files")
        constraints = [models.UniqueConstraint(name="file_use_once", fields=["page", "file"])]

    def __str__(self) -> str:
        return f"{self.page_id} {self.file_id}"
