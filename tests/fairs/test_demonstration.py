"""The fairs of the demonstration: plainly invented, made by known deeds, whole or not at all."""

import re

from laplateforme.fairs.enums import OccasionKind
from laplateforme.portal.demonstration.read import rows
from laplateforme.vocabulary.enums import Theme

DEEDS = {"confirm", "follow", "close", "file"}
FICTION = re.compile(r"06 39 98 \d\d \d\d")


def test_two_fairs_are_over_and_one_is_to_come() -> None:
    starts = [fair["starts_in"] for fair in rows("fair")]
    assert [one < 0 for one in starts] == [True, True, False]
    assert min(starts) < -90  # what became of the contacts after ninety days is counted


def test_every_word_of_the_story_is_known() -> None:
    people = {row["key"] for row in rows("person")}
    bodies = {row["slug"] for row in rows("organization")} | {""}
    questions = {row["slug"] for row in rows("key_question")}
    projects = {row["name"] for row in rows("project")}
    for fair in rows("fair"):
        assert fair["kind"] in OccasionKind.values
        assert set(fair["themes"]) <= set(Theme.values)
        assert {one[0] for one in fair["ambassadors"]} <= projects
        takers = {who for slot in fair["slots"] for who, _days in slot[6]}
        names = {one[0] for one in fair["contacts"]}
        assert takers | {fair["proposed"][1]} <= people
        assert {one[0] for one in fair["said"]} <= takers
        assert set(fair["heard"]) <= names
        assert len(names) == len(fair["contacts"])
        for _name, means, question, _words, caller, noted_by, hour, steps in fair["contacts"]:
            assert question in questions
            assert caller in bodies
            assert noted_by in takers | {""}
            assert fair["hours"][0] < hour < fair["hours"][1]
            assert {deed for _days, deed, _text in steps} <= DEEDS
            assert FICTION.fullmatch(means) or means.endswith("@courriel.example")
