"""What a learner's request may be refused for. `message` is for the learner, in French; `status` is the HTTP status."""


class LearningError(Exception):
    status = 409
    message = "Cette action n'est pas possible pour le moment."

    def __init__(self, message: str = "") -> None:
        self.message = message or self.message
        super().__init__(self.message)


class InvalidAnswerError(LearningError):
    """`errors` holds a message by question id when several answers were sent at once."""

    status = 422
    message = "Choisissez une réponse avant de valider."

    def __init__(self, message: str = "", *, errors: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.errors = errors or {}


class ForgedRequestError(LearningError):
    status = 400
    message = "Cette demande contient des informations inattendues. Rien n'a été enregistré."


class StaleAttemptError(LearningError):
    message = (
        "Vous avez continué ce module dans un autre onglet ou sur un autre appareil. "
        "Voici où vous en êtes : votre dernière action sur l'ancienne page n'a pas été enregistrée."
    )


class AlreadyAnsweredError(LearningError):
    message = "Vous avez déjà répondu à cette question. Votre première réponse est conservée."


class UnreachableError(LearningError):
    message = "Cette étape de la situation n'est pas celle où vous en êtes. Reprenez là où vous en étiez."


class ClosedModuleError(LearningError):
    status = 403
    message = "Ce module n'est pas ouvert actuellement."


class FinishedAttemptError(LearningError):
    message = "Cette tentative est terminée. Vous pouvez la relire ou en commencer une nouvelle."


class IncompleteModuleError(LearningError):
    message = "Il reste des étapes à faire avant de terminer ce module."


class InvalidModuleError(ValueError):
    """The content cannot become a version; the messages say what and where, in French."""
