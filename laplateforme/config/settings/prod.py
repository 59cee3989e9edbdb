"""A network's real installation: nothing secret has a default, nothing of the demonstration exists."""

from urllib.parse import urlsplit

import environ

from laplateforme.config.settings.base import *  # noqa: F403  settings inherit
from laplateforme.config.settings.base import LP_DATA_DIR, STORAGES, env

DEBUG = False
LP_ADDRESS = env.text("LP_ADDRESS").rstrip("/")
SECRET_KEY = env.text("LP_SECRET_KEY")
ALLOWED_HOSTS = [urlsplit(LP_ADDRESS).hostname or "", *env.words("LP_HOSTS")]
CSRF_TRUSTED_ORIGINS = [LP_ADDRESS, *(f"https://{host}" for host in env.words("LP_HOSTS"))]

LP_BEHIND_PROXY = env.boolean("LP_BEHIND_PROXY", True)
ALLAUTH_TRUSTED_PROXY_COUNT = int(LP_BEHIND_PROXY)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.boolean("LP_HTTPS_REDIRECT", True)
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-lp_session"

EMAIL_CONFIG = environ.Env.email_url_config(env.text("LP_EMAIL_URL"))
vars().update(EMAIL_CONFIG)

STORAGES["staticfiles"] = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
STATIC_ROOT = LP_DATA_DIR / "static"
if bucket := env.text("LP_S3_BUCKET", ""):
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": env.text("LP_S3_ENDPOINT", "") or None,
            "access_key": env.text("LP_S3_ACCESS_KEY", "") or None,
            "secret_key": env.text("LP_S3_SECRET_KEY", "") or None,
            "default_acl": "private",
            "querystring_auth": True,
        },
    }
