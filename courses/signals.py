"""What the courses app announces: one class per tracked action (`xapi/statements/courses.py` says the statement).

Ids are strings (UUID in canonical form), durations are seconds, scores run from 0 to 1 unless said otherwise.
"""

from dataclasses import dataclass

from cms.core.announcements import Announcement


@dataclass(frozen=True, kw_only=True)
class LearningEvent(Announcement):
    registration: str
    module_key: str
    course_key: str
    session: str
    network: str = ""  # slug of the network node at enrolment, empty when unknown


@dataclass(frozen=True, kw_only=True)
class AttemptEvent(LearningEvent):
    attempt: str
    version_id: int


@dataclass(frozen=True, kw_only=True)
class Enrolled(LearningEvent):
    label = "Inscription"

    session_title: str
    opens_at: str
    closes_at: str = ""


@dataclass(frozen=True, kw_only=True)
class ModuleOpened(AttemptEvent):
    label = "Module ouvert"


@dataclass(frozen=True, kw_only=True)
class ModuleResumed(AttemptEvent):
    label = "Module repris"


@dataclass(frozen=True, kw_only=True)
class ModuleLeft(AttemptEvent):
    label = "Module quitté"

    seconds: int | None
    suspended: bool  # False when the attempt is over


@dataclass(frozen=True, kw_only=True)
class ScreenSeen(AttemptEvent):
    label = "Écran parcouru"

    screen: str
    seconds: int | None


@dataclass(frozen=True, kw_only=True)
class ScreenSkipped(AttemptEvent):
    label = "Écran passé"

    screen: str


@dataclass(frozen=True, kw_only=True)
class CardsRead(AttemptEvent):
    label = "Cartes lues"

    screen: str
    cards_seen: int
    completed: bool


@dataclass(frozen=True, kw_only=True)
class AlternativeOpened(AttemptEvent):
    """A transcript (of `screen`) or the linear version of the module (`screen` empty) was opened."""

    label = "Version texte ou transcription ouverte"

    screen: str
    alternative: str  # transcript | linear


@dataclass(frozen=True, kw_only=True)
class ProgressReached(AttemptEvent):
    label = "Progression"

    percent: int


@dataclass(frozen=True, kw_only=True)
class QuestionAnswered(AttemptEvent):
    label = "Réponse à une question"

    screen: str
    question: str
    response: str | None  # in the format of its interaction type; None for free text
    success: bool | None
    scaled: float | None
    raw: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    partial: float | None = None
    length: int | None = None  # characters of a free text
    seconds: int | None = None
    play: int = 1


@dataclass(frozen=True, kw_only=True)
class SituationDecided(AttemptEvent):
    label = "Décision dans une situation"

    screen: str
    node: str
    choice: str
    points: int  # 0, 1 or 2
    next_node: str
    gauges: dict[str, int]
    alert: str
    play: int
    seconds: int | None


@dataclass(frozen=True, kw_only=True)
class SituationEnded(AttemptEvent):
    label = "Situation terminée"

    screen: str
    ending: str
    path: list[str]
    scaled: float
    play: int


@dataclass(frozen=True, kw_only=True)
class QuizEnded(AttemptEvent):
    label = "Quiz terminé"

    screen: str
    raw: int
    maximum: int


@dataclass(frozen=True, kw_only=True)
class PledgeTaken(AttemptEvent):
    label = "Engagement pris"

    screen: str
    choices: list[str]
    length: int | None


@dataclass(frozen=True, kw_only=True)
class ModuleCompleted(AttemptEvent):
    label = "Module terminé"

    seconds: int | None


@dataclass(frozen=True, kw_only=True)
class AttemptSubmitted(AttemptEvent):
    label = "Tentative terminée"

    scaled: float
    passed: bool
    mastery: float


@dataclass(frozen=True, kw_only=True)
class AttestationEarned(AttemptEvent):
    label = "Attestation obtenue"

    sha256: str  # empty while the machine cannot make PDF files
    length: int
