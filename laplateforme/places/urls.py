from django.urls import path

from laplateforme.places import views

app_name = "places"
urlpatterns = [
    path("communes", views.autocomplete, name="autocomplete"),
    path("zones", views.areas, name="areas"),
]
