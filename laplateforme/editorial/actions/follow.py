"""What has to follow when a page changes, whoever changed it.

Texts are published by our own actions, by Wagtail's workshop and by its scheduled publication. Its signals are the one
door that all three pass: this is the only place of the house where signals carry business (see docs/decisions).
"""

from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from laplateforme.core.search import note_change, note_changes
from laplateforme.editorial.actions.words import keep_old_addresses
from laplateforme.editorial.models import (
    ArticlePage,
    AttachedFile,
    FileUse,
    OldAddress,
    Picture,
    PictureUse,
    SectionPage,
)
from laplateforme.editorial.queries.body import named_in, raw_blocks

KIND = "article"


@transaction.atomic
def when_published(instance: Page, **_: Any) -> None:
    """Search learns the text; its pictures and files become readable with it."""
    if isinstance(instance, ArticlePage):
        note_change(KIND, instance.pk)
        note_uses(instance)


@transaction.atomic
def when_withdrawn(instance: Page, **_: Any) -> None:
    """Neither found nor lending its files any more."""
    if isinstance(instance, ArticlePage):
        note_change(KIND, instance.pk)
        for uses in (PictureUse, FileUse):
            uses.objects.filter(page=instance.pk).delete()


def when_deleted(instance: ArticlePage, **_: Any) -> None:
    """The rows that point to it go with it; search is told."""
    note_change(KIND, instance.pk)


@transaction.atomic
def when_renamed(instance: Page, instance_before: Page, **_: Any) -> None:
    """The short name changed, hence the address of the page and of all that stands under it."""
    moved(instance, instance_before.url_path, instance.url_path)


@transaction.atomic
def when_moved(instance: Page, url_path_before: str, url_path_after: str, **_: Any) -> None:
    """The page stands elsewhere: its section is another, its old address and those under it lead to the new ones."""
    page = instance.specific
    if isinstance(page, ArticlePage):
        ArticlePage.objects.filter(pk=page.pk).update(section=page.get_parent().pk)
    if url_path_before != url_path_after:
        moved(page, url_path_before, url_path_after)


def moved(page: Page, before: str, after: str) -> None:
    """Keeps the addresses of what is online at `page` and under it, and tells search."""
    specific = page.specific
    if not isinstance(specific, ArticlePage | SectionPage):
        return
    start = f"/{before.split('/', 2)[1]}/"
    rows = list(Page.objects.descendant_of(page, inclusive=True).filter(live=True).values_list("pk", "url_path"))
    paths = {key: f"/ressources/{before[len(start) :]}{url_path[len(after) :]}" for key, url_path in rows}
    current = {f"/ressources/{url_path[len(start) :]}" for _, url_path in rows}
    network_id = specific.network_id
    OldAddress.objects.filter(network=network_id, path__in=current).delete()  # a page lives there again
    keep_old_addresses(
        OldAddress(network_id=network_id, path=path, page_id=key, created_at=timezone.now())
        for key, path in paths.items()
        if len(path) <= 400
    )
    articles = ArticlePage.objects.filter(pk__in=paths).values_list("pk", flat=True)
    note_changes(KIND, articles)


def note_uses(page: ArticlePage) -> None:
    """Which pictures and files the page shows, as it is online."""
    wanted = named_in(raw_blocks(page)).links
    pictures = wanted.pictures | ({page.picture_id} if page.picture_id else set())
    _keep_uses(PictureUse, "picture", page, Picture.objects.filter(pk__in=pictures))
    _keep_uses(FileUse, "file", page, AttachedFile.objects.filter(pk__in=wanted.files))


def _keep_uses(model: Any, name: str, page: ArticlePage, shown: Any) -> None:
    rows = model.objects.filter(page=page.pk)
    have, keys = set(rows.values_list(name, flat=True)), set(shown.values_list("pk", flat=True))
    if have - keys:
        rows.filter(**{f"{name}__in": have - keys}).delete()
    new = [model(page_id=page.pk, **{f"{name}_id": key}) for key in sorted(keys - have)]
    if new:
        model.objects.bulk_create(new, ignore_conflicts=True)
