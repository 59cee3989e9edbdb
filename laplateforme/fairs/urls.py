"""Addresses of this room."""

from django.urls import path

from laplateforme.fairs.views import ambassadors, contacts, duties, occasions, report, stand

app_name = "fairs"
urlpatterns = [
    path("salons/", occasions.occasions, name="occasions"),
    path("salons/proposer/", occasions.propose, name="propose"),
    path("salons/charge/", occasions.load, name="load"),
    path("salons/creneaux/<uuid:pk>/prendre/", duties.take, name="take"),
    path("salons/creneaux/<uuid:pk>/retirer/", duties.remove, name="remove_slot"),
    path("salons/presences/<uuid:pk>/repondre/", duties.answer, name="answer"),
    path("salons/presences/<uuid:pk>/absence/", duties.absent, name="absent"),
    path("salons/temoins/<uuid:pk>/<uuid:holder>/", ambassadors.ask, name="ask_ambassador"),
    path("salons/temoins/<uuid:pk>/retirer/", ambassadors.end, name="end_ambassador"),
    path("salons/mon-accord/<str:token>/<uuid:pk>/", ambassadors.own, name="own_ambassador"),
    path("salons/contacts/", contacts.contacts, name="contacts"),
    path("salons/contacts/<uuid:pk>/", contacts.contact, name="contact"),
    path("salons/mon-contact/<str:token>/", contacts.own_contact, name="own_contact"),
    path("salons/<str:code>/garder-contact/", contacts.keep_contact, name="keep_contact"),
    path("salons/<str:code>/stand/", stand.stand, name="stand"),
    path("salons/<str:code>/stand/appareil/", stand.prepare, name="stand_prepare"),
    path("salons/<str:code>/stand/donnees.json", stand.data, name="stand_data"),
    path("salons/<str:code>/stand/envoyer/", stand.send, name="stand_send"),
    path("salons/<str:code>/stand/manifest.webmanifest", stand.manifest, name="stand_manifest"),
    path("salons/<str:code>/stand/travailleur.js", stand.worker, name="stand_worker"),
    path("salons/<str:code>/stand/qr.svg", stand.qr, name="stand_qr"),
    path("salons/<str:code>/tenue/", stand.stand_settings, name="stand_settings"),
    path("salons/<str:code>/", occasions.occasion, name="occasion"),
    path("salons/<str:code>/venir/", occasions.meet, name="meet"),
    path("salons/<str:code>/modifier/", occasions.edit, name="edit"),
    path("salons/<str:code>/decider/", occasions.decide, name="decide"),
    path("salons/<str:code>/reponse/", occasions.reply, name="reply"),
    path("salons/<str:code>/annuler/", occasions.call_off, name="call_off"),
    path("salons/<str:code>/creneau/", occasions.new_slot, name="new_slot"),
    path("salons/<str:code>/creneau/<uuid:pk>/demander/", occasions.ask, name="ask"),
    path("salons/<str:code>/bilan/", report.report, name="report"),
    path("salons/<str:code>/bilan/bilan.pdf", report.paper, {"brief": False}, name="report_pdf"),
    path("salons/<str:code>/bilan/une-page.pdf", report.paper, {"brief": True}, name="report_brief"),
    path("salons/<str:code>/bilan/repondre/", report.answer_three, name="answer_three"),
    path("salons/<str:code>/bilan/paroles/", report.words, name="report_words"),
    path("salons/<str:code>/bilan/comparer/", report.compare, name="compare"),
    path("salons/<str:code>/bilan/questions/<uuid:pk>/proposer/", report.propose_question, name="propose_question"),
]
