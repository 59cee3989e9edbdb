"""A network in which files are kept and shared."""

import pytest

from tests.factories.projects import Room, room


@pytest.fixture
def world(db: None) -> Room:
    return room()
