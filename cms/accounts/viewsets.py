"""Accounts, networks and memberships in the Wagtail administration. The permissions are those of the models."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import ProtectedError, QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.admin.ui.tables import BooleanColumn, BulkActionsCheckboxColumn, Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.users.views import users

from cms.accounts import services
from cms.accounts.forms.admin import AccountCreationForm, AccountEditForm, MembershipForm, NetworkForm
from cms.accounts.models import Membership, Network, User
from cms.accounts.permissions import may_edit_account
from cms.accounts.requests import SignedInRequest


class SuperuserGuard:
    """Only a superuser makes another one."""

    request: HttpRequest

    def get_form(self, *args: Any, **kwargs: Any) -> BaseForm:
        form = super().get_form(*args, **kwargs)  # type: ignore[misc]
        if "is_superuser" in form.fields and not self.request.user.is_superuser:
            form.fields["is_superuser"].disabled = True
        return form


class AccountIndexView(users.IndexView):
    @property
    def columns(self) -> list[Column]:
        # Bulk actions know neither superusers nor the register of personal data: see wagtail_hooks.
        return [column for column in super().columns if not isinstance(column, BulkActionsCheckboxColumn)]


class AccountCreateView(SuperuserGuard, users.CreateView):
    pass


class AccountEditView(SuperuserGuard, users.EditView):
    object: User

    def dispatch(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_edit_account(request.user, self.object):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class AccountDeleteView(users.DeleteView):
    def delete_action(self) -> None:
        services.erase_account(user=self.object)


class AccountViewSet(users.UserViewSet):
    index_view_class = AccountIndexView
    add_view_class = AccountCreateView
    edit_view_class = AccountEditView
    delete_view_class = AccountDeleteView
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[BaseForm]:
        return AccountEditForm if for_update else AccountCreationForm


class NetworkDeleteView(generic.DeleteView):
    def form_valid(self, form: BaseForm) -> HttpResponseBase:
        try:
            return super().form_valid(form)
        except ProtectedError:
            messages.error(
                self.request, _("Ce nœud n’est pas vide : des nœuds, des personnes ou des sessions en dépendent.")
            )
            return redirect(self.get_success_url())

    def delete_action(self) -> None:
        services.remove_network(network=self.object)


class NetworkViewSet(ModelViewSet):
    model = Network
    icon = "group"
    menu_label = _("Réseaux")
    ordering = "path"
    list_display = ["indented_name", "level", "organisation_type", BooleanColumn("is_illustrative", label=_("Exemple"))]
    list_filter = ["level", "organisation_type"]
    search_fields = ["name", "slug", "siret"]
    copy_view_enabled = False
    delete_view_class = NetworkDeleteView
    panels = [
        FieldPanel("parent"),
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("level"),
        FieldPanel("organisation_type"),
        FieldPanel("siret"),
        FieldPanel("is_illustrative"),
        InlinePanel("email_domains", heading=_("Domaines de messagerie"), label=_("Domaine"), panels=["domain"]),
    ]

    def get_edit_handler(self) -> Any:
        handler = super().get_edit_handler()
        handler.base_form_class = NetworkForm
        return handler


class MembershipIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[Membership]:
        return super().get_base_queryset().select_related("user", "network")


class MembershipDeleteView(generic.DeleteView):
    def delete_action(self) -> None:
        services.remove_membership(membership=self.object)


class MembershipViewSet(ModelViewSet):
    model = Membership
    icon = "user"
    menu_label = _("Rattachements")
    ordering = "-starts_on"
    list_display = ["user", "network", "role", "origin", "starts_on", "ends_on"]
    list_filter = ["role", "network"]
    search_fields = ["user__email", "user__last_name", "network__name"]
    copy_view_enabled = False
    index_view_class = MembershipIndexView
    delete_view_class = MembershipDeleteView

    def get_form_class(self, for_update: bool = False) -> type[BaseForm]:
        return MembershipForm


class NetworksGroup(ViewSetGroup):
    menu_label = _("Réseaux")
    menu_icon = "group"
    menu_order = 700
    items = (NetworkViewSet, MembershipViewSet)
