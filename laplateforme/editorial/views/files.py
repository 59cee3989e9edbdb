"""Pictures and files: one door, which asks who may read them."""

from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from laplateforme.core.http import public
from laplateforme.core.ids import short_code
from laplateforme.core.pictures import encoded_again
from laplateforme.editorial import rules
from laplateforme.editorial.models import WIDTHS, AttachedFile, Picture, PictureRendition

A_DAY = 86_400


@public
@require_safe
def picture(request: HttpRequest, pk: UUID, width: int) -> HttpResponse:
    """A picture at one of the widths that pages ask for, drawn once and kept on this host."""
    if width not in WIDTHS:
        raise Http404
    here = get_object_or_404(Picture, token=pk)
    if not rules.can_read_picture(request.user, here, request.network):
        raise Http404
    response = HttpResponse(drawn_at(here, width), content_type="image/webp")
    return _guarded(response, is_public=not request.user.is_authenticated)


def drawn_at(here: Picture, width: int) -> bytes:
    """The picture `width` pixels wide; written beside the others, whole or not at all."""
    folder = Path(settings.LP_DATA_DIR) / "pictures"
    place = folder / f"{here.token}-{width}.webp"
    if place.exists():
        return place.read_bytes()
    try:
        with default_storage.open(here.file.name) as file:
            content = file.read()
    except FileNotFoundError:
        raise Http404 from None
    drawn = encoded_again(content, widest=width) if here.width > width else content
    folder.mkdir(parents=True, exist_ok=True)
    part = place.with_suffix(f".{short_code(8)}.part")
    try:
        part.write_bytes(drawn)
        part.replace(place)
    except OSError:
        part.unlink(missing_ok=True)
    return drawn


@require_safe
def workshop_picture(request: HttpRequest, pk: UUID, rendition: int) -> HttpResponse:
    """The sizes that the workshop draws, for those who write."""
    here = get_object_or_404(PictureRendition.objects.select_related("image"), pk=rendition, image__token=pk)
    if not rules.can_see_in_workshop(request.user, here.image):
        raise Http404
    try:
        file = here.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return _guarded(FileResponse(file), is_public=False)


@public
@require_safe
def file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A file to download, under the name that its writers gave it."""
    here = get_object_or_404(AttachedFile, token=pk)
    if not rules.can_read_file(request.user, here, request.network):
        raise Http404
    try:
        content = here.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    ending = here.file.name.rsplit(".", 1)[-1].lower()
    name = f"{here.title.removesuffix(f'.{ending}')}.{ending}"
    response = FileResponse(content, as_attachment=True, filename=name)
    return _guarded(response, is_public=not request.user.is_authenticated)


def _guarded(response: HttpResponse, *, is_public: bool) -> HttpResponse:
    """Whatever is inside, it runs nothing here. What needed a rule is kept by nobody on the way."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = f"public, max-age={A_DAY}" if is_public else "private, no-store"
    return response
