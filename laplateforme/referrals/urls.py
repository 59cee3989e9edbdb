"""Addresses of this room."""

from django.urls import path

from laplateforme.referrals.views import capacity, dates, link, own, pages, sending

app_name = "referrals"
urlpatterns = [
    path("personnes/<uuid:pk>/relais/", sending.of_project_page, name="of_project"),
    path("personnes/<uuid:pk>/relais/nouveau/", sending.relay, name="relay"),
    path("personnes/<uuid:pk>/relais/feuille/", sending.sheet, name="sheet"),
    path("personnes/<uuid:pk>/relais/places/<slug:code>/", capacity.ask, name="ask_capacity"),
    path("demandes/<uuid:pk>/relais/", sending.from_request, name="from_request"),
    path("relais/", pages.mine, name="mine"),
    path("relais/<uuid:pk>/", pages.referral, name="referral"),
    path("relais/rendez-vous/<uuid:pk>/", dates.answer, name="answer_date"),
    path("relais/<uuid:pk>/reprendre/", sending.cancel, name="cancel"),
    path("relais/places/<uuid:pk>/", capacity.capacity, name="capacity"),
    path("relais/places/lien/<str:token>/", capacity.by_link, name="capacity_by_link"),
    path("relais/lien/<str:token>/", link.by_link, name="by_link"),
    path("relais/lien/<str:token>/document/<uuid:pk>/", link.document, name="document_by_link"),
    path("relais/lien/<str:token>/code/", link.send_code, name="send_code"),
    path("relais/lien/<str:token>/code/essai/", link.try_code, name="try_code"),
    path("relais/lien/<str:token>/nouveau-lien/", link.renew, name="renew"),
    path("mes-partages/<str:token>/relais/<uuid:pk>/", own.outcome, name="own_outcome"),
    path("mes-partages/<str:token>/rendez-vous/<uuid:pk>/", dates.own_date, name="own_date"),
]
