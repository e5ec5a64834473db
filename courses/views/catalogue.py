"""Finding the module that an address names."""

import uuid

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from cms.core.restrictions import may_see
from courses.models import ModulePage


def module_by_key(module_key: uuid.UUID) -> ModulePage:
    """The published module of that key. Raises `Http404`."""
    module = ModulePage.objects.live().filter(module_key=module_key).order_by("pk").first()
    if module is None:
        raise Http404
    return module


def open_module(request: HttpRequest, module_key: uuid.UUID) -> ModulePage:
    """The published module of that key, if the visitor may see its page. Raises `Http404` or `PermissionDenied`."""
    module = module_by_key(module_key)
    if not may_see(request, module):
        raise PermissionDenied
    return module
