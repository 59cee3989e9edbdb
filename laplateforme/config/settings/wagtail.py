"""Wagtail's own settings: quiet, in French, calling nobody. It lives in `editorial` only."""

from laplateforme.config.env import Environment

WAGTAIL_APPS = [
    "wagtail.documents",
    "wagtail.images",
    "wagtail.users",
    "wagtail.search",
    "laplateforme.editorial.apps.QuietAdmin",
    "wagtail",
    "modelcluster",
    "taggit",
]
LP_WORKSHOP_URLCONF = "laplateforme.config.workshop_urls"
WAGTAIL_SITE_NAME = "LaPlateforme"
WAGTAILADMIN_BASE_URL = Environment().text("LP_ADDRESS", "http://localhost:8000").rstrip("/")
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILADMIN_COMMENTS_ENABLED = False
WAGTAIL_AUTOSAVE_INTERVAL = 0  # each version that is kept was kept by somebody
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAILADMIN_PERMITTED_LANGUAGES = [("fr", "Français"), ("en", "English")]
WAGTAIL_CONTENT_LANGUAGES = [("fr", "Français")]
WAGTAILIMAGES_IMAGE_MODEL = "editorial.Picture"
WAGTAILIMAGES_IMAGE_FORM_BASE = "laplateforme.editorial.forms.files.PictureFormBase"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "gif"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILDOCS_DOCUMENT_MODEL = "editorial.AttachedFile"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "laplateforme.editorial.forms.files.AttachedFileFormBase"
WAGTAILDOCS_EXTENSIONS = [
    *("pdf", "odt", "ods", "odp", "docx", "xlsx", "pptx", "doc", "xls", "ppt", "csv", "txt"),
    *("ics", "epub", "mp3", "ogg"),
]
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database.fallback"}
}  # choosers; the site has its own
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
TAGGIT_CASE_INSENSITIVE = True
