"""The account of a person."""

import uuid
from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        confirmed = {"email_confirmed_at": timezone.now(), **fields}
        return self.create_user(email, password, is_staff=True, is_superuser=True, **confirmed)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractUser):
    username = None  # type: ignore[assignment]
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField("adresse électronique", unique=True)
    email_confirmed_at = models.DateTimeField("adresse confirmée le", null=True, blank=True, editable=False)
    erasure_requested_at = models.DateTimeField("effacement demandé le", null=True, blank=True, editable=False)
    is_sample = models.BooleanField("compte d'exemple", default=False, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "compte"
        verbose_name_plural = "comptes"
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_ci_unique")]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    @property
    def erasure_on(self) -> datetime | None:
        """When the account will be erased, None when nobody asked for it."""
        return self.erasure_requested_at and self.erasure_requested_at + settings.ACCOUNT_ERASURE_DELAY

    @cached_property
    def group_names(self) -> frozenset[str]:
        """The names of the person's groups, read once for each request."""
        return frozenset(self.groups.values_list("name", flat=True))
