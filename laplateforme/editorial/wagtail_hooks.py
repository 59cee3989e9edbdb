"""How Wagtail's editor fits the house: one network's things, one button, then back to the text's own page."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail import hooks

from laplateforme.editorial import actions
from laplateforme.editorial.forms.workshop import ArticleForm
from laplateforme.editorial.models import ArticlePage, SiteRoot

ArticlePage.base_form_class = ArticleForm


def the_site(request: Any) -> SiteRoot:
    return SiteRoot.objects.get(network=request.network)


@hooks.register("construct_page_chooser_queryset")  # type: ignore[untyped-decorator]
def pages_of_the_network(pages: Any, request: Any) -> Any:
    return pages.descendant_of(the_site(request), inclusive=True)


@hooks.register("construct_image_chooser_queryset")  # type: ignore[untyped-decorator]
def pictures_of_the_network(pictures: Any, request: Any) -> Any:
    return pictures.filter(collection=the_site(request).collection_id)


@hooks.register("construct_document_chooser_queryset")  # type: ignore[untyped-decorator]
def files_of_the_network(files: Any, request: Any) -> Any:
    return files.filter(collection=the_site(request).collection_id)


@hooks.register("construct_page_action_menu")  # type: ignore[untyped-decorator]
def save_only(items: list[Any], request: Any, context: Any) -> None:
    """Publishing and proposing are on the text's own page, with the rules of the house."""
    items[:] = [item for item in items if item.name == "action-save-draft"]


@hooks.register("before_edit_page")  # type: ignore[untyped-decorator]
def notice_somebody_else(request: Any, page: ArticlePage) -> None:
    """Both versions stay in the list of versions; whoever saves last is told."""
    if request.method == "POST" and request.POST.get("loaded_revision_id") != str(page.latest_revision_id):
        messages.warning(request, _("Somebody kept another version meanwhile. Both are in the list of versions."))


@hooks.register("after_edit_page")  # type: ignore[untyped-decorator]
def back_to_the_text(request: Any, page: ArticlePage) -> HttpResponse:
    actions.note_workshop(page=page, at=timezone.now(), by=request.user)
    messages.success(request, _("Your text is kept as a draft. Read it once more, then publish or propose it."))
    return redirect("editorial:text", page.pk)


@hooks.register("insert_global_admin_css")  # type: ignore[untyped-decorator]
def plain_workshop() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("editorial/workshop.css"))


@hooks.register("insert_editor_js")  # type: ignore[untyped-decorator]
def names_for_fields() -> str:
    """Parts of a text are fields without a name: they take that of their heading."""
    return format_html('<script src="{}"></script>', static("editorial/workshop.js"))
