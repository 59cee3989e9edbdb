"""For the suite. The database comes from DATABASE_URL, else SQLite in memory."""

import atexit
import shutil
import tempfile
from pathlib import Path

from laplateforme.config.settings.base import *  # noqa: F403  settings inherit
from laplateforme.config.settings.base import SQLITE_OPTIONS, TEMPLATES, database, env

DEBUG = False
SECRET_KEY = "for-tests-only-0123456789-abcdefghijklmnopqrstuvwxyz"
LP_DEMO = True
LP_DATA_DIR = Path(tempfile.mkdtemp(prefix="laplateforme-tests-"))
atexit.register(shutil.rmtree, LP_DATA_DIR, ignore_errors=True)
LP_STAND_KEYS_DIR = LP_DATA_DIR / "stand-keys"
MEDIA_ROOT = LP_DATA_DIR / "media"
STATIC_ROOT = LP_DATA_DIR / "static"
STATIC_ROOT.mkdir()
ALLOWED_HOSTS = ["*"]
LP_ADDRESS = "http://localhost:8000"
DATABASE_URL = env.text("DATABASE_URL", "")
DATABASES = {
    "default": database(DATABASE_URL)
    if DATABASE_URL
    else {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:", "OPTIONS": SQLITE_OPTIONS}
}
if DATABASE_URL:
    DATABASES["default"]["CONN_MAX_AGE"] = None  # a request made through WSGI must not close the test's connection
    if "postgresql" in DATABASES["default"]["ENGINE"]:  # what is killed here is a client, never the server
        DATABASES["default"]["OPTIONS"] = {"options": "-c synchronous_commit=off"}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "tests"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "mail"]}}
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = "«undefined: %s»"  # type: ignore[index]
LP_SEARCH_IN_MEMORY = True
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True  # else each test client lists all files again, which was 40 % of the time
