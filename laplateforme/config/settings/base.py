"""Settings common to all, in the order of Django's documentation. Values differ by file, not by logic."""

from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from laplateforme.config.env import Environment
from laplateforme.config.settings.people import *  # noqa: F403  delays about people
from laplateforme.config.settings.referrals import *  # noqa: F403  delays of hand-overs
from laplateforme.config.settings.wagtail import *  # noqa: F403  settings of one room
from laplateforme.config.settings.wagtail import WAGTAIL_APPS

env = Environment()
REPOSITORY = Path(__file__).resolve().parents[3]
LP_DATA_DIR = env.folder("LP_DATA_DIR", REPOSITORY / "var")
LP_DATA_DIR.mkdir(parents=True, exist_ok=True)

# ---------------------------------------------------------------- the site
LP_ADDRESS = env.text("LP_ADDRESS", f"http://localhost:{env.text('PORT', '8000')}").rstrip("/")
LP_BEHIND_PROXY = False
LP_DEMO = False  # demonstration sign-in: dev settings only
LP_SOURCE_CODE = "https://laplateforme.example/source"
LP_VERSION = "0.1.0"
ALLOWED_HOSTS = ["localhost", "127.0.0.1", *env.words("LP_HOSTS")]
ROOT_URLCONF = "laplateforme.config.urls"
WSGI_APPLICATION = "laplateforme.config.wsgi.application"

# ---------------------------------------------------------------- applications
INSTALLED_APPS = [
    "laplateforme.portal",
    "laplateforme.editorial",
    "laplateforme.exchange",
    "laplateforme.groups",
    "laplateforme.fairs",
    "laplateforme.referrals",
    "laplateforme.guidance",
    "laplateforme.offers",
    "laplateforme.projects",
    "laplateforme.forum",
    "laplateforme.network",
    "laplateforme.accounts",
    "laplateforme.places",
    "laplateforme.vocabulary",
    "laplateforme.core",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "simple_history",
    *WAGTAIL_APPS,
]

MIDDLEWARE = [
    "laplateforme.core.middleware.RequestIdMiddleware",
    "laplateforme.core.middleware.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "laplateforme.core.middleware.SecondChanceMiddleware",
    "laplateforme.core.middleware.ErrorPagesMiddleware",
    "laplateforme.core.pages.PageCacheMiddleware",
    "laplateforme.network.middleware.NetworkMiddleware",
    "laplateforme.editorial.middleware.OldAddressMiddleware",
    "laplateforme.core.middleware.SessionMiddleware",
    "laplateforme.core.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "laplateforme.core.middleware.DenyByDefaultMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "laplateforme.accounts.middleware.SecondFactorMiddleware",
    "laplateforme.core.unsent.UnsentMiddleware",
    "laplateforme.editorial.middleware.WorkshopMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "laplateforme.core.middleware.ReadOnlyGetMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "laplateforme.core.context.house",
                "laplateforme.network.context.network",
                "laplateforme.portal.context.menus",
            ],
        },
    }
]
FORM_RENDERER = "laplateforme.core.forms_rendering.Renderer"

# ---------------------------------------------------------------- database
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
        "PRAGMA journal_size_limit=67108864; PRAGMA cache_size=-16000;"
    ),
}


def database(url: str) -> dict[str, Any]:
    """Settings of the database named by `url`; SQLite and PostgreSQL each get the options they need."""
    values = environ.Env.db_url_config(url)
    values["CONN_MAX_AGE"] = 600  # opening costs more than a kept page, on SQLite too (its settings are statements)
    if "sqlite" in values["ENGINE"]:
        values["OPTIONS"] = SQLITE_OPTIONS
    else:
        values["CONN_HEALTH_CHECKS"] = True
        values["ENGINE"] = "django.db.backends.postgresql"
    return dict(values)


DATABASES: dict[str, dict[str, Any]] = {
    "default": database(env.text("DATABASE_URL", f"sqlite:///{LP_DATA_DIR / 'laplateforme.sqlite3'}"))
}

# ---------------------------------------------------------------- cache, limits
CACHE_URL = env.text("LP_CACHE_URL", "")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": CACHE_URL}
    if CACHE_URL
    else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "lp_cache"}
}

# ---------------------------------------------------------------- people
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:todo"
LOGOUT_REDIRECT_URL = "portal:home"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
ACCOUNT_ADAPTER = "laplateforme.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_REQUIRED = False
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
# By address of the network only: a limit by e-mail address would let an enemy keep somebody out.
ACCOUNT_RATE_LIMITS = {"request_login_code": "20/m/ip"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_TOTP_ISSUER = "LaPlateforme"
MFA_ADAPTER = "laplateforme.accounts.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "add_webauthn": "laplateforme.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "laplateforme.accounts.forms.EditPasskeyForm",
    "activate_totp": "laplateforme.accounts.forms.ActivateAppForm",
}
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = False
CSRF_FAILURE_VIEW = "laplateforme.core.unsent.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# ---------------------------------------------------------------- languages, time
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "lp_language"
TIME_ZONE = "Europe/Paris"
USE_I18N = USE_TZ = True

# ---------------------------------------------------------------- files
STATIC_URL = "/static/"
STATIC_ROOT = LP_DATA_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
MEDIA_ROOT = LP_DATA_DIR / "media"
MEDIA_URL = "/media-is-served-by-views-only/"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "laplateforme.core.files.WholeFileStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
LP_STAND_KEYS_DIR = env.folder("LP_STAND_KEYS_DIR", LP_DATA_DIR / "stand-keys")  # outside the database
LP_UPLOAD_MAX_BYTES = 20 * 1024 * 1024

# ---------------------------------------------------------------- mail, tasks
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("LP_FROM_EMAIL", "LaPlateforme <ne-pas-repondre@localhost>")
EMAIL_TIMEOUT = 20
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "mail"]}}

LP_EACH_MINUTE = ["publish_scheduled"]  # texts whose day has come
# Once a day, from the hour given: management commands that call an action.
LP_DAILY = [
    (2, "tend_files"),
    (1, "tend_reports"),  # counts before what they are counted from is erased
    (2, "tend_contacts"),
    (3, "erase_expired"),
    (4, "sweep_files"),
    (4, "prune_db_task_results"),
    (6, "ask_rechecks"),
    (7, "remind_requests"),
    (7, "tend_referrals"),
    (7, "tell_news"),
    (7, "tend_groups"),
]

# ---------------------------------------------------------------- security
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# ---------------------------------------------------------------- logs
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "laplateforme.core.logs.Formatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LP_LOG_LEVEL", "INFO")},
    "loggers": {
        "django.server": {"handlers": ["console"], "propagate": False},
        "fontTools": {"level": "WARNING"},
        "django_tasks": {"level": "WARNING"},  # each task says three lines
        "django_tasks_db": {"level": "WARNING"},
        "wagtail": {"level": "WARNING"},  # it says the titles of texts
    },
}
