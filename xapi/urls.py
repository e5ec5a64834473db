"""The store's resources, and the addresses that the ids of our activities and terms resolve to (`XAPI_BASE_IRI`)."""

from django.urls import URLPattern, path

from xapi.enums import DocumentKind
from xapi.views import activities, known, metrics, statements
from xapi.views.documents import documents
from xapi.views.unknown import unknown

app_name = "xapi"

urlpatterns: list[URLPattern] = [
    path("about", statements.about, name="about"),
    path("statements", statements.statements, name="statements"),
    path("extensions/metrics", metrics.metrics, name="metrics"),
    path("activities", known.activities),
    path("activities/state", documents(DocumentKind.STATE)),
    path("activities/profile", documents(DocumentKind.ACTIVITY_PROFILE)),
    path("agents", known.agents),
    path("agents/profile", documents(DocumentKind.AGENT_PROFILE)),
    path("profil", activities.profile, name="profile"),
    path("profil/1.0", activities.profile),
    path("profil/modele/<str:name>", activities.profile),
    path("ext/<str:name>", activities.term, {"group": "ext"}),
    path("verbes/<str:name>", activities.term, {"group": "verbes"}),
    path("parcours/<uuid:key>", activities.course),
    path("session/<uuid:key>", activities.session),
    path("reseau/<slug:slug>", activities.network),
    path("module/<uuid:key>", activities.module),
    path("module/<uuid:key>/ecran/<str:screen>", activities.screen),
    path("module/<uuid:key>/ecran/<str:screen>/transcription", activities.transcript),
    path("module/<uuid:key>/bloc/<str:block>", activities.block),
    path("module/<uuid:key>/bloc/<str:screen>/noeud/<str:node>", activities.decision),
    path("module/<uuid:key>/version-texte", activities.page_of_module, {"name": "version-texte"}),
    path("module/<uuid:key>/attestation", activities.page_of_module, {"name": "attestation"}),
    path("<path:rest>", unknown),
]
