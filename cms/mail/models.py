"""Mails waiting for the worker, which removes each one once the mail server has taken it."""

import uuid

from django.db import models
from django.utils import timezone


class QueuedMail(models.Model):
    """A mail to one person. Its `uuid` is its Message-ID: a mail server recognises one that comes twice."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    to = models.EmailField("destinataire")
    subject = models.CharField("objet", max_length=250)
    text = models.TextField("texte")
    html = models.TextField("version HTML")
    queued_at = models.DateTimeField("mis en file le", default=timezone.now)
    due_at = models.DateTimeField("à envoyer à partir du", default=timezone.now, db_index=True)
    attempts = models.PositiveSmallIntegerField("essais", default=0)

    class Meta:
        verbose_name = "courriel en attente"
        verbose_name_plural = "courriels en attente"
        ordering = ["due_at", "pk"]
        permissions = [("view_sent_mail", "Lire les courriels écrits dans des fichiers")]

    def __str__(self) -> str:
        return str(self.uuid)
