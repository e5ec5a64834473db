from django.urls import URLPattern, path

from courses.views import attestations, mentor

app_name = "courses"

urlpatterns: list[URLPattern] = [
    path("mes-attestations/", attestations.own_attestations, name="own_attestations"),
    path("mes-attestations/<str:code>/", attestations.own_attestation, name="own_attestation"),
    path("attestation/", attestations.attestation_form, name="attestation_form"),
    path("attestation/<str:code>/", attestations.attestation_check, name="attestation_check"),
    path("attestation/<str:code>/fichier/", attestations.attestation_file, name="attestation_file"),
    path("gestion/mentor/", mentor.mentor, name="mentor"),
    path("gestion/mentor/<slug:kind>/", mentor.mentor_file, name="mentor_file"),
]
