from xapi.models.access import ApiKey, Pseudonym
from xapi.models.delivery import Refusal, Target
from xapi.models.documents import Document
from xapi.models.outbox import OutboxRow
from xapi.models.privacy import Erasure, RetentionRule
from xapi.models.refused import RefusedRequest
from xapi.models.store import (
    Activity,
    ActivityUse,
    Agent,
    AgentUse,
    Attachment,
    AttachmentUse,
    Echo,
    Reference,
    Statement,
    StatementId,
    Verb,
)

__all__ = [
    "Activity",
    "ActivityUse",
    "Agent",
    "AgentUse",
    "ApiKey",
    "Attachment",
    "AttachmentUse",
    "Document",
    "Echo",
    "Erasure",
    "OutboxRow",
    "Pseudonym",
    "Reference",
    "Refusal",
    "RefusedRequest",
    "RetentionRule",
    "Statement",
    "StatementId",
    "Target",
    "Verb",
]
