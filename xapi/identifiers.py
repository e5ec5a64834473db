"""The identifier of an agent as a person writes or reads it.

An address is an mbox, 40 hexadecimal digits its SHA-1, `home page|name` an account, another IRI an OpenID; anything
else is the pseudonym of somebody of ours.
"""

import re
from typing import Any

from xapi.links import ifi_of
from xapi.vocabulary import agents_home

_SHA1 = re.compile(r"[0-9a-fA-F]{40}")


def ifi_from(text: str) -> str:
    """What the store knows (see `xapi.links.ifi_of`) under the identifier `text`."""
    text = text.strip()
    if "|" in text:
        home, _, name = text.partition("|")
        agent: dict[str, Any] = {"account": {"homePage": home.strip(), "name": name.strip()}}
    elif "://" in text:
        agent = {"openid": text}
    elif "@" in text:
        agent = {"mbox": f"mailto:{text.removeprefix('mailto:')}"}
    elif _SHA1.fullmatch(text):
        agent = {"mbox_sha1sum": text}
    else:
        agent = {"account": {"homePage": agents_home(), "name": text}}
    return ifi_of(agent) or ""


def text_of(agent: dict[str, Any]) -> str:
    """The identifier of `agent`, as :func:`ifi_from` reads it; empty for an anonymous group."""
    if "account" in agent:
        home, name = agent["account"]["homePage"], agent["account"]["name"]
        return str(name) if home == agents_home() else f"{home}|{name}"
    return str(agent.get("mbox", "")).removeprefix("mailto:") or agent.get("mbox_sha1sum") or agent.get("openid", "")
