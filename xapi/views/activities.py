"""What the ids of our activities resolve to: their definitions, and our profile.

Anyone may ask, so nothing is told here that a learner must not know before answering: neither keys nor the text of a
situation. Editors see all.
"""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_cookie
from tincan import Activity

from cms.accounts.models import Network
from cms.core.restrictions import may_see
from courses.models import CoursePage, ModulePage, ModuleVersion, Session
from xapi import vocabulary
from xapi.activities import Edition, course_activity, network_activity, session_activity
from xapi.profile import document
from xapi.vocabulary import own

# The type of what a screen makes one do as a whole, by kind of screen.
_BLOCK_TYPES = {
    "cards": vocabulary.CARDS_TYPE,
    "landmark": vocabulary.CARDS_TYPE,
    "quiz": vocabulary.QUIZ_TYPE,
    "situation": vocabulary.SITUATION_TYPE,
    "pledge": vocabulary.GOAL_TYPE,
}


@require_safe
def profile(request: HttpRequest, **_: str) -> HttpResponse:
    """The whole profile, which also answers for each of its concepts and templates."""
    return JsonResponse(document(), content_type="application/ld+json")


@require_safe
def term(request: HttpRequest, group: str, name: str) -> HttpResponse:
    """A verb or an extension of ours."""
    iri = own(f"{group}/{name}")
    found = next((concept for concept in document()["concepts"] if concept["id"] == iri), None)
    if found is None:
        raise Http404
    return JsonResponse(found, content_type="application/ld+json")


@require_safe
@vary_on_cookie
def course(request: HttpRequest, key: UUID) -> HttpResponse:
    page = get_object_or_404(CoursePage.objects.live(), key=key)
    if not may_see(request, page):
        raise Http404
    return _definition(course_activity(str(page.key), page.title))


@require_safe
def session(request: HttpRequest, key: UUID) -> HttpResponse:
    found = get_object_or_404(Session, uuid=key)
    return _definition(session_activity(str(found.uuid)))


@require_safe
def network(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Network, slug=slug, depth=1)
    return _definition(network_activity(found.slug, found.name))


@require_safe
@vary_on_cookie
def module(request: HttpRequest, key: UUID) -> HttpResponse:
    return _part(request, key, lambda edition: edition.module())


@require_safe
@vary_on_cookie
def page_of_module(request: HttpRequest, key: UUID, name: str) -> HttpResponse:
    return _part(request, key, Edition.linear if name == "version-texte" else Edition.certificate)


@require_safe
@vary_on_cookie
def screen(request: HttpRequest, key: UUID, screen: str) -> HttpResponse:
    return _part(request, key, lambda edition: edition.screen(screen))


@require_safe
@vary_on_cookie
def transcript(request: HttpRequest, key: UUID, screen: str) -> HttpResponse:
    return _part(request, key, lambda edition: edition.transcript(screen))


@require_safe
@vary_on_cookie
def block(request: HttpRequest, key: UUID, block: str) -> HttpResponse:
    def find(edition: Edition) -> Activity:
        kind = _BLOCK_TYPES.get(edition.screens.get(block, {}).get("kind", ""))
        return edition.block(block, kind) if kind else edition.question(block)

    return _part(request, key, find)


@require_safe
@vary_on_cookie
def decision(request: HttpRequest, key: UUID, screen: str, node: str) -> HttpResponse:
    return _part(request, key, lambda edition: edition.decision(screen, node), hidden=("description", "choices"))


def _part(
    request: HttpRequest, key: UUID, find: Callable[[Edition], Activity], hidden: tuple[str, ...] = ()
) -> HttpResponse:
    """The definition of a part of a module, in the last version that holds it."""
    page = get_object_or_404(ModulePage, module_key=key)
    edits = request.user.is_authenticated and page.permissions_for_user(request.user).can_edit()
    if not edits and not (page.live and may_see(request, page)):
        raise Http404
    for edition in _editions(page):
        try:
            found = find(edition)
        except KeyError:
            continue
        return _definition(found, () if edits else ("correctResponsesPattern", *hidden))
    raise Http404


def _editions(page: ModulePage) -> Iterator[Edition]:
    for version in ModuleVersion.objects.filter(module=page).defer("public", "answers").order_by("-number"):
        yield Edition(version)


def _definition(found: Activity, hidden: tuple[str, ...] = ()) -> HttpResponse:
    definition: dict[str, Any] = found.definition.as_version("1.0.3")
    response = JsonResponse({name: value for name, value in definition.items() if name not in hidden})
    response["Cache-Control"] = "no-cache"
    return response
