"""Every room's door, and the workshop of those who write; the house gives it to nobody else (editorial.middleware)."""

from laplateforme.config import urls
from laplateforme.editorial.urls.workshop import urlpatterns as workshop

urlpatterns = [*workshop, *urls.urlpatterns]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
