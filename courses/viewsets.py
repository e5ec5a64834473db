"""Attestations and exported files in Wagtail's administration."""

from typing import Any

from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import EditView
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import register_permission_policy

from cms.core.inspection import FrenchInspectView
from courses.forms import RevocationForm
from courses.models import Attestation, ExportLog
from courses.permissions import AdministratorPolicy
from courses.services.attestations import restore_attestation, revoke_attestation

register_permission_policy(Attestation, AdministratorPolicy(Attestation, frozenset({"view", "change"})))
register_permission_policy(ExportLog, AdministratorPolicy(ExportLog, frozenset({"view"})))


class RevocationView(EditView):
    """One form: revoked or not, and why."""

    def save_instance(self) -> Attestation:
        # The form has already copied its fields to its instance: the service starts from what is stored.
        attestation = Attestation.objects.get(pk=self.object.pk)
        if self.form.cleaned_data["revoked"]:
            reason = self.form.cleaned_data["revoked_reason"].strip()
            return revoke_attestation(attestation=attestation, reason=reason, by=self.request.user)
        return restore_attestation(attestation=attestation, by=self.request.user)


class AttestationInspectView(FrenchInspectView):
    def get_code_display_value(self) -> str:
        return self.object.shown_code


class AttestationViewSet(ModelViewSet):
    model = Attestation
    icon = "success"
    edit_view_class = RevocationView
    list_display = [
        "title",
        "holder_name",
        Column("shown_code", label="Code"),
        DateColumn("earned_at", label="Obtenue le"),
        "revoked_at",
    ]
    search_fields = ["holder_name", "title", "code"]
    inspect_view_enabled = True
    inspect_view_class = AttestationInspectView
    inspect_view_fields = [
        "holder_name", "title", "course_title", "minutes", "version", "earned_at", "code", "revoked_at",
        "revoked_reason", "sha256",
    ]  # fmt: skip
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> Any:
        return RevocationForm


class ExportLogViewSet(ModelViewSet):
    model = ExportLog
    icon = "download"
    list_display = ["kind", "network", "since", "until", "count", "user", DateColumn("at", label="Le")]
    inspect_view_enabled = True
    inspect_view_class = FrenchInspectView
    inspect_view_fields = ["kind", "network", "since", "until", "count", "user", "at"]
    copy_view_enabled = False
    form_fields = ["kind"]


class ProofGroup(ViewSetGroup):
    menu_label = "Attestations"
    menu_icon = "success"
    items = (AttestationViewSet("attestations"), ExportLogViewSet("exports"))
