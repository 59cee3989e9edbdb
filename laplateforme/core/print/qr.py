"""Codes to scan from paper, in the sun, with an old phone: level Q, dark on white."""

from __future__ import annotations

import io

import segno

from laplateforme.core.print.tokens import COLORS

ERROR_LEVEL = "q"


def qr_code(address: str) -> segno.QRCode:
    return segno.make(address, error=ERROR_LEVEL, micro=False, boost_error=False)


def qr_svg(address: str) -> str:
    """A scalable drawing, two modules of margin; the paper around adds the rest."""
    out = io.BytesIO()
    qr_code(address).save(
        out, kind="svg", border=2, xmldecl=False, svgns=True, omitsize=True, nl=False, dark=COLORS["ink-900"]
    )
    return out.getvalue().decode()


def qr_png(address: str, scale: int = 12) -> bytes:
    """For slides and documents, which take no SVG."""
    out = io.BytesIO()
    qr_code(address).save(out, kind="png", border=3, scale=scale, dark=COLORS["ink-900"])
    return out.getvalue()


def readable(address: str) -> str:
    """The address as people type it."""
    return address.removeprefix("https://").removeprefix("http://").rstrip("/")
