"""The way in, the route, requests, the questions bank, the directory."""

from django.urls import path

from laplateforme.guidance.views import bank, directory, exposure, gaps, orientation, requests, route, threads

app_name = "guidance"
urlpatterns = [
    path("orientation/", orientation.start, name="start"),
    path("orientation/<slug:step>/", orientation.question, name="question"),
    path("trajectoire/", route.route, name="route"),
    path("trajectoire/garder/", route.keep_route, name="keep_route"),
    path("t/<slug:code>/", route.kept_route, name="kept_route"),
    path("t/<slug:code>/dates.ics", route.kept_route_ics, name="kept_route_ics"),
    path("t/<slug:code>/mail/", route.mail_route, name="mail_route"),
    path("annuaire/", directory.directory, name="directory"),
    path("integrer/annuaire/", directory.embed_list, name="embed_list"),
    path("questions/", directory.key_questions, name="key_questions"),
    path("questions/<slug:slug>/", directory.key_question, name="key_question"),
    path("questions/<slug:slug>/image/", directory.key_question_picture, name="key_question_picture"),
    path("questions/<slug:slug>/reagir/", threads.react, name="react"),
    path("questions-banque/", bank.bank, name="bank"),
    path("questions-banque/nouvelle/", bank.new_key_question, name="new_key_question"),
    path("questions-banque/<uuid:pk>/", bank.edit_key_question, name="edit_key_question"),
    path("contact/", requests.ask_contact, name="ask_contact"),
    path("demandes/", requests.requests, name="requests"),
    path("demandes/<uuid:pk>/", requests.contact_request, name="request"),
    path("manques/", gaps.gaps, name="gaps"),
    path("exposition/", exposure.exposure, name="exposure"),
]
