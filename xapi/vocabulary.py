"""The IRIs that our statements use. Ours start with :func:`own`; the others belong to the vocabularies named."""

from django.conf import settings

ADL = "http://adlnet.gov/expapi/verbs/"
ADL_ACTIVITY = "http://adlnet.gov/expapi/activities/"
TINCAN = "http://id.tincanapi.com/"
CMI5 = "https://w3id.org/xapi/cmi5/"


def own(path: str) -> str:
    """An IRI of this site, for example of a module: `own("module/…")`."""
    return settings.XAPI_BASE_IRI + path


def agents_home() -> str:
    """The home page of the accounts under which our people appear."""
    return own("agents")


# -- Verbs -------------------------------------------------------------------------------------------------------------

ANSWERED = ADL + "answered"
COMPLETED = ADL + "completed"
EXPERIENCED = ADL + "experienced"
FAILED = ADL + "failed"
INITIALIZED = ADL + "initialized"
PASSED = ADL + "passed"
PROGRESSED = ADL + "progressed"
REGISTERED = ADL + "registered"
RESUMED = ADL + "resumed"
SCORED = ADL + "scored"
SUSPENDED = ADL + "suspended"
TERMINATED = ADL + "terminated"
ACCESSED = "https://w3id.org/xapi/netc/verbs/accessed"
SKIPPED = TINCAN + "verb/skipped"
EARNED = TINCAN + "verb/earned"
PLEDGED = "verbes/engagement-pris"  # ours

VERB_NAMES = {
    ANSWERED: ("a répondu", "answered"),
    COMPLETED: ("a terminé", "completed"),
    EXPERIENCED: ("a parcouru", "experienced"),
    FAILED: ("n'a pas encore réussi", "failed"),
    INITIALIZED: ("a ouvert", "initialized"),
    PASSED: ("a réussi", "passed"),
    PROGRESSED: ("a avancé", "progressed"),
    REGISTERED: ("s'est inscrit", "registered"),
    RESUMED: ("a repris", "resumed"),
    SCORED: ("a obtenu un score", "scored"),
    SUSPENDED: ("a suspendu", "suspended"),
    TERMINATED: ("a quitté", "terminated"),
    ACCESSED: ("a consulté", "accessed"),
    SKIPPED: ("a passé", "skipped"),
    EARNED: ("a obtenu", "earned"),
    PLEDGED: ("s'est engagé", "pledged"),
}

# -- Activity types ----------------------------------------------------------------------------------------------------

COURSE_TYPE = CMI5 + "activitytype/course"
SESSION_TYPE = ADL_ACTIVITY + "course"
MODULE_TYPE = ADL_ACTIVITY + "module"
SCREEN_TYPE = ADL_ACTIVITY + "lesson"
QUIZ_TYPE = ADL_ACTIVITY + "assessment"
QUESTION_TYPE = ADL_ACTIVITY + "cmi.interaction"
PROFILE_TYPE = ADL_ACTIVITY + "profile"
SITUATION_TYPE = TINCAN + "activitytype/scenario"
GOAL_TYPE = TINCAN + "activitytype/goal"
CARDS_TYPE = "https://w3id.org/xapi/flashcards/activity-types/flashcard-deck"
PAGE_TYPE = "https://w3id.org/xapi/acrossx/activities/page"
CERTIFICATE_TYPE = "https://www.opigno.org/en/tincan_registry/activity_type/certificate"
NETWORK_TYPE = "http://activitystrea.ms/schema/1.0/organization"

# -- Extensions (ours are under `ext/`) --------------------------------------------------------------------------------

ATTEMPT_ID = TINCAN + "extension/attempt-id"
ASSESSMENT_TYPE = TINCAN + "extension/assessment-type"
SESSION_ID = CMI5 + "context/extensions/sessionid"
MASTERY_SCORE = CMI5 + "context/extensions/masteryscore"
PROGRESS = CMI5 + "result/extensions/progress"
STARTING_DATE = "https://w3id.org/xapi/lms/extensions/starting-date"
ENDING_DATE = "https://w3id.org/xapi/lms/extensions/ending-date"
ROLE = "https://w3id.org/xapi/lms/extensions/role"


def extension(name: str) -> str:
    """The IRI of our extension `name`."""
    return own(f"ext/{name}")


def verb_iri(verb: str) -> str:
    """`verb` as an IRI: ours are written relative in this module, because the base is a setting."""
    return verb if ":" in verb else own(verb)
