"""A sweep asks for thousands of pages: its log says nothing."""

import logging

import pytest


@pytest.fixture(autouse=True)
def _quiet() -> None:
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
