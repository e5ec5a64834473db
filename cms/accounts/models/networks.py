"""The tree of networks (réseau > direction > structure) and who belongs where."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from treebeard.mp_tree import MP_Node, MP_NodeQuerySet

from cms.accounts.enums import MembershipRole, NetworkLevel, OrganisationType


class Network(MP_Node):
    name = models.CharField("nom", max_length=200)
    slug = models.SlugField("identifiant", max_length=100, unique=True)
    level = models.CharField("niveau", max_length=20, choices=NetworkLevel, default=NetworkLevel.NETWORK)
    organisation_type = models.CharField("type d'organisation", max_length=20, choices=OrganisationType, blank=True)
    siret = models.CharField("SIRET", max_length=14, blank=True, db_index=True)

    node_order_by = ["name"]

    class Meta:
        verbose_name = "réseau"
        verbose_name_plural = "réseaux"

    def __str__(self) -> str:
        return self.name

    def with_descendants(self) -> MP_NodeQuerySet:
        """This node and all below it."""
        return Network.objects.filter(path__startswith=self.path)


class EmailDomain(models.Model):
    """An e-mail domain whose holders belong to the network by default."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="email_domains", verbose_name="réseau")
    domain = models.CharField("domaine", max_length=200, unique=True, help_text="Par exemple : caf.fr")

    class Meta:
        verbose_name = "domaine de messagerie"
        verbose_name_plural = "domaines de messagerie"

    def __str__(self) -> str:
        return self.domain


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self) -> "MembershipQuerySet":
        today = timezone.localdate()
        return self.filter(starts_on__lte=today).filter(Q(ends_on=None) | Q(ends_on__gt=today))


class Membership(models.Model):
    """A person's place in a network, from one day to (but not including) another."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name="compte"
    )
    network = models.ForeignKey(Network, models.PROTECT, related_name="memberships", verbose_name="réseau")
    role = models.CharField("rôle", max_length=20, choices=MembershipRole, default=MembershipRole.AGENT)
    starts_on = models.DateField("depuis le", default=timezone.localdate)
    ends_on = models.DateField("jusqu'au", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "rattachement"
        verbose_name_plural = "rattachements"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "network", "role"], condition=Q(ends_on=None), name="membership_open_unique"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")), name="membership_dates"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} – {self.network}"
