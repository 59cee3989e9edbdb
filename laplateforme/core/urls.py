from django.urls import path

from laplateforme.core import views

app_name = "core"
urlpatterns = [
    path("affichage/", views.display, name="display"),
    path("affichage/choisir/", views.choose_display, name="choose_display"),
    path("brouillon/<str:form>/", views.save_draft, name="save_draft"),
    path("composants/", views.components, name="components"),
]
