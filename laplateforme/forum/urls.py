"""Addresses of this room."""

from django.urls import path

from laplateforme.forum.views import feeds, letters, moderation, threads

app_name = "forum"
urlpatterns = [
    path("echanges/", threads.boards, name="boards"),
    path("echanges/nouveau/", threads.new_board, name="new_board"),
    path("echanges/moderation/", moderation.moderation, name="moderation"),
    path("echanges/moderation/<uuid:pk>/", moderation.moderate, name="moderate"),
    path("echanges/suivis/", letters.following, name="following"),
    path("echanges/suivre/", letters.follow, name="follow"),
    path("echanges/suivis/<uuid:pk>/arreter/", letters.unfollow, name="unfollow"),
    path("echanges/stop/<str:token>/", letters.stop, name="stop"),
    path("echanges/confirmer/<str:token>/", letters.confirm, name="confirm"),
    path("echanges/message/<uuid:pk>/signaler/", threads.report, name="report"),
    path("echanges/message/<uuid:pk>/reprendre/", threads.take_back, name="take_back"),
    path("echanges/sujet/<str:code>/", threads.topic, name="topic"),
    path("echanges/sujet/<str:code>/fermer/", moderation.close, name="close_topic"),
    path("echanges/<slug:slug>/", threads.board, name="board"),
    path("echanges/<slug:slug>/nouveau/", threads.new_topic, name="new_topic"),
    path("echanges/<slug:slug>/rss/", feeds.rss, name="board_rss"),
    path("echanges/<slug:slug>/atom/", feeds.atom, name="board_atom"),
]
