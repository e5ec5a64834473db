from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator, ModelChoiceIteratorValue
from django.utils.translation import gettext_lazy as _

from cms.accounts.models import Network


class NetworkIterator(ModelChoiceIterator):
    """Each node under its full name, from the top of what is offered: « Cnaf et Caf › Caf de l'Isère »."""

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        trail: list[str] = []
        top = 0
        for network in self.queryset:
            top = top or network.depth
            trail[network.depth - top :] = [str(network)]
            yield ModelChoiceIteratorValue(network.pk, network), " › ".join(trail)


class IndentedNetworkIterator(ModelChoiceIterator):
    """Each node under its name, set back as in the tree: Wagtail's selects are as wide as their longest line."""

    def choice(self, obj: Network) -> tuple[Any, str]:
        return ModelChoiceIteratorValue(obj.pk, obj), obj.indented_name()


class NetworkField(forms.ModelChoiceField):
    iterator: type[ModelChoiceIterator] = NetworkIterator

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=Network.objects.all(), **{"label": _("Réseau"), "empty_label": _("Aucun de ces réseaux"), **kwargs}
        )


class IndentedNetworkField(NetworkField):
    iterator = IndentedNetworkIterator


def name_field(label: Any, autocomplete: str) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=150, widget=forms.TextInput(attrs={"autocomplete": autocomplete, "spellcheck": "false"})
    )


def email_field(label: Any, *, autocomplete: str = "email") -> forms.EmailField:
    return forms.EmailField(
        label=label,
        max_length=254,
        help_text=_("Format attendu : nom@domaine.fr"),
        error_messages={"invalid": _("Écrivez une adresse de la forme nom@domaine.fr.")},
        widget=forms.EmailInput(attrs={"autocomplete": autocomplete, "spellcheck": "false"}),
    )


def current_password_field(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
