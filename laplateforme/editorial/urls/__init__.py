from django.urls import path

from laplateforme.editorial.views import feeds, files, pages, portraits, replies, spip, spip_undo, workshop, writers

app_name = "editorial"
urlpatterns = [
    path("ressources/", pages.resources, name="resources"),
    path("ressources/flux.<str:kind>", feeds.network_feed, name="feed"),
    path("ressources/<path:path>/flux.<str:kind>", feeds.section_feed, name="section_feed"),
    path("ressources/<path:path>/repondre/", replies.reply, name="reply"),
    path("ressources/<path:path>", pages.page, name="page"),
    path("redaction/", writers.entrance, name="writers"),
    path("redaction/ecrire/<slug:kind>/", writers.write, name="write"),
    path("redaction/corriger/", writers.pick, name="pick"),
    path("redaction/corriger/<int:number>/", writers.correct, name="correct"),
    path("redaction/textes/<int:number>/", writers.text, name="text"),
    path("redaction/textes/<int:number>/modifier/", writers.edit, name="edit_text"),
    path("redaction/textes/<int:number>/accord/", portraits.agreement, name="agreement"),
    path("redaction/textes/<int:number>/accord/retirer/", portraits.withdraw, name="withdraw_agreement"),
    path("redaction/textes/<int:number>/<slug:deed>/", writers.move, name="move_text"),
    path("redaction/apercu/<int:number>/", writers.preview, name="preview"),
    path("atelier/", workshop.door, name="workshop"),
    path("atelier/pages/<int:number>/edit/", workshop.door, name="workshop_text"),
    path("atelier/<path:path>", workshop.door, name="workshop_room"),
    path("mots-cles/", pages.keyword_list, name="keywords"),
    path("mots-cles/<slug:slug>/", pages.keyword, name="keyword"),
    path("mots-cles/<slug:slug>/flux.<str:kind>", feeds.keyword_feed, name="keyword_feed"),
    path("images/<uuid:pk>/<int:width>.webp", files.picture, name="picture"),
    path("images/<uuid:pk>/atelier/<int:rendition>/", files.workshop_picture, name="rendition"),
    path("fichiers/<uuid:pk>/", files.file, name="file"),
    path("reprise-spip/", spip.old_sites, name="old_sites"),
    path("reprise-spip/reprises/<uuid:pk>/", spip_undo.old_import, name="old_import"),
    path("reprise-spip/reprises/<uuid:pk>/annuler/", spip_undo.take_back, name="take_old_site_back"),
    path("reprise-spip/<uuid:pk>/", spip.old_site, name="old_site"),
    path("reprise-spip/<uuid:pk>/confirmer/", spip.confirm_old_site, name="confirm_old_site"),
    path("reprise-spip/<uuid:pk>/jeter/", spip.discard_old_site, name="discard_old_site"),
]
