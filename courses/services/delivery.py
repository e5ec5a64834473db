"""Enrolling in a module."""

from django.utils import timezone

from cms.accounts.models import User
from cms.accounts.queries import network_of
from cms.core.announcements import announce, announcing
from courses.models import CoursePage, Enrolment, ModulePage, Session
from courses.signals import Enrolled


def permanent_session(course: CoursePage) -> Session:
    """The session of `course` that is open to all, made at first need."""
    session, _ = Session.objects.get_or_create(
        course=course, network=None, defaults={"title": f"{course.title} – accès permanent"}
    )
    return session


@announcing()
def enrol(*, user: User, module: ModulePage) -> Enrolment:
    """The person's enrolment in the permanent session, made if needed."""
    course = CoursePage.objects.get(pk=module.get_parent().pk)
    session = permanent_session(course)
    enrolment, created = Enrolment.objects.get_or_create(
        user=user, session=session, module=module, defaults={"network": network_of(user)}
    )
    if created:
        announce(
            Enrolled(
                key=f"{enrolment.uuid}:enrolled",
                at=timezone.now(),
                user_id=user.pk,
                registration=str(enrolment.uuid),
                module_key=str(module.module_key),
                course_key=str(course.key),
                session=str(session.uuid),
                network=enrolment.network.slug if enrolment.network else "",
                session_title=session.title,
                opens_at=session.opens_at.isoformat(),
                closes_at=session.closes_at.isoformat() if session.closes_at else "",
            )
        )
    return enrolment
