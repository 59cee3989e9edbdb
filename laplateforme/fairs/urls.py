"""Addresses of this room."""

from django.urls import path

from laplateforme.fairs.views import duties, occasions

app_name = "fairs"
urlpatterns = [
    path("salons/", occasions.occasions, name="occasions"),
    path("salons/proposer/", occasions.propose, name="propose"),
    path("salons/charge/", occasions.load, name="load"),
    path("salons/creneaux/<uuid:pk>/prendre/", duties.take, name="take"),
    path("salons/creneaux/<uuid:pk>/retirer/", duties.remove, name="remove_slot"),
    path("salons/presences/<uuid:pk>/repondre/", duties.answer, name="answer"),
    path("salons/presences/<uuid:pk>/absence/", duties.absent, name="absent"),
    path("salons/<str:code>/", occasions.occasion, name="occasion"),
    path("salons/<str:code>/decider/", occasions.decide, name="decide"),
    path("salons/<str:code>/creneau/", occasions.new_slot, name="new_slot"),
    path("salons/<str:code>/creneau/<uuid:pk>/demander/", occasions.ask, name="ask"),
]
