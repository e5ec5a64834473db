"""Accounts and networks."""

from typing import Any

import factory
from django.utils import timezone

from cms.accounts.enums import MembershipOrigin, Role
from cms.accounts.models import EmailDomain, Membership, Network, User
from cms.accounts.services import give_role

PASSWORD = "un long mot de passe"


class UserFactory(factory.django.DjangoModelFactory):
    """A confirmed account whose password is `PASSWORD`; `role=Role.EDITOR` gives it a role."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"agent{n}@exemple.test")
    first_name = "Camille"
    last_name = factory.Sequence(lambda n: f"Martin{n}")
    email_confirmed_at = factory.LazyFunction(timezone.now)

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        password = kwargs.pop("password", PASSWORD)
        return User.objects.create_user(password=password, **kwargs)

    @factory.post_generation
    def role(self, create: bool, extracted: Role | None, **kwargs: Any) -> None:
        if extracted:
            give_role(user=self, role=extracted)


class NetworkFactory(factory.django.DjangoModelFactory):
    """A network at the top of the tree, or below `parent`."""

    class Meta:
        model = Network

    name = factory.Sequence(lambda n: f"Réseau {n:03d}")
    slug = factory.Sequence(lambda n: f"reseau-{n}")

    @classmethod
    def _create(cls, model_class: type[Network], *args: Any, parent: Network | None = None, **kwargs: Any) -> Network:
        node = parent.add_child(**kwargs) if parent else Network.add_root(**kwargs)
        if parent:
            parent.refresh_from_db()
        return node


class EmailDomainFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EmailDomain

    network = factory.SubFactory(NetworkFactory)
    domain = factory.Sequence(lambda n: f"reseau{n}.test")


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    network = factory.SubFactory(NetworkFactory)
    origin = MembershipOrigin.DECLARED
