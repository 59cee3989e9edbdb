"""Wagtail's pages under /atelier/, each behind the same gate (see views/workshop.py). Read once somebody enters."""

from django.urls import include, path
from wagtail.admin import urls as wagtail_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from laplateforme.editorial.views.workshop import gate

urlpatterns = [path("atelier/", include(decorate_urlpatterns(wagtail_urls.urlpatterns, gate)))]
