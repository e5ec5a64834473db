"""Tests: a database of their own; DATABASE_URL and CELERY_BROKER_URL choose real servers."""

import os
import tempfile
from pathlib import Path

# Tests speak of one address, whatever the shell they are started from.
os.environ["SITE_URL"] = "http://localhost:8000"

from cms.settings.base import *  # noqa: F403
from cms.settings.base import CELERY_BROKER_URL, DATABASES

DEBUG = False
SECRET_KEY = "tests only"  # noqa: S105
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

_data = Path(tempfile.mkdtemp(prefix="campus-tests-"))
DATA_DIR = _data
MEDIA_ROOT = _data / "media"
PRIVATE_ROOT = _data / "private"
EMAIL_FILE_PATH = str(_data / "mail")
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, as for real: the threads of a live server each have a connection, which SQLite's memory does not stand.
    DATABASES["default"]["TEST"] = {"NAME": str(_data / "test.sqlite3")}
if CELERY_BROKER_URL == "filesystem://":
    CELERY_BROKER_URL = "memory://"
    CELERY_BROKER_TRANSPORT_OPTIONS = {}

WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True  # no walk through thousands of static files when a test client starts
SERVE_MEDIA = True
XAPI_TRUSTED_TARGETS = ["127.0.0.1"]
XAPI_RETRY_SECONDS = (0, 0)
XAPI_TIMEOUT_SECONDS = (1, 1)
SAMPLE_ACCOUNTS_ALLOWED = True
