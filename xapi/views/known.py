"""The agents and activities resources: what the store knows about one of them (part three, 2.4 and 2.5)."""

import json

from django.http import HttpResponse

from xapi.access import require
from xapi.calls import Call
from xapi.enums import Scope
from xapi.http import answer, resource
from xapi.links import named_agent
from xapi.queries import definition_of, known_name
from xapi.validation import check_iri
from xapi.validation.agents import IDENTIFIERS
from xapi.views.documents import agent_of

# Names and definitions come from statements and profiles: whoever may read all of either may read them.
_READERS = (Scope.READ, Scope.PROFILE_READ)


@resource("GET")
def agents(call: Call) -> HttpResponse:
    """A Person: what came with the request, and the name that is known. It never tells another identifier."""
    require(call.key, *_READERS)
    agent = agent_of(call.parameters(["agent"], ["agent"])["agent"])
    names = [name for name in dict.fromkeys((known_name(named_agent(agent)), agent.get("name"))) if name]
    identifier = {name: [agent[name]] for name in IDENTIFIERS if name in agent}
    person = {"objectType": "Person", **({"name": names} if names else {}), **identifier}
    return answer(call, json.dumps(person).encode())


@resource("GET")
def activities(call: Call) -> HttpResponse:
    """An Activity with its canonical definition, in all its languages."""
    require(call.key, *_READERS)
    iri = call.parameters(["activityId"], ["activityId"])["activityId"]
    check_iri(iri, ("activityId",))
    definition = definition_of(iri)
    known = "" if definition == "{}" else f',"definition":{definition}'
    return answer(call, f'{{"objectType":"Activity","id":{json.dumps(iri)}{known}}}'.encode())
