import re

import pytest

from laplateforme.places.queries import outline_svg_paths, outlined_communes
from tests.factories.places import DepartmentFactory, RegionFactory


def inside(viewbox: str, point: tuple[float, float]) -> bool:
    _x, _y, width, height = map(float, viewbox.split())
    return 0 <= point[0] <= width and 0 <= point[1] <= height


def test_a_department_is_drawn_in_its_frame() -> None:
    drawing = outline_svg_paths(["dep:13"])

    [(code, path)] = drawing.paths
    assert code == "dep:13"
    assert re.fullmatch(r"(M\d+ \d+l(-?\d+ -?\d+ ?)+z)+", path)
    assert inside(drawing.viewbox, drawing.project(43.2971, 5.551))  # Aubagne
    assert not inside(drawing.viewbox, drawing.project(43.7123, 7.2651))  # Nice


def test_north_is_up_and_east_is_right() -> None:
    drawing = outline_svg_paths(["dep:13"])

    aubagne, arles = drawing.project(43.2971, 5.551), drawing.project(43.6766, 4.6278)

    assert arles[0] < aubagne[0]
    assert arles[1] < aubagne[1]


def test_communes_are_drawn_under_their_department() -> None:
    drawing = outline_svg_paths(["dep:13"], with_communes=True)

    codes = [code for code, _path in drawing.paths]
    assert codes[-1] == "dep:13"
    assert "com:13005" in codes
    assert len(codes) == 120  # 119 communes, one département
    assert drawing.viewbox == outline_svg_paths(["dep:13"]).viewbox


def test_districts_have_no_outline_of_their_own() -> None:
    assert "com:13055" in outlined_communes("13")
    assert "com:13205" not in outlined_communes("13")


def test_the_whole_country_is_the_mainland_and_corsica() -> None:
    drawing = outline_svg_paths(["all"])

    codes = [code for code, _path in drawing.paths]
    assert len(codes) == 96
    assert "dep:2A" in codes
    assert "dep:971" not in codes


@pytest.mark.django_db
def test_a_region_is_drawn_as_its_departments() -> None:
    region = RegionFactory()
    for code in ("13", "05"):
        DepartmentFactory(code=code, name=code, region=region)

    drawing = outline_svg_paths(["reg:93", "dep:13"])

    assert [code for code, _path in drawing.paths] == ["dep:05", "dep:13"]


def test_what_has_no_outline_is_left_out() -> None:
    drawing = outline_svg_paths(["epci:200054807", "odd"])

    assert drawing.paths == ()
    assert drawing.viewbox.startswith("0 0 1000 ")


def test_what_is_smaller_than_the_pen_is_not_drawn() -> None:
    drawing = outline_svg_paths(["dep:971", "dep:974", "com:13119"])

    assert dict(drawing.paths)["com:13119"] == ""
    assert dict(drawing.paths)["dep:974"] != ""
