from django.urls import path

from laplateforme.editorial.views import feeds, files, pages

app_name = "editorial"
urlpatterns = [
    path("ressources/", pages.resources, name="resources"),
    path("ressources/flux.<str:kind>", feeds.network_feed, name="feed"),
    path("ressources/<path:path>/flux.<str:kind>", feeds.section_feed, name="section_feed"),
    path("ressources/<path:path>", pages.page, name="page"),
    path("mots-cles/", pages.keyword_list, name="keywords"),
    path("mots-cles/<slug:slug>/", pages.keyword, name="keyword"),
    path("mots-cles/<slug:slug>/flux.<str:kind>", feeds.keyword_feed, name="keyword_feed"),
    path("images/<uuid:pk>/<int:width>.webp", files.picture, name="picture"),
    path("images/<uuid:pk>/atelier/<int:rendition>/", files.workshop_picture, name="rendition"),
    path("fichiers/<uuid:pk>/", files.file, name="file"),
]
