from xapi.models.access import ApiKey, Pseudonym
from xapi.models.delivery import Refusal, Target
from xapi.models.outbox import OutboxRow
from xapi.models.store import Activity, ActivityUse, Agent, AgentUse, Echo, Reference, Statement, StatementId, Verb

__all__ = [
    "Activity",
    "ActivityUse",
    "Agent",
    "AgentUse",
    "ApiKey",
    "Echo",
    "OutboxRow",
    "Pseudonym",
    "Reference",
    "Refusal",
    "Statement",
    "StatementId",
    "Target",
    "Verb",
]
