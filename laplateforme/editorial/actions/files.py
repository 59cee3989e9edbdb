"""Pictures and files that the site shows."""

from datetime import datetime
from hashlib import sha1
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.db import transaction

from laplateforme.accounts.models import User
from laplateforme.core import journal
from laplateforme.core.ids import short_code
from laplateforme.core.pictures import UnreadablePicture, encoded_again
from laplateforme.editorial.models import AttachedFile, Picture, SiteRoot

WIDEST = 2_000  # in pixels: enough for a wide screen, and for print


class UnableToKeepPicture(Exception):
    """Nobody said what the picture shows ("alternative"), or it cannot be read ("unreadable", "pixels")."""


@transaction.atomic
def keep_picture(
    *, root: SiteRoot, content: bytes, title: str, alternative: str, at: datetime, by: User | None = None,
    credit: str = "", origin: str = "",
) -> Picture:  # fmt: skip
    """Draws the picture again and keeps it for the site of a network. Raises UnableToKeepPicture."""
    if not alternative.strip():
        raise UnableToKeepPicture("alternative")
    try:
        drawn = encoded_again(content, widest=WIDEST)
    except UnreadablePicture as error:
        raise UnableToKeepPicture(str(error)) from error
    picture = Picture(
        file=ImageFile(BytesIO(drawn), name=f"{short_code(12)}.webp"),
        title=title[:255],
        description=alternative.strip()[:255],
        credit=credit[:120],
        collection=root.collection,
        uploaded_by_user=by,
        origin=origin,
        file_size=len(drawn),
        file_hash=sha1(drawn, usedforsecurity=False).hexdigest(),
    )
    picture.save()
    journal.record("picture kept", at=at, actor_id=by.pk if by else None, subject=picture, network_id=root.network_id)
    return picture


@transaction.atomic
def keep_file(
    *, root: SiteRoot, name: str, content: bytes, title: str, at: datetime, by: User | None = None, origin: str = ""
) -> AttachedFile:
    """Keeps a file for the site of a network; nobody but its writers reads it until a page that is online shows it."""
    ending = name.rsplit(".", 1)[-1].lower()[:8] if "." in name else "bin"
    kept = AttachedFile(
        title=(title or name)[:255],
        collection=root.collection,
        uploaded_by_user=by,
        origin=origin,
        file_size=len(content),
        file_hash=sha1(content, usedforsecurity=False).hexdigest(),
    )
    kept.file.save(f"{short_code(12)}.{ending}", ContentFile(content), save=False)
    kept.clean()  # the kinds of files that we take
    kept.save()
    journal.record("file kept", at=at, actor_id=by.pk if by else None, subject=kept, network_id=root.network_id)
    return kept
