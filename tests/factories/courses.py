"""Courses for tests."""

import uuid

import factory
from django.utils import timezone
from wagtail.models import Page

from courses.models import Attempt, Attestation, CoursePage, Enrolment, ModulePage, ModuleVersion, Session
from tests.factories.accounts import UserFactory

RULE = {"mastery": 0.75, "quiz_weight": 0.7, "situation_weight": 0.3}


class PageFactory(factory.django.DjangoModelFactory):
    """A page below `parent`, the root of the tree by default."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        parent = kwargs.pop("parent", None) or Page.objects.get(depth=1)
        return parent.add_child(instance=model_class(**kwargs))


class CoursePageFactory(PageFactory):
    class Meta:
        model = CoursePage

    title = "Services Publics +"
    slug = factory.Sequence(lambda n: f"parcours-{n}")


class ModulePageFactory(PageFactory):
    class Meta:
        model = ModulePage

    parent = factory.SubFactory(CoursePageFactory)
    title = "Une promesse, une posture : accueillir avec bienveillance"
    slug = factory.Sequence(lambda n: f"m{n}-promesse-et-bienveillance")
    summary = "Comprendre la promesse de Services Publics + et l’incarner dès l’accueil."
    minutes = 25


class ModuleVersionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ModuleVersion

    module = factory.SubFactory(ModulePageFactory)
    module_key = factory.SelfAttribute("module.module_key")
    number = factory.Sequence(lambda n: n + 1)
    answers = factory.LazyFunction(lambda: {"screens": {}, "questions": {}})
    digest = factory.LazyFunction(lambda: uuid.uuid4().hex * 2)
    published_at = factory.LazyFunction(timezone.now)

    @factory.lazy_attribute
    def public(self):
        module = self.module
        return {
            "module": {
                "key": str(module.module_key),
                "title": module.title,
                "slug": module.slug,
                "minutes": module.minutes,
                "summary": module.summary,
                "audience": "",
                "objectives": ["Situer le programme.", "Reconnaître un accueil bienveillant.", "Expliquer un refus."],
                "illustration": False,
            },
            "course": {"key": str(module.get_parent().specific.key), "title": module.get_parent().title},
            "screens": [],
        }


class SessionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Session

    course = factory.SubFactory(CoursePageFactory)
    title = "Session permanente"
    network = None


class EnrolmentFactory(factory.django.DjangoModelFactory):
    """Somebody in a module; `passed` makes a completed and passed one with its best attempt."""

    class Meta:
        model = Enrolment
        skip_postgeneration_save = True

    class Params:
        course = factory.SubFactory(CoursePageFactory)

    user = factory.SubFactory(UserFactory, email_confirmed_at=factory.LazyFunction(timezone.now))
    module = factory.SubFactory(ModulePageFactory, parent=factory.SelfAttribute("..course"))
    session = factory.SubFactory(SessionFactory, course=factory.SelfAttribute("..course"))

    @factory.post_generation
    def passed(self, create, extracted, **kwargs):
        if extracted:
            at = kwargs.get("at", timezone.now())
            version = kwargs.get("version") or ModuleVersionFactory(module=self.module)
            self.best_attempt = AttemptFactory(
                enrolment=self, version=version, finished_at=at, passed=True, score=kwargs.get("score", 0.86)
            )
            self.started_at = self.completed_at = self.passed_at = at
            self.save()


class AttemptFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Attempt

    enrolment = factory.SubFactory(EnrolmentFactory)
    version = factory.SubFactory(ModuleVersionFactory, module=factory.SelfAttribute("..enrolment.module"))
    number = 1
    rule = factory.LazyFunction(lambda: dict(RULE))
    current_screen = ""


class AttestationFactory(factory.django.DjangoModelFactory):
    """The attestation of a passed enrolment, issued by the service."""

    class Meta:
        model = Attestation

    enrolment = factory.SubFactory(EnrolmentFactory, passed=True)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        from courses.services.attestations import issue_attestation  # noqa: PLC0415

        enrolment = kwargs.pop("enrolment")
        attestation = issue_attestation(attempt=enrolment.best_attempt)
        for name, value in kwargs.items():
            setattr(attestation, name, value)
        attestation.save()
        return attestation
