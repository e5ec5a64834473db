"""The tree of networks (réseau > direction > structure) and who belongs where."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from treebeard.mp_tree import MP_Node, MP_NodeQuerySet

from cms.accounts.enums import MembershipOrigin, MembershipRole, NetworkLevel, OrganisationType


class Network(MP_Node, ClusterableModel):
    name = models.CharField("nom", max_length=200)
    slug = models.SlugField("identifiant", max_length=100, unique=True)
    level = models.CharField("niveau", max_length=20, choices=NetworkLevel, default=NetworkLevel.NETWORK)
    organisation_type = models.CharField("type d'organisation", max_length=20, choices=OrganisationType, blank=True)
    siret = models.CharField(
        "SIRET",
        max_length=14,
        blank=True,
        db_index=True,
        validators=[RegexValidator(r"^[0-9]{14}$", "Un SIRET compte quatorze chiffres, sans espace.")],
    )
    is_illustrative = models.BooleanField(
        "exemple", default=False, help_text="Ce nœud illustre l'arborescence et ne décrit pas un service réel."
    )

    node_order_by = ["name"]

    class Meta:
        verbose_name = "réseau"
        verbose_name_plural = "réseaux"

    def __str__(self) -> str:
        return f"{self.name} (exemple)" if self.is_illustrative else self.name

    def indented_name(self) -> str:
        """The name, set back as far as its depth in the tree."""
        return "— " * (self.depth - 1) + str(self)

    indented_name.short_description = "nom"  # type: ignore[attr-defined]

    def with_descendants(self) -> MP_NodeQuerySet:
        """This node and all below it."""
        return Network.objects.filter(path__startswith=self.path)


class EmailDomain(models.Model):
    """An e-mail domain whose holders belong to the network by default. Its sub-domains do too."""

    network = ParentalKey(Network, on_delete=models.CASCADE, related_name="email_domains", verbose_name="réseau")
    domain = models.CharField(
        "domaine",
        max_length=200,
        unique=True,
        help_text="Par exemple : caf.fr",
        validators=[RegexValidator(r"^([a-z0-9-]+\.)+[a-z]{2,}$", "Écrivez un domaine en minuscules, sans @.")],
    )

    class Meta:
        verbose_name = "domaine de messagerie"
        verbose_name_plural = "domaines de messagerie"
        constraints = [models.CheckConstraint(condition=Q(domain=Lower("domain")), name="email_domain_lower")]

    def __str__(self) -> str:
        return self.domain


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self) -> "MembershipQuerySet":
        """Those that run today, of people whose address is confirmed."""
        today = timezone.localdate()
        running = self.filter(starts_on__lte=today).filter(Q(ends_on=None) | Q(ends_on__gt=today))
        return running.exclude(user__email_confirmed_at=None)


class Membership(models.Model):
    """A person's place in a network, from one day to (but not including) another."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name="compte"
    )
    network = models.ForeignKey(Network, models.PROTECT, related_name="memberships", verbose_name="réseau")
    role = models.CharField("rôle", max_length=20, choices=MembershipRole, default=MembershipRole.AGENT)
    origin = models.CharField(
        "origine", max_length=20, choices=MembershipOrigin, default=MembershipOrigin.DECLARED, editable=False
    )
    starts_on = models.DateField("depuis le", default=timezone.localdate)
    ends_on = models.DateField("jusqu'au", null=True, blank=True, help_text="Ce jour n'est plus compris.")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "rattachement"
        verbose_name_plural = "rattachements"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "network", "role"],
                condition=Q(ends_on=None),
                name="membership_open_unique",
                violation_error_message="Cette personne a déjà ce rôle dans ce réseau.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="membership_dates",
                violation_error_message="La fin ne peut pas venir avant le début.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} – {self.network}"
