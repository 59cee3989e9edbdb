"""Pictures and areas that people send."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from laplateforme.network.forms import AreasField, LogoField
from laplateforme.places.models import Department, Region


def picture(kind: str, size: tuple[int, int] = (1200, 300), **options: object) -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", size, "#1B6B78").save(out, kind, **options)
    return SimpleUploadedFile(f"logo.{kind.lower()}", out.getvalue())


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_logo_is_drawn_again_as_a_small_png(kind):
    made = LogoField().clean(picture(kind))
    with Image.open(made) as again:
        assert (again.format, again.size) == ("PNG", (800, 200))


def test_logo_loses_place_and_date():
    exif = Image.Exif()
    exif[0x010F] = "Marque"
    made = LogoField().clean(picture("JPEG", exif=exif))
    assert b"Marque" not in made.read()


def test_hostile_pictures_are_refused():
    svg = SimpleUploadedFile("logo.png", b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>')
    cut = SimpleUploadedFile("logo.png", picture("PNG").read()[:60])
    gif = SimpleUploadedFile("logo.gif", b"GIF89a" + b"\x00" * 40)
    flood = picture("PNG", (6000, 5000))
    for file, why in ((svg, "not_a_picture"), (cut, "not_a_picture"), (gif, "not_a_picture"), (flood, "too_large")):
        with pytest.raises(ValidationError) as refused:
            LogoField().clean(file)
        assert refused.value.code == why


def test_areas_are_read_by_name(db):
    region = Region.objects.create(code="93", name="Provence-Alpes-Côte d’Azur")
    Department.objects.create(code="13", name="Bouches-du-Rhône", region=region)
    field = AreasField(required=False)
    assert field.clean("") == []
    assert field.prepare_value(["dep:13", "all"]).splitlines()[0].startswith("Bouches-du-Rhône")
    with pytest.raises(ValidationError) as refused:
        field.clean("Nulle-Part-sur-Mer")
    assert refused.value.code == "unknown_area"
