"""On a developer's machine and for the demonstration: fictitious people may be signed in with one click."""

from laplateforme.config.settings.base import *  # noqa: F403  settings inherit
from laplateforme.config.settings.base import LP_DATA_DIR, env

DEBUG = env.boolean("LP_DEBUG", False)
SECRET_KEY = "demonstration-only-0123456789-abcdefghijklmnopqrstuvwxyz"
LP_DEMO = True
ALLOWED_HOSTS = ["localhost", "127.0.0.1", ".localhost", "testserver"]
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = LP_DATA_DIR / "mail"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
