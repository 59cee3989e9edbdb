from django.apps import AppConfig
from django.db.models.signals import post_delete
from wagtail.admin.apps import WagtailAdminAppConfig


class QuietAdmin(WagtailAdminAppConfig):
    """Wagtail's workshop without its own mail: what has to be told is told by our tasks, after commit."""

    default = False

    def ready(self) -> None:
        from wagtail.admin.telepath import widgets  # noqa: F401, PLC0415  app ready


class EditorialConfig(AppConfig):
    name = "laplateforme.editorial"
    label = "editorial"
    default = True

    def ready(self) -> None:
        from wagtail import signals  # noqa: PLC0415  app ready

        from laplateforme.core.pages import also_public  # noqa: PLC0415  app ready
        from laplateforme.core.search import register  # noqa: PLC0415  app ready
        from laplateforme.editorial import index  # noqa: PLC0415  app ready
        from laplateforme.editorial.actions import follow  # noqa: PLC0415  app ready
        from laplateforme.editorial.actions.minutes import publish_minutes, withdraw_minutes  # noqa: PLC0415  app ready
        from laplateforme.editorial.models import ArticlePage  # noqa: PLC0415  app ready
        from laplateforme.editorial.rules import shows_thread  # noqa: PLC0415  app ready
        from laplateforme.forum.rules import shown_where  # noqa: PLC0415  app ready
        from laplateforme.groups.actions.minutes import tell_site  # noqa: PLC0415  app ready

        tell_site(write=publish_minutes, withdraw=withdraw_minutes)
        register(index.KIND, index.article_documents)
        shown_where(shows_thread)
        also_public("wagtailcore_page", silent=DRAFT_COLUMNS)
        signals.page_published.connect(follow.when_published, dispatch_uid="editorial")
        signals.page_unpublished.connect(follow.when_withdrawn, dispatch_uid="editorial")
        signals.page_slug_changed.connect(follow.when_renamed, dispatch_uid="editorial")
        signals.post_page_move.connect(follow.when_moved, dispatch_uid="editorial")
        post_delete.connect(follow.when_deleted, sender=ArticlePage, dispatch_uid="editorial")


# What saving a draft writes to the row of a page: nothing that the public sees.
DRAFT_COLUMNS = frozenset(
    {"latest_revision_id", "latest_revision_created_at", "draft_title", "has_unpublished_changes", "locked"}
)
