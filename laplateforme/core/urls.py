from django.urls import path

from laplateforme.core import views

app_name = "core"
urlpatterns = [
    path("affichage/", views.display, name="display"),
    path("affichage/choisir/", views.choose_display, name="choose_display"),
    path("garde/oublier/", views.forget_unsent, name="forget_unsent"),
    path("brouillon/<str:form>/oublier/", views.forget_draft, name="forget_draft"),
    path("brouillon/<str:form>/", views.save_draft, name="save_draft"),
    path("composants/", views.components, name="components"),
]
