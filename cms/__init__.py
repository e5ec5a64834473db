"""The site itself: settings, shared core, accounts, pages."""

from cms.celery import app as celery_app

__all__ = ["celery_app"]
