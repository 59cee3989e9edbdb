"""The site of a network, and who may do what in it."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from laplateforme.accounts.models import User
from laplateforme.core import journal
from laplateforme.editorial.models import SiteRoot
from laplateforme.network.models import Membership, Network
from laplateforme.network.rules import LEADS
from laplateforme.vocabulary.enums import Role

WRITE = ("wagtailcore.add_page", "wagtailcore.change_page")
LEAD = (*WRITE, *(f"wagtailcore.{deed}_page" for deed in ("publish", "bulk_delete", "lock", "unlock")))
KINDS = ("wagtailimages.{}_image", "wagtaildocs.{}_document")  # Wagtail's names, whatever our own models are called
FILES = tuple(kind.format(deed) for kind in KINDS for deed in ("add", "change", "choose"))


@transaction.atomic
def open_site(*, network: Network, at: datetime, by: User | None = None) -> SiteRoot:
    """Gives a network its root page, its folder of files, its two groups and its approval. Once; then gives it back."""
    Network.objects.select_for_update(of=("self",)).get(pk=network.pk)
    found = SiteRoot.objects.filter(network=network).first()
    if found is not None:
        return found
    writers, leaders = (
        Group.objects.create(name=f"{words} {network.slug}") for words in ("site-writers", "site-leaders")
    )
    root = SiteRoot(
        title=network.name,
        slug=network.slug,
        network=network,
        collection=_top_collection().add_child(instance=Collection(name=network.name)),
        writers=writers,
        leaders=leaders,
        show_in_menus=True,
    )
    _top_page().add_child(instance=root)
    _grant(root)
    _require_approval(root)
    journal.record("site opened", at=at, actor_id=by.pk if by else None, subject=root, network_id=network.pk)
    return root


@transaction.atomic
def let_writers_publish(*, root: SiteRoot, allowed: bool, by: User, at: datetime) -> SiteRoot:
    """Whether a facilitator reads each text before the public does."""
    fresh = SiteRoot.objects.select_for_update(of=("self",)).get(pk=root.pk)
    fresh.writers_publish = allowed
    fresh.save(clean=False)
    mine = GroupPagePermission.objects.filter(group=fresh.writers, page=fresh)
    publish = _permission("wagtailcore.publish_page")
    if allowed:
        mine.get_or_create(group=fresh.writers, page=fresh, permission=publish)
    else:
        mine.filter(permission=publish).delete()
    journal.record(
        "site approval changed", at=at, actor_id=by.pk, subject=fresh, network_id=fresh.network_id, allowed=allowed
    )
    return fresh


@transaction.atomic
def sync_groups(*, user: Any) -> bool:
    """Gives `user` the groups of their present roles and takes the others away; tells whether anything is left.

    Two queries when nothing has changed. Groups that are not ours are left alone.
    """
    roots = list(SiteRoot.objects.order_by().values_list("network_id", "writers_id", "leaders_id"))
    roles = set(Membership.objects.active().filter(user_id=user.pk).values_list("network_id", "role"))
    ours, wanted = set(), set()
    for network_id, writers_id, leaders_id in roots:
        ours |= {writers_id, leaders_id}
        if any((network_id, role) in roles for role in LEADS):
            wanted.add(leaders_id)
        elif (network_id, Role.WRITER) in roles:
            wanted.add(writers_id)
    have = set(user.groups.values_list("pk", flat=True)) & ours
    if have - wanted:
        user.groups.remove(*(have - wanted))
    if wanted - have:
        user.groups.add(*(wanted - have))
    return bool(wanted)


def _top_page() -> Page:
    """The root of the tree, made here where migrations did not (tests)."""
    Locale.objects.get_or_create(language_code=settings.WAGTAIL_CONTENT_LANGUAGES[0][0])
    found = Page.get_first_root_node()
    return found if found is not None else Page.add_root(instance=Page(title="Root", slug="root"))


def _top_collection() -> Collection:
    found = Collection.get_first_root_node()
    return found if found is not None else Collection.add_root(instance=Collection(name="Root"))


def _permission(name: str) -> Permission:
    app, codename = name.split(".")
    return Permission.objects.get(content_type__app_label=app, codename=codename)


def _grant(root: SiteRoot) -> None:
    enter = _permission("wagtailadmin.access_admin")
    for group, names in ((root.writers, WRITE), (root.leaders, LEAD)):
        group.permissions.add(enter)
        for name in names:
            GroupPagePermission.objects.create(group=group, page=root, permission=_permission(name))
        for name in FILES:
            GroupCollectionPermission.objects.create(
                group=group, collection=root.collection, permission=_permission(name)
            )
    for kind in KINDS:
        GroupCollectionPermission.objects.create(
            group=root.leaders, collection=root.collection, permission=_permission(kind.format("delete"))
        )


def _require_approval(root: SiteRoot) -> None:
    task = GroupApprovalTask.objects.create(name=_("Read by a facilitator"))
    task.groups.add(root.leaders)
    workflow = Workflow.objects.create(name=_("Approval of %(network)s") % {"network": root.title})
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=root)
