from courses.models.attempts import Attempt, Response
from courses.models.attestations import Attestation
from courses.models.content import CoursePage, ModulePage
from courses.models.delivery import Enrolment, Session
from courses.models.mentor import ExportLog, MentorSettings
from courses.models.versions import ModuleVersion

__all__ = [
    "Attempt",
    "Attestation",
    "CoursePage",
    "Enrolment",
    "ExportLog",
    "MentorSettings",
    "ModulePage",
    "ModuleVersion",
    "Response",
    "Session",
]
