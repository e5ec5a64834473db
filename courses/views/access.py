"""Who reaches an attempt: its own learner, signed in."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from cms.accounts.models import User
from courses.models import Attempt
from courses.player.screens import rank_of
from courses.queries import own_attempt
from courses.views import pending

View = Callable[..., HttpResponse]


def learner(request: HttpRequest) -> User:
    """The signed-in person."""
    return cast("User", request.user)


def on_own_attempt(view: View) -> View:
    """Give `view` the attempt named in the address. Another's attempt does not exist; without session, sign in."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, attempt: uuid.UUID, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return _sign_in(request, attempt)
        own = own_attempt(learner(request), attempt)
        if own is None:
            raise Http404
        return view(request, own, **kwargs)

    return guarded


def posted(view: View) -> View:
    """A write: read with GET (an address typed again, a page reloaded after signing in), it shows where one stands."""

    @wraps(view)
    def guarded(request: HttpRequest, attempt: Attempt, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return to_position(attempt)
        return view(request, attempt, **kwargs)

    return guarded


def _sign_in(request: HttpRequest, attempt: uuid.UUID) -> HttpResponseRedirect:
    if request.method != "POST":
        return redirect_to_login(request.get_full_path())
    if pending.keep(request, attempt):
        messages.warning(
            request, _("Votre session a expiré. Votre réponse n’est pas perdue : connectez-vous pour la retrouver.")
        )
    else:
        messages.warning(request, _("Votre session a expiré. Connectez-vous pour reprendre là où vous en étiez."))
    return redirect_to_login(reverse("courses:position", args=[attempt]))


def to_position(attempt: Attempt) -> HttpResponseRedirect:
    """To where the attempt stands: its screen, or its result."""
    if not attempt.is_open:
        return redirect_to(reverse("courses:summary", args=[attempt.pk]))
    return to_screen(attempt, attempt.current_screen)


def to_screen(attempt: Attempt, screen: str, *, anchor: str = "titre-ecran") -> HttpResponseRedirect:
    url = reverse("courses:screen", args=[attempt.pk, rank_of(attempt, screen)])
    return redirect_to(f"{url}#{anchor}")


def redirect_to(url: str) -> HttpResponseRedirect:
    """After a write: the next page is read anew (303), so that reloading it repeats nothing."""
    response = HttpResponseRedirect(url)
    response.status_code = 303
    return response
