"""Every write to accounts and networks."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from cms.accounts.models import User


def refuse_sample_accounts() -> None:
    """Raise `ImproperlyConfigured` when sample accounts (public passwords) exist where they are not allowed."""
    if not settings.SAMPLE_ACCOUNTS_ALLOWED and User.objects.filter(is_sample=True).exists():
        raise ImproperlyConfigured(
            "Des comptes d'exemple, aux mots de passe publics, existent dans cette base : "
            "supprimez-les avec « manage.py remove_sample_accounts » avant de démarrer en production."
        )
