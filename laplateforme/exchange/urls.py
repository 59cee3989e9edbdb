from django.urls import path

from laplateforme.exchange.views import exports, imports

app_name = "exchange"
urlpatterns = [
    path("imports/", imports.imports, name="imports"),
    path("imports/nouveau/", imports.new_import, name="new_import"),
    path("imports/<uuid:pk>/", imports.detail, name="import"),
    path("imports/<uuid:pk>/colonnes/", imports.mapping, name="mapping"),
    path("imports/<uuid:pk>/confirmer/", imports.confirm, name="confirm"),
    path("imports/<uuid:pk>/annuler/", imports.undo, name="undo"),
    path("imports/<uuid:pk>/jeter/", imports.discard, name="discard"),
    path("exporter/", exports.export, name="export"),
]
