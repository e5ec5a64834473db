from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail import hooks
from wagtail.documents.models import AbstractDocument
from wagtail.models import Page

from cms.accounts.models import User
from cms.accounts.permissions import is_animator
from cms.core.restrictions import shuts_out


# Wagtail sends to the sign-in page whoever may not see: somebody signed in would come back, and so on without end.
@hooks.register("before_serve_page", order=-1)
def refuse_reserved_page(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> None:
    if shuts_out(request, page):
        raise PermissionDenied


@hooks.register("before_serve_document", order=-1)
def refuse_reserved_document(document: AbstractDocument, request: HttpRequest) -> None:
    if shuts_out(request, document.collection):
        raise PermissionDenied


@hooks.register("filter_form_submissions_for_user")
def messages_are_for_animators(user: User, editable_forms: QuerySet[Page]) -> QuerySet[Page]:
    """Writing the contact page is one thing, reading what people send through it another."""
    return editable_forms if is_animator(user) else editable_forms.none()
