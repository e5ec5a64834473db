"""Real content: the module that the site ships."""

import io

from django.core.management import call_command

from courses.models import ModulePage


def load_module_1() -> ModulePage:
    """Module 1, published below the site's root page."""
    call_command("load_modules", stdout=io.StringIO())
    return ModulePage.objects.get(slug="m1-promesse-et-bienveillance")
