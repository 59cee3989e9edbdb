"""The files of an old site: its folder IMG, beside the backup."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from laplateforme.editorial.queries.old_text import PICTURES, bare_path
from laplateforme.editorial.spip.old_site import OldDocument

FLOORS = 3  # from tmp/dump/ up to the folder of the site
FOLDER = "IMG"


@dataclass(frozen=True)
class OldFiles:
    """`folder`: the IMG of the old site; None when it did not come along."""

    folder: Path | None = None

    @classmethod
    def beside(cls, dump: Path) -> "OldFiles":
        """The nearest folder IMG, from that of the backup up."""
        for base in [dump.parent, *list(dump.absolute().parent.parents)[:FLOORS]]:
            if (base / FOLDER).is_dir():
                return cls((base / FOLDER).resolve())
        return cls()

    def place(self, document: OldDocument) -> Path | None:
        """Where the file is; never anything outside the folder, whatever the backup says."""
        if self.folder is None or not document.path or "\x00" in document.path:
            return None
        try:
            path = (self.folder / bare_path(document.path)).resolve()
            return path if path.is_relative_to(self.folder) and path.is_file() else None
        except (OSError, ValueError):
            return None

    def state(self, document: OldDocument) -> str:
        """ "picture" or "file" when it can be brought over, else why not, as a code of WHY."""
        if document.is_distant:
            return "elsewhere"
        ending = bare_path(document.path).rsplit(".", 1)[-1].lower()
        if ending not in PICTURES and ending not in settings.WAGTAILDOCS_EXTENSIONS:
            return "kind"
        path = self.place(document)
        if path is None:
            return "missing"
        if path.stat().st_size > settings.LP_UPLOAD_MAX_BYTES:
            return "large"
        if ending in PICTURES:
            return "picture" if _is_picture(path) else "unreadable"
        return "file"

    def states(self, documents: Iterable[OldDocument]) -> dict[int, str]:
        return {document.number: self.state(document) for document in documents}


def _is_picture(path: Path) -> bool:
    """Whether its first bytes say so; it is drawn again when it is kept."""
    with path.open("rb") as file:
        start = file.read(12)
    return start.startswith((b"\xff\xd8\xff", b"\x89PNG", b"GIF8")) or start[8:12] == b"WEBP"
