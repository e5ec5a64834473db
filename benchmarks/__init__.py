"""Figures, not tests: each module is one command, which says what it measures."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")
