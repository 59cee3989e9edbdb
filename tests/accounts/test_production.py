"""What the demonstration allows does not exist in a real installation."""

import os
import subprocess
import sys

from django.test import override_settings

from laplateforme.accounts.apps import demonstration_stays_a_demonstration

PROGRAM = """
import django
django.setup()
from django.conf import settings
from laplateforme.accounts.urls import urlpatterns
assert settings.LP_DEMO is False
assert "demo_sign_in" not in [getattr(one, "name", "") for one in urlpatterns]
print("absent")
"""


def test_demo_sign_in_has_no_address_in_production(tmp_path):
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "laplateforme.config.settings.prod",
        "LP_ADDRESS": "https://reseau.example",
        "LP_SECRET_KEY": "x" * 60,
        "LP_EMAIL_URL": "smtp://localhost:25",
        "LP_DATA_DIR": str(tmp_path),
    }
    environment.pop("DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout.strip() == "absent", done.stderr[-800:]


@override_settings(LP_DEMO=True, SESSION_COOKIE_SECURE=True)
def test_check_refuses_the_demonstration_on_a_real_site():
    assert [error.id for error in demonstration_stays_a_demonstration(None)] == ["accounts.E001"]


@override_settings(LP_DEMO=False, SESSION_COOKIE_SECURE=True)
def test_check_is_content_with_a_real_site():
    assert demonstration_stays_a_demonstration(None) == []
