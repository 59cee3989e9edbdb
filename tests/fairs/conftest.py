"""A network that goes out together."""

import pytest

from tests.factories.fairs import Hall, hall


@pytest.fixture
def world(db: None) -> Hall:
    return hall()
