from django.urls import URLPattern, path

from courses.views import actions, screens, texts

app_name = "courses"

urlpatterns: list[URLPattern] = [
    path("apprendre/module/<uuid:module_key>/commencer/", actions.start, name="start"),
    path("apprendre/module/<uuid:module_key>/texte/", texts.module_version, name="module_text"),
    path("apprendre/<uuid:attempt>/", screens.position, name="position"),
    path("apprendre/<uuid:attempt>/ecran/<int:rank>/", screens.screen, name="screen"),
    path("apprendre/<uuid:attempt>/bilan/", screens.summary, name="summary"),
    path("apprendre/<uuid:attempt>/texte/", texts.attempt_version, name="text"),
    path("apprendre/<uuid:attempt>/aller/", actions.move, name="move"),
    path("apprendre/<uuid:attempt>/repondre/", actions.answer, name="answer"),
    path("apprendre/<uuid:attempt>/decider/", actions.decide, name="decide"),
    path("apprendre/<uuid:attempt>/transcription/", actions.transcript, name="transcript"),
    path("apprendre/<uuid:attempt>/quitter/", actions.leave, name="leave"),
    path("apprendre/<uuid:attempt>/terminer/", actions.finish, name="finish"),
]
