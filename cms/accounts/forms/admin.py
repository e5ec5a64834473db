"""Forms of the Wagtail administration."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.users.forms import UserCreationForm, UserEditForm

from cms.accounts import services
from cms.accounts.enums import MembershipRole, Role
from cms.accounts.forms.fields import IndentedNetworkField
from cms.accounts.models import Membership, Network, User


class RolesMixin(forms.ModelForm):
    """Roles are given by hand, save the managers', which follows from memberships."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups: Any = self.fields["groups"]
        groups.label = _("Rôles")
        groups.queryset = groups.queryset.exclude(name=Role.TRAINING_MANAGER.label)
        groups.help_text = _("Les responsables de formation se nomment dans les rattachements de leur réseau.")

    def _save_m2m(self) -> None:
        super()._save_m2m()  # type: ignore[misc]
        services.sync_training_manager(user=self.instance)


class AccountCreationForm(RolesMixin, UserCreationForm):
    """Opens an account: its owner gets a mail to choose a password."""

    def save(self, commit: bool = True) -> User:
        user = super().save(commit=False)
        if commit:
            services.invite(user=user)
            self.save_m2m()
        return user


class AccountEditForm(RolesMixin, UserEditForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].disabled = True
        self.fields["email"].help_text = _("Seule la personne peut changer son adresse, depuis « Mon compte ».")


class NetworkForm(WagtailAdminModelForm):
    """A node, and where it hangs in the tree."""

    parent = IndentedNetworkField(
        required=False,
        label=_("Rattaché à"),
        empty_label=_("Aucun : c’est un réseau"),
        help_text=_("Réseau ou direction au-dessus de celui-ci."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["parent"].initial = self.instance.get_parent(update=True)

    def clean_parent(self) -> Network | None:
        parent = self.cleaned_data["parent"]
        if parent and self.instance.pk and (parent == self.instance or parent.is_descendant_of(self.instance)):
            raise ValidationError(_("Un nœud ne peut pas se rattacher à lui-même, ni à ce qui dépend de lui."))
        return parent

    def save(self, commit: bool = True) -> Network:
        parent = self.cleaned_data["parent"]
        if not commit:
            return super().save(commit=False)
        if not self.instance.pk:
            return services.add_network(network=super().save(commit=False), parent=parent)
        return services.move_network(network=super().save(), parent=parent)


class MembershipForm(forms.ModelForm):
    """Who belongs where. The person is named by address: no list of everybody is shown."""

    email = forms.EmailField(label=_("Adresse électronique du compte"))
    network = IndentedNetworkField(empty_label=None)

    class Meta:
        model = Membership
        fields = ("email", "network", "role", "starts_on", "ends_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in ("email", "network", "role"):
                self.fields[name].disabled = True
            self.fields["email"].initial = self.instance.user.email

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            raise ValidationError(_("Aucun compte n’a cette adresse."))
        self.instance.user = user
        return email

    def save(self, commit: bool = True) -> Membership:
        if not commit:
            return super().save(commit=False)
        place = self.instance
        if place.pk:
            return services.change_membership_dates(membership=place, starts_on=place.starts_on, ends_on=place.ends_on)
        self.instance = services.assign_membership(
            user=place.user,
            network=place.network,
            role=MembershipRole(place.role),
            starts_on=place.starts_on,
            ends_on=place.ends_on,
        )
        return self.instance
