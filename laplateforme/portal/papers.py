"""The table of papers: what each one is called, how it is made."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from laplateforme.portal.print.chain import chain_pdf
from laplateforme.portal.print.contents import NetworkSheet
from laplateforme.portal.print.document import leaflet_docx
from laplateforme.portal.print.leaflet import leaflet_fold_pdf, leaflet_pdf
from laplateforme.portal.print.poster import poster_pdf
from laplateforme.portal.print.presentation import slides_pptx
from laplateforme.portal.print.slides import slides_pdf

PDF = "application/pdf"
OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True)
class Paper:
    """One kind of paper; `name` is the start of its file name, in French."""

    name: str
    suffix: str
    media_type: str
    make: Callable[..., bytes]

    def file_name(self, subject: str, day: datetime) -> str:
        return f"{self.name}-{subject}-{day:%Y-%m-%d}.{self.suffix}"


PAPERS: dict[str, Paper] = {
    "leaflet": Paper("brochure", "pdf", PDF, leaflet_pdf),
    "booklet": Paper("brochure-a-plier", "pdf", PDF, leaflet_fold_pdf),
    "leaflet_docx": Paper("brochure", "docx", f"{OFFICE}.wordprocessingml.document", leaflet_docx),
    "slides": Paper("diapositives", "pdf", PDF, slides_pdf),
    "slides_pptx": Paper("diapositives", "pptx", f"{OFFICE}.presentationml.presentation", slides_pptx),
    "poster": Paper("affiche", "pdf", PDF, poster_pdf),
    "chain": Paper("filiere", "pdf", PDF, chain_pdf),
}


def make(kind: str, sheet: NetworkSheet, *, at: datetime) -> bytes:
    """The bytes of one paper. Raises core.print.pdf.UnableToPrint."""
    return PAPERS[kind].make(sheet, at=at)
