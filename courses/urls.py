from django.urls import URLPattern, path

from courses.views import actions, attestations, mentor, screens, texts

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
    path("mes-attestations/", attestations.own_attestations, name="own_attestations"),
    path("mes-attestations/<str:code>/", attestations.own_attestation, name="own_attestation"),
    path("attestation/", attestations.attestation_form, name="attestation_form"),
    path("attestation/<str:code>/", attestations.attestation_check, name="attestation_check"),
    path("attestation/<str:code>/fichier/", attestations.attestation_file, name="attestation_file"),
    path("gestion/mentor/", mentor.mentor, name="mentor"),
    path("gestion/mentor/<slug:kind>/", mentor.mentor_file, name="mentor_file"),
]
