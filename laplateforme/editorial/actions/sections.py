"""Sections and keywords arranged: renamed, moved, put in order, taken away when nothing is in them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.actions.move_page import MovePageAction

from laplateforme.accounts.models import User
from laplateforme.core import journal
from laplateforme.core.text import slug_of
from laplateforme.editorial.actions.article import free_slug
from laplateforme.editorial.actions.words import keep_old_addresses
from laplateforme.editorial.models import ArticlePage, Keyword, KeywordGroup, OldAddress, SectionPage, SiteRoot

DEEPEST = 6  # floors below the root: nobody finds anything further down
STEP = 4


class UnableToArrange(Exception):
    """It stays where it is ("inside itself", "deep", "not empty", "taken", "used")."""


@transaction.atomic
def change_section(
    *, section: SectionPage, title: str, intro: str, parent: SiteRoot | SectionPage, at: datetime, by: User
) -> SectionPage:
    """Renames a section, and moves it with all that it holds. What was online answers at its old address too.

    Raises UnableToArrange("inside itself" or "deep").
    """
    section = SectionPage.objects.select_for_update(of=("self",)).get(pk=section.pk)
    here = section.get_parent()
    is_moving = parent.pk != here.pk
    if is_moving:
        _check_place(section, parent)
    if is_moving or slug_of(title) != slug_of(section.title):
        section.slug = free_slug(parent, title, "rubrique")
    section.title = section.draft_title = title
    section.intro = intro
    if is_moving:  # one step from the old address to the new one, told by the move
        said = {name: getattr(section, name) for name in ("title", "draft_title", "intro", "slug")}
        SectionPage.objects.filter(pk=section.pk).update(**said)
        _move(SectionPage.objects.get(pk=section.pk), parent, by)
    else:
        section.save()
    _record("section changed", section, by, at)
    return SectionPage.objects.get(pk=section.pk)


def _move(page: SectionPage | ArticlePage, to: SiteRoot | SectionPage, by: User) -> None:
    """Our rules were asked before; Wagtail asks its own groups, which may not be in step."""
    MovePageAction(page, to, pos="last-child", user=by).execute(skip_permission_checks=True)


def _check_place(section: SectionPage, parent: SiteRoot | SectionPage) -> None:
    if parent.pk == section.pk or parent.is_descendant_of(section):
        raise UnableToArrange("inside itself")
    below = section.get_descendants().type(SectionPage).values_list("depth", flat=True)
    floors = max([*below, section.depth]) - section.depth + 1
    if parent.depth - 2 + floors > DEEPEST:
        raise UnableToArrange("deep")


@transaction.atomic
def shift_section(*, section: SectionPage, up: bool, at: datetime, by: User) -> None:
    """One place up or down among the sections beside it."""
    beside = list(SectionPage.objects.sibling_of(section).order_by("position", "title", "pk"))
    for position, key in _shifted([one.pk for one in beside], section.pk, up=up):
        SectionPage.objects.filter(pk=key).update(position=position)
    _record("section put in order", section, by, at)


@transaction.atomic
def delete_section(*, section: SectionPage, at: datetime, by: User) -> None:
    """Takes away a section that holds nothing. Raises UnableToArrange("not empty")."""
    section = SectionPage.objects.select_for_update(of=("self",)).get(pk=section.pk)
    if section.get_children().exists():
        raise UnableToArrange("not empty")
    _record("section deleted", section, by, at)
    section.delete()


@transaction.atomic
def move_text(*, page: ArticlePage, section: SectionPage, at: datetime, by: User) -> ArticlePage:
    """Puts a text into another section of its network; its old address leads to the new one."""
    page = ArticlePage.objects.select_for_update(of=("self",)).get(pk=page.pk)
    if section.pk != page.section_id:
        if section.get_children().filter(slug=page.slug).exists():
            ArticlePage.objects.filter(pk=page.pk).update(slug=free_slug(section, page.slug, "article"))
        _move(ArticlePage.objects.get(pk=page.pk), section, by)
        _record("text moved", page, by, at, section=section.pk)
    moved: ArticlePage = type(page).objects.get(pk=page.pk)
    return moved


@transaction.atomic
def change_keyword_group(*, group: KeywordGroup, name: str, at: datetime, by: User) -> KeywordGroup:
    """Another name for a group. Raises UnableToArrange("taken")."""
    group = KeywordGroup.objects.select_for_update(of=("self",)).get(pk=group.pk)
    slug = slug_of(name) or "mots"
    if KeywordGroup.objects.filter(network=group.network_id, slug=slug).exclude(pk=group.pk).exists():
        raise UnableToArrange("taken")
    group.name, group.slug = name, slug
    group.save()
    _record("keyword group changed", group, by, at)
    return group


@transaction.atomic
def shift_keyword_group(*, group: KeywordGroup, up: bool, at: datetime, by: User) -> None:
    """One place up or down among the groups of its network."""
    beside = KeywordGroup.objects.filter(network=group.network_id).order_by("position", "name", "pk")
    for position, key in _shifted(list(beside.values_list("pk", flat=True)), group.pk, up=up):
        KeywordGroup.objects.filter(pk=key).update(position=position)
    _record("keyword group put in order", group, by, at)


@transaction.atomic
def delete_keyword_group(*, group: KeywordGroup, at: datetime, by: User) -> None:
    """Takes away a group without keywords. Raises UnableToArrange("not empty")."""
    if group.keywords.exists():
        raise UnableToArrange("not empty")
    _record("keyword group deleted", group, by, at)
    group.delete()


@transaction.atomic
def change_keyword(
    *, keyword: Keyword, name: str, description: str, group: KeywordGroup, at: datetime, by: User
) -> Keyword:
    """Another name, another group; its old address leads to the new one. Raises UnableToArrange("taken")."""
    keyword = Keyword.objects.select_for_update(of=("self",)).get(pk=keyword.pk)
    slug = slug_of(name) or "mot"
    if Keyword.objects.filter(network=keyword.network_id, slug=slug).exclude(pk=keyword.pk).exists():
        raise UnableToArrange("taken")
    if slug != keyword.slug:
        OldAddress.objects.filter(network=keyword.network_id, path=f"/mots-cles/{slug}/").delete()
        old = OldAddress(
            network_id=keyword.network_id, path=f"/mots-cles/{keyword.slug}/", keyword=keyword, created_at=at
        )
        keep_old_addresses([old])
    keyword.name, keyword.slug, keyword.description, keyword.group = name, slug, description, group
    keyword.save()
    _record("keyword changed", keyword, by, at)
    return keyword


@transaction.atomic
def delete_keyword(*, keyword: Keyword, at: datetime, by: User) -> None:
    """Takes away a keyword that no text carries. Raises UnableToArrange("used")."""
    if ArticlePage.objects.filter(keywords=keyword).exists():
        raise UnableToArrange("used")
    _record("keyword deleted", keyword, by, at)
    keyword.delete()


def _shifted(keys: Sequence[Any], key: Any, *, up: bool) -> list[tuple[int, Any]]:
    """(position, key) for all, once `key` has changed places with its neighbor."""
    ordered = list(keys)
    at = ordered.index(key)
    to = at - 1 if up else at + 1
    if 0 <= to < len(ordered):
        ordered[at], ordered[to] = ordered[to], ordered[at]
    return [(number * 10, one) for number, one in enumerate(ordered, 1)]


def _record(verb: str, thing: Any, by: User, at: datetime, **details: Any) -> None:
    journal.record(verb, at=at, actor_id=by.pk, subject=thing, network_id=thing.network_id, **details)
