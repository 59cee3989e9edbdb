from django.urls import path

from laplateforme.editorial.views import files, pages

app_name = "editorial"
urlpatterns = [
    path("ressources/", pages.resources, name="resources"),
    path("ressources/<path:path>", pages.page, name="page"),
    path("mots-cles/", pages.keyword_list, name="keywords"),
    path("mots-cles/<slug:slug>/", pages.keyword, name="keyword"),
    path("images/<uuid:pk>/<int:width>.webp", files.picture, name="picture"),
    path("images/<uuid:pk>/atelier/<int:rendition>/", files.workshop_picture, name="rendition"),
    path("fichiers/<uuid:pk>/", files.file, name="file"),
]
