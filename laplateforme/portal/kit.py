"""The kit of a fair: which papers stand in it, how they become one file."""

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laplateforme.core.print.office import moment_of
from laplateforme.portal.print.contents import NetworkSheet
from laplateforme.portal.print.kit import KitSheet, badges_pdf, cards_pdf, notebook_pdf
from laplateforme.portal.print.leaflet import leaflet_fold_pdf, leaflet_pdf
from laplateforme.portal.print.poster import poster_pdf
from laplateforme.portal.print.presentation import slides_pptx
from laplateforme.portal.print.slides import slides_pdf

Make = Callable[[KitSheet, datetime], bytes]


@dataclass(frozen=True)
class Part:
    """One file of the kit: its French name, what it is for the reader, how it is made."""

    name: str
    label: Any
    make: Make


def themed(kit: KitSheet, codes: frozenset[str]) -> NetworkSheet:
    """The sheet with the offers of these codes only; with all of them when none is left."""
    kept = tuple(offer for offer in kit.network.offers if offer.code in codes)
    return replace(kit.network, offers=kept or kit.network.offers)


def _leaflet(kit: KitSheet, at: datetime) -> bytes:
    return leaflet_pdf(themed(kit, kit.themed), at=at)


def _booklet(kit: KitSheet, at: datetime) -> bytes:
    return leaflet_fold_pdf(themed(kit, kit.themed), at=at)


PARTS: tuple[Part, ...] = (
    Part("affiche.pdf", gettext_lazy("the poster with its code, A3"), lambda kit, at: poster_pdf(kit.network, at=at)),
    Part("badges.pdf", gettext_lazy("badges of those who said yes, and blank ones"),
         lambda kit, at: badges_pdf(kit, at=at)),
    Part("brochure-a-plier.pdf", gettext_lazy("the leaflet ready to fold, A4 sheets"), _booklet),
    Part("brochure.pdf", gettext_lazy("the leaflet to read on screen"), _leaflet),
    Part("carnet-du-stand.pdf", gettext_lazy("what to say, whom to send where, what to bring"),
         lambda kit, at: notebook_pdf(kit, at=at)),
    Part("cartes.pdf", gettext_lazy("cards of the offer of all and of your structure"),
         lambda kit, at: cards_pdf(kit, at=at)),
    Part("diapositives.pdf", gettext_lazy("the slides"), lambda kit, at: slides_pdf(kit.network, at=at)),
    Part("diapositives.pptx", gettext_lazy("the slides, to rework"), lambda kit, at: slides_pptx(kit.network, at=at)),
)  # fmt: skip


def made_parts(kit: KitSheet, *, at: datetime) -> Iterator[tuple[str, bytes]]:
    """Each file as soon as it is made, then the one that says what is inside. Raises UnableToPrint."""
    for part in PARTS:
        yield part.name, part.make(kit, at)
    yield "lisez-moi.txt", contents_words(kit).encode()


def contents_words(kit: KitSheet) -> str:
    """What is inside, as a text."""
    with translation.override(kit.network.language):
        lines = [kit.title, kit.when, kit.place, ""]
        lines += [_("%(name)s: %(what)s") % {"name": part.name, "what": part.label} for part in PARTS]
        lines += ["", _("Everything comes from the offers of that day. Make the kit again before the next fair.")]
    return "\n".join(lines) + "\n"


def zipped(parts: list[tuple[str, bytes]], folder: str, at: datetime) -> bytes:
    """One archive, all parts with the same date: the same input gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for name, content in sorted(parts):
            info = zipfile.ZipInfo(f"{folder}/{name}", moment_of(at))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            kept.writestr(info, content)
    return out.getvalue()
