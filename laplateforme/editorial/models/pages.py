"""The tree: one root for each network, sections in sections, articles; portraits and dates are articles with more."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import resolve, reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.fields import StreamField
from wagtail.models import Collection, Page, PageManager
from wagtail.query import PageQuerySet

from laplateforme.core.models import BaseModel
from laplateforme.core.privacy import Level, Personal
from laplateforme.editorial.blocks import BodyBlock, StepsBlock, has_untold_picture
from laplateforme.editorial.enums import ArticleKind
from laplateforme.editorial.models.files import Picture
from laplateforme.editorial.models.words import Author, Keyword
from laplateforme.forum.models import Topic
from laplateforme.network.models import Network
from laplateforme.places.models import Commune

PREVIEW_PATH = "/redaction/apercu/0/"


class SitePageQuerySet(PageQuerySet):
    def of_network(self, network: Network | None) -> "SitePageQuerySet":
        return self.filter(network=network) if network else self.none()

    def shown(self) -> "SitePageQuerySet":
        """What the public may read."""
        return self.filter(live=True)


SitePageManager = PageManager.from_queryset(SitePageQuerySet)


class SitePage(Page):
    """What all our pages share: an address under /ressources/ that is right from any network."""

    changes_public_pages = True

    # Privacy is told by the room that owns a text; Wagtail's own restrictions are switched off.
    private_page_options: list[str] = []
    promote_panels: list[Any] = ["slug", "search_description"]
    settings_panels: list[Any] = []
    exclude_fields_in_copy = ["origin"]

    class Meta:
        abstract = True

    @property
    def inner_path(self) -> str:
        """The address below /ressources/, without a slash at the start; empty for the root of a network."""
        return self.url_path.split("/", 2)[2] if self.url_path.count("/") > 1 else ""

    def get_absolute_url(self) -> str:
        """Within the page's own network (the present prefix is kept)."""
        return reverse("editorial:page", args=[self.inner_path]) if self.inner_path else reverse("editorial:resources")

    def own_network(self) -> Network | None:
        return getattr(self, "network", None)

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        network = self.own_network()
        if network is None:
            return None
        return 0, network.base_address(), f"/ressources/{self.inner_path}"

    def get_url(self, request: HttpRequest | None = None, current_site: Any = None) -> str | None:
        """The path alone within the page's network, the whole address from anywhere else."""
        network = self.own_network()
        here = getattr(request, "network", None)
        if network is not None and here is not None and here.pk == network.pk:
            return self.get_absolute_url()
        return self.get_full_url(request)

    url = property(get_url)

    def is_site_root(self) -> bool:
        """Wagtail's sites are not used: networks are found by NetworkMiddleware."""
        return False

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Through our own view, found by its address."""
        response: HttpResponse = resolve(PREVIEW_PATH).func(request, number=0, page=self)
        return response

    @property
    def preview_sizes(self) -> list[dict[str, Any]]:
        """A phone first: most readers hold one."""
        return [
            {"name": "mobile", "icon": "mobile-alt", "device_width": 360, "label": _("On a phone")},
            {"name": "desktop", "icon": "desktop", "device_width": 1280, "label": _("On a computer")},
        ]


class SiteRoot(SitePage):
    """The first page of a network's site, with what Wagtail needs to keep networks apart."""

    network = models.OneToOneField(
        Network, verbose_name=_("network"), on_delete=models.PROTECT, related_name="site_root", editable=False
    )
    collection = models.ForeignKey(
        Collection, verbose_name=_("files"), on_delete=models.PROTECT, related_name="site_roots", editable=False
    )
    writers = models.ForeignKey(
        Group, verbose_name=_("writers"), on_delete=models.PROTECT, related_name="+", editable=False
    )
    leaders = models.ForeignKey(
        Group, verbose_name=_("those who publish"), on_delete=models.PROTECT, related_name="+", editable=False
    )
    intro = models.TextField(_("introduction"), max_length=600, blank=True)
    writers_publish = models.BooleanField(
        _("writers publish by themselves"),
        default=False,
        help_text=_("Otherwise a facilitator reads each text before the public does."),
    )

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["editorial.SectionPage"]
    is_creatable = False
    content_panels: list[Any] = ["intro"]
    promote_panels: list[Any] = []
    objects = SitePageManager()

    class Meta:
        verbose_name = _("site of a network")
        verbose_name_plural = _("sites of networks")


class SectionPage(SitePage):
    """A place for texts, in another section or at the top."""

    network = models.ForeignKey(
        Network, verbose_name=_("network"), on_delete=models.PROTECT, related_name="+", editable=False
    )
    intro = models.TextField(_("introduction"), max_length=1200, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=100)
    origin = models.CharField(_("where it came from"), max_length=120, blank=True, db_index=True, editable=False)

    parent_page_types = ["editorial.SiteRoot", "editorial.SectionPage"]
    subpage_types = ["editorial.SectionPage", "editorial.ArticlePage", "editorial.PortraitPage", "editorial.EventPage"]
    content_panels = [*Page.content_panels, "intro", "position"]
    objects = SitePageManager()

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def save(self, *args: Any, **kwargs: Any) -> Any:
        if self._state.adding and self.path:
            self.network_id = network_of_parent(self)
        return super().save(*args, **kwargs)


class ArticlePage(SitePage):
    """A dated text of a section. `section` and `network` repeat what the tree says, so that lists need no tree."""

    personal = {"owner": Personal("To know who wrote a text", Level.PROFESSIONAL)}

    network = models.ForeignKey(
        Network, verbose_name=_("network"), on_delete=models.PROTECT, related_name="+", editable=False
    )
    section = models.ForeignKey(  # the tree takes the articles of a section away with it
        SectionPage, verbose_name=_("section"), on_delete=models.DO_NOTHING, related_name="articles", editable=False
    )
    kind = models.CharField(_("kind"), max_length=10, choices=ArticleKind.choices, default=ArticleKind.ARTICLE)
    online_at = models.DateTimeField(
        _("put online"), null=True, blank=True, help_text=_("Empty: the day when it is published.")
    )
    standfirst = models.TextField(_("in two sentences"), max_length=500, blank=True)
    picture = models.ForeignKey(
        Picture, verbose_name=_("picture"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    picture_alt = models.CharField(_("what the picture shows"), max_length=300, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)
    authors = ParentalManyToManyField(Author, verbose_name=_("authors"), blank=True, related_name="articles")
    keywords = ParentalManyToManyField(Keyword, verbose_name=_("keywords"), blank=True, related_name="articles")
    takes_replies = models.BooleanField(_("people may reply"), default=True)
    language = models.CharField(_("language"), max_length=10, default="fr")
    translations = models.UUIDField(_("same text in other languages"), null=True, blank=True, editable=False)
    origin = models.CharField(_("where it came from"), max_length=120, blank=True, db_index=True, editable=False)

    parent_page_types = ["editorial.SectionPage"]
    subpage_types: list[str] = []
    content_panels = [*Page.content_panels, "standfirst", "picture", "picture_alt", "body", "keywords", "authors"]
    promote_panels = ["kind", "online_at", "takes_replies", "slug", "search_description"]
    objects = SitePageManager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        indexes = [
            models.Index(fields=["network", "-online_at"], name="article_of_network"),
            models.Index(fields=["section", "-online_at"], name="article_of_section"),
            models.Index(fields=["translations"], name="article_translations"),
        ]
        constraints = [
            models.CheckConstraint(
                name="article_picture_is_told", condition=Q(picture__isnull=True) | ~Q(picture_alt="")
            )
        ]

    @property
    def reply_address(self) -> str:
        return reverse("editorial:reply", args=[self.inner_path.strip("/")])

    def clean(self) -> None:
        """Asked before a text goes online, and of each new version of one that is."""
        super().clean()
        if self.live and has_untold_picture(self.body):
            raise ValidationError({"body": _("Say what the picture shows: without that it is not taken.")})

    def save(self, *args: Any, **kwargs: Any) -> Any:
        if self._state.adding and self.path:
            self.section_id = self.get_parent().pk
            self.network_id = network_of_parent(self)
        if self.live and self.online_at is None:
            self.online_at = self.first_published_at
        return super().save(*args, **kwargs)

    def with_content_json(self, content: Any) -> Any:
        """A former version of the text stands where the text stands now, under a short name that is free there."""
        former = super().with_content_json(content)
        former.section_id, former.network_id = self.section_id, self.network_id
        if former.slug != self.slug and self.get_siblings(inclusive=False).filter(slug=former.slug).exists():
            former.slug = self.slug
        return former


class PortraitPage(ArticlePage):
    """A collective project told with the people's agreement, which is recorded before anybody reads it."""

    personal = {"agreed_by": Personal("To prove that the people of the portrait agreed", Level.PROFESSIONAL)}

    team = models.CharField(_("who they are"), max_length=160, blank=True)
    commune = models.ForeignKey(
        Commune, verbose_name=_("commune"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    quote = models.CharField(_("their words"), max_length=300, blank=True)
    what_helped = models.TextField(_("what helped"), max_length=600, blank=True)
    steps = StreamField(StepsBlock(), verbose_name=_("steps"), blank=True)
    agreed_date = models.DateField(_("agreement given on"), null=True, blank=True)
    agreed_by = models.CharField(_("agreement given by"), max_length=160, blank=True)

    content_panels = [
        *(*Page.content_panels, "standfirst", "team", "commune", "picture", "picture_alt", "quote", "body"),
        *("what_helped", "steps", "agreed_date", "agreed_by", "keywords", "authors"),
    ]

    class Meta:
        verbose_name = _("portrait")
        verbose_name_plural = _("portraits")

    def clean(self) -> None:
        """Called before a portrait goes online, never for a draft."""
        super().clean()
        if self.live and not (self.agreed_date and self.agreed_by.strip()):
            raise ValidationError(
                {"agreed_date": _("Say who agreed to this portrait, and when: nobody reads it before that.")}
            )
        if self.live and AgreementWithdrawal.objects.filter(page=self.pk).exists():
            raise ValidationError(
                {"agreed_date": _("The agreement was withdrawn: record a new one, nobody reads the portrait before.")}
            )


class AgreementWithdrawal(BaseModel):
    """The people of a portrait no longer agree. Apart from the page: no former version may bring it back online."""

    personal = {"by": Personal("To know who noted the withdrawal", Level.PROFESSIONAL)}

    page = models.OneToOneField(
        PortraitPage, verbose_name=_("portrait"), on_delete=models.CASCADE, related_name="withdrawal"
    )
    at = models.DateTimeField(_("withdrawn at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("noted by"), on_delete=models.SET_NULL, null=True, blank=True,
        related_name="+",
    )  # fmt: skip

    class Meta:
        verbose_name = _("withdrawn agreement")
        verbose_name_plural = _("withdrawn agreements")

    def __str__(self) -> str:
        return f"{self.page_id} {self.at:%Y-%m-%d}"


class EventPage(ArticlePage):
    """A date that the network announces."""

    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    commune = models.ForeignKey(
        Commune, verbose_name=_("commune"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    link = models.URLField(_("link to take part from afar"), blank=True)
    cost = models.CharField(_("cost"), max_length=120, blank=True)
    is_cancelled = models.BooleanField(_("cancelled"), default=False)

    content_panels = [
        *(*Page.content_panels, "starts_at", "ends_at", "place", "commune", "link", "cost", "is_cancelled"),
        *("standfirst", "picture", "picture_alt", "body", "keywords", "authors"),
    ]

    class Meta:
        verbose_name = _("date")
        verbose_name_plural = _("dates")
        indexes = [models.Index(fields=["starts_at"], name="event_starts")]
        constraints = [
            models.CheckConstraint(
                name="event_ends_after_start", condition=Q(ends_at__isnull=True) | Q(ends_at__gt=models.F("starts_at"))
            )
        ]


class ArticleThread(BaseModel):
    """The replies to an article. Apart from the page: going back to a former version must not lose them."""

    page = models.OneToOneField(ArticlePage, verbose_name=_("article"), on_delete=models.CASCADE, related_name="thread")
    topic = models.OneToOneField(Topic, verbose_name=_("topic"), on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("replies to an article")
        verbose_name_plural = _("replies to articles")

    def __str__(self) -> str:
        return f"{self.page_id}"


def network_of_parent(page: Page) -> Any:
    """The key of the network in whose tree the parent of `page` stands."""
    parent = page.get_parent().specific
    return parent.network_id
