from xapi.models.access import ApiKey, Pseudonym
from xapi.models.delivery import Refusal, Target
from xapi.models.outbox import OutboxRow
from xapi.models.refused import RefusedRequest
from xapi.models.store import Activity, ActivityUse, Agent, AgentUse, Echo, Reference, Statement, Verb

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
    "RefusedRequest",
    "Statement",
    "Target",
    "Verb",
]
