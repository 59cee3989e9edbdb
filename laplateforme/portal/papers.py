"""The table of papers: what each one is called, how it is made."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from laplateforme.core.faults import is_full
from laplateforme.core.print.pdf import TooMuchToPrint
from laplateforme.portal.print.chain import chain_pdf
from laplateforme.portal.print.contents import NetworkSheet, only
from laplateforme.portal.print.document import leaflet_docx
from laplateforme.portal.print.leaflet import leaflet_fold_pdf, leaflet_pdf
from laplateforme.portal.print.poster import poster_pdf
from laplateforme.portal.print.presentation import slides_pptx
from laplateforme.portal.print.slides import slides_pdf

PDF = "application/pdf"
OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True)
class Paper:
    """One kind of paper; `name` is the start of its file name, in French; `label` and `ready` are for the reader."""

    name: str
    suffix: str
    media_type: str
    make: Callable[..., bytes]
    label: Any
    ready: Any
    shows_all: bool = False  # for one organization, it still shows the whole network and marks its own part

    def file_name(self, subject: str, day: datetime) -> str:
        return f"{self.name}-{subject}-{day:%Y-%m-%d}.{self.suffix}"


DOCX = f"{OFFICE}.wordprocessingml.document"
PPTX = f"{OFFICE}.presentationml.presentation"
LEAFLET, SLIDES = _("Your leaflet is ready"), _("Your slides are ready")
PAPERS: dict[str, Paper] = {
    "leaflet": Paper("brochure", "pdf", PDF, leaflet_pdf, _("Leaflet, A5 pages (PDF)"), LEAFLET),
    "booklet": Paper("brochure-a-plier", "pdf", PDF, leaflet_fold_pdf,
                     _("Leaflet ready to fold, A4 sheets (PDF)"), LEAFLET),
    "leaflet_docx": Paper("brochure", "docx", DOCX, leaflet_docx,
                          _("Text of the leaflet, to rework (DOCX)"), _("The text of your leaflet is ready")),
    "slides": Paper("diapositives", "pdf", PDF, slides_pdf, _("Slides (PDF)"), SLIDES, shows_all=True),
    "slides_pptx": Paper("diapositives", "pptx", PPTX, slides_pptx,
                         _("Slides, to rework (PPTX)"), SLIDES, shows_all=True),
    "poster": Paper("affiche", "pdf", PDF, poster_pdf,
                    _("Poster with a code to scan, A3 (PDF)"), _("Your poster is ready")),
    "chain": Paper("filiere", "pdf", PDF, chain_pdf,
                   _("Who does what, one A4 page (PDF)"), _("Your page of who does what is ready"), shows_all=True),
}  # fmt: skip
KIT = "kit"


def make(kind: str, sheet: NetworkSheet, *, at: datetime) -> bytes:
    """The bytes of one paper, of the whole network or of the organization of `sheet.structure`.

    Raises core.print.pdf.UnableToPrint.
    """
    paper = PAPERS[kind]
    own = sheet.structure.organization if sheet.structure else ""
    return paper.make(only(sheet, own) if own and not paper.shows_all else sheet, at=at)


def failure_words(error: Exception, kind: str = "") -> str:
    """Why a paper could not be made, and what to do, for whoever asked for it."""
    if isinstance(error, TooMuchToPrint) and kind == KIT:
        return str(_("There are too many offers for one leaflet. Choose one theme."))
    if isinstance(error, TooMuchToPrint):
        return str(_("There are too many offers for one paper. Print one organization at a time."))
    if is_full(error):
        return str(_("There is no space left on the server. Tell your administrator, then try again."))
    return str(_("The pages could not be composed. Try again; if it happens again, tell your administrator."))
