"""Every room's door."""

from django.contrib import admin
from django.urls import include, path

from laplateforme.exchange.api import patterns as api_patterns

urlpatterns = [  # an address is looked for from the top: what anybody reads comes first
    path("", include("laplateforme.portal.urls")),
    path("", include("laplateforme.guidance.urls")),
    path("", include("laplateforme.editorial.urls")),
    path("", include("laplateforme.offers.urls")),
    path("", include("laplateforme.projects.urls")),
    path("", include("laplateforme.referrals.urls")),
    path("", include("laplateforme.fairs.urls")),
    path("", include("laplateforme.forum.urls")),
    path("", include("laplateforme.groups.urls")),
    path("", include("laplateforme.network.urls")),
    path("", include("laplateforme.exchange.urls")),
    path("api/v1/", api_patterns),
    path("", include("laplateforme.core.urls")),
    path("lieux/", include("laplateforme.places.urls")),
    path("compte/", include("laplateforme.accounts.urls")),
    path("administration/", admin.site.urls),
]

handler400 = "laplateforme.core.errors.bad_request"
handler403 = "laplateforme.core.errors.permission_denied"
handler404 = "laplateforme.core.errors.not_found"
handler500 = "laplateforme.core.errors.server_error"
