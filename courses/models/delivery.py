"""Who follows what, in which delivery."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cms.accounts.models import Network
from courses.models.attempts import Attempt
from courses.models.content import CoursePage, ModulePage


class SessionQuerySet(models.QuerySet["Session"]):
    def running(self) -> "SessionQuerySet":
        now = timezone.now()
        return self.filter(opens_at__lte=now).filter(Q(closes_at=None) | Q(closes_at__gt=now))


class Session(models.Model):
    """A delivery of a course. The one without network is the permanent session, open to all."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    course = models.ForeignKey(CoursePage, models.PROTECT, related_name="sessions", verbose_name="parcours")
    network = models.ForeignKey(
        Network, models.PROTECT, null=True, blank=True, related_name="sessions", verbose_name="réseau"
    )
    title = models.CharField("titre", max_length=200)
    opens_at = models.DateTimeField("ouverture", default=timezone.now)
    closes_at = models.DateTimeField("fermeture", null=True, blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = "session"
        verbose_name_plural = "sessions"
        constraints = [
            models.UniqueConstraint(fields=["course"], condition=Q(network=None), name="session_permanent_unique"),
            models.CheckConstraint(
                condition=Q(closes_at=None) | Q(closes_at__gt=models.F("opens_at")), name="session_dates"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        now = timezone.now()
        return self.opens_at <= now and (self.closes_at is None or now < self.closes_at)


class Enrolment(models.Model):
    """A person in one module of one session. Its `uuid` is the xAPI registration, never reused."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="enrolments", verbose_name="agent")
    session = models.ForeignKey(Session, models.PROTECT, related_name="enrolments", verbose_name="session")
    module = models.ForeignKey(ModulePage, models.PROTECT, related_name="enrolments", verbose_name="module")
    network = models.ForeignKey(
        Network,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="enrolments",
        verbose_name="réseau à l'inscription",
    )
    enrolled_at = models.DateTimeField("inscrit le", default=timezone.now)
    started_at = models.DateTimeField("commencé le", null=True, blank=True)
    # Both stick: nothing that comes later takes them back.
    completed_at = models.DateTimeField("terminé le", null=True, blank=True)
    passed_at = models.DateTimeField("réussi le", null=True, blank=True)
    best_attempt = models.ForeignKey(Attempt, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "inscription"
        verbose_name_plural = "inscriptions"
        constraints = [models.UniqueConstraint(fields=["user", "session", "module"], name="enrolment_unique")]
        indexes = [models.Index(fields=["network", "completed_at"]), models.Index(fields=["module", "passed_at"])]

    def __str__(self) -> str:
        return str(self.uuid)
