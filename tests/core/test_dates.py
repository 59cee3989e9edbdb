"""Days and hours as French people say them; working days without weekends and public holidays."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from laplateforme.core.dates import add_working_days, hour_in_words, hours_in_words, in_words, is_working_day

PARIS = ZoneInfo("Europe/Paris")


def test_the_first_of_a_month_is_said_premier() -> None:
    assert in_words(date(2026, 12, 1)) == "mardi 1er décembre 2026"
    assert in_words(date(2026, 12, 11)) == "vendredi 11 décembre 2026"
    with translation.override("en"):
        assert in_words(date(2026, 12, 1)) == "Tuesday 1 December 2026"


def test_hours_are_said_in_french_and_in_english() -> None:
    nine, half_past_two = datetime(2026, 12, 1, 9, tzinfo=PARIS), datetime(2026, 12, 1, 14, 30, tzinfo=PARIS)
    assert hour_in_words(half_past_two) == "14\u00a0h\u00a030"
    assert hours_in_words(nine, half_past_two) == "de 9\u00a0h à 14\u00a0h\u00a030"
    assert hours_in_words(nine, None) == "9\u00a0h"
    with translation.override("en"):
        assert hours_in_words(nine, half_past_two) == "09:00 to 14:30"


@pytest.mark.parametrize(
    "day",
    [date(2026, 4, 6), date(2026, 5, 14), date(2026, 5, 25), date(2027, 3, 29), date(2026, 7, 14), date(2026, 11, 11)],
    ids=str,
)
def test_public_holidays_are_not_worked(day: date) -> None:
    """Easter Monday, Ascension and Whit Monday of 2026, Easter Monday of 2027, two that stand still."""
    assert not is_working_day(day)


def test_working_days_step_over_weekends_and_holidays() -> None:
    """From Thursday 24 December 2026: Christmas, a weekend, then Monday and Tuesday."""
    eve = datetime(2026, 12, 24, 23, 30, tzinfo=ZoneInfo("UTC"))  # in Paris it is Christmas already
    assert add_working_days(eve, 2).date() == date(2026, 12, 29)
    assert add_working_days(datetime(2026, 12, 24, 10, tzinfo=PARIS), 1) == datetime(2026, 12, 28, 10, tzinfo=PARIS)
