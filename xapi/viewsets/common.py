"""What the pages of the administration share."""

from collections.abc import Callable, Iterator
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.views import generic
from wagtail.log_actions import log

from xapi.figures import Amount
from xapi.models import Target
from xapi.permissions import POLICIES
from xapi.queries import COUNT_LIMIT


class ShortPaginator(Paginator):
    """Counts no further than `COUNT_LIMIT`: older rows are reached through the filters."""

    @cached_property
    def count(self) -> int:
        return cast("QuerySet[Any]", self.object_list)[:COUNT_LIMIT].count()

    def get_elided_page_range(self, number: Any = 1, **around: int) -> Iterator[str | int]:
        """Wagtail hands over the number as it came in the address, which may be none."""
        return super().get_elided_page_range(self.get_page(number).number, **around)


class ShortIndexView(generic.IndexView):
    paginator_class = ShortPaginator


Action = Callable[[Any], str]


def action_view(
    model: type[Any], viewset_name: str, action: Action, *, logged: str = ""
) -> Callable[..., HttpResponse]:
    """A view that does `action` on one object, by POST, and says what it did. `logged` is its name in Wagtail's log."""

    @require_POST
    def act(request: HttpRequest, pk: int) -> HttpResponse:
        check_administrator(request)
        found = get_object_or_404(model, pk=pk)
        messages.success(request, action(found))
        if logged:
            log(found, logged, user=request.user)
        return redirect(reverse(f"{viewset_name}:index"))

    return act


def check_administrator(request: HttpRequest) -> None:
    """Raise `PermissionDenied` unless it is an administrator who asks."""
    if not POLICIES[Target].user_has_permission(request.user, "change"):
        raise PermissionDenied


def page(request: HttpRequest, template: str, *, title: str, icon: str, **context: Any) -> HttpResponse:
    """One of our own pages, laid out as Wagtail's are."""
    trail = [{"url": "", "label": title}]
    common = {"header_title": title, "header_icon": icon, "breadcrumbs_items": trail}
    return render(request, template, {**common, **context})


def confirmation(request: HttpRequest, *, title: str, question: str, button: str, back: str) -> HttpResponse:
    """Asks before something is done that has no way back; the answer comes to the same address by POST."""
    context = {"question": question, "button": button, "back": back}
    return page(request, "xapi/admin/confirm.html", title=title, icon="warning", **context)


def told(amount: Amount) -> str:
    """An amount in words."""
    number = f"{amount.number:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")
    return number if amount.exact else f"environ {number}"


def inspect_url(name: str, found: Model) -> str:
    return reverse(f"{name}:inspect", args=[found.pk])
