"""Real content: the module that the site ships."""

from django.core.management import call_command

from courses.models import CoursePage, ModulePage


def load_module_1() -> ModulePage:
    """The course with module 1 published, below the site's root page."""
    call_command("load_modules", stdout=open_null())
    return ModulePage.objects.get(slug="m1-promesse-et-bienveillance")


def open_null():
    import io

    return io.StringIO()


def course() -> CoursePage:
    return CoursePage.objects.get()
