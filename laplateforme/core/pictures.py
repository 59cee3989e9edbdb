"""Pictures that people give: drawn again from their pixels, so that no place, date or machine name remains."""

from collections.abc import Sequence
from io import BytesIO

MOST_PIXELS = 40_000_000
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")


class UnreadablePicture(Exception):
    """Not a picture that we can read, or one of too many pixels."""


def encoded_again(content: bytes, *, widest: int, formats: Sequence[str] = FORMATS, quality: int = 80) -> bytes:
    """A WebP at most `widest` pixels wide and twice as high, upright, without metadata. Raises UnreadablePicture."""
    from PIL import Image, ImageOps, UnidentifiedImageError  # noqa: PLC0415  slow import

    try:
        with Image.open(BytesIO(content), formats=list(formats)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise UnreadablePicture("pixels")
            upright = ImageOps.exif_transpose(image)
            drawn = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
            drawn.thumbnail((widest, widest * 2))
            out = BytesIO()
            drawn.save(out, "WEBP", quality=quality, exif=b"", xmp=b"", icc_profile=b"")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise UnreadablePicture("unreadable") from error
    return out.getvalue()
