"""What the pages of a course and of a module show beside what an editor wrote."""

from typing import Any

from django import template
from django.http import HttpRequest
from wagtail.models import PageViewRestriction

from courses.models import CoursePage, ModulePage
from courses.player.catalogue import Card, cards, past_attempts, standing
from courses.player.results import as_percent
from courses.queries import attempts_of, enrolments_by_module, latest_version, permanent_enrolment, running_attempts
from courses.screens import screen_kind
from courses.versions import content

register = template.Library()


@register.simple_tag(takes_context=True)
def course_cards(context: template.Context, page: CoursePage) -> list[Card]:
    """The modules of the course that the visitor may open, each with where the signed-in person stands."""
    request: HttpRequest = context["request"]
    modules = list(ModulePage.objects.live().child_of(page).order_by("path").defer("screens", "objectives"))
    refused = {
        restriction.page_id
        for restriction in PageViewRestriction.objects.filter(page__in=modules)
        if not restriction.accept_request(request)
    }
    shown = [module for module in modules if module.pk not in refused]
    if not request.user.is_authenticated:
        return cards(shown, {}, {})
    enrolments = enrolments_by_module(request.user, shown)
    return cards(shown, enrolments, running_attempts(enrolments.values()))


@register.simple_tag(takes_context=True)
def module_panel(context: template.Context, page: ModulePage) -> dict[str, Any]:
    """The module's screens as published, how it is passed, and where the signed-in person stands."""
    user = context["request"].user
    version = latest_version(page)
    enrolment = permanent_enrolment(user, page) if user.is_authenticated else None
    attempts = attempts_of(enrolment) if enrolment else []
    running = next((attempt for attempt in attempts if attempt.is_open), None)
    return {
        "open": version is not None and (enrolment is None or enrolment.session.is_open),
        "screens": _screens(content(version)[0]["screens"]) if version else [],
        "mastery": as_percent(float(page.mastery)),
        "quiz_weight": as_percent(float(page.quiz_weight)),
        "situation_weight": as_percent(float(page.situation_weight)),
        "standing": standing(enrolment, running),
        "editable": version is not None and page.permissions_for_user(user).can_edit(),
        "past": past_attempts(attempts, enrolment.best_attempt_id if enrolment else None),
    }


def _screens(screens: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"title": screen["title"], "kind_label": screen_kind(screen["kind"]).label, "minutes": screen["minutes"]}
        for screen in screens
    ]
