"""The twelve networks that the site starts with."""

import json
from pathlib import Path
from typing import Any

from django.db import transaction

from cms.accounts.enums import NetworkLevel
from cms.accounts.models import EmailDomain, Network
from cms.accounts.services.memberships import add_network

SOURCE = Path(__file__).resolve().parents[1] / "sample_data" / "networks.json"


@transaction.atomic
def load_networks() -> int:
    """Create the networks that are missing, by slug, and return how many. What exists is left as it was edited."""
    return sum(_load(row, None) for row in json.loads(SOURCE.read_text(encoding="utf-8")))


def _load(row: dict[str, Any], parent: Network | None) -> int:
    network = Network.objects.filter(slug=row["slug"]).first()
    created = network is None
    if network is None:
        network = add_network(network=_network(row, parent), parent=parent)
        for domain in row.get("domains", []):
            EmailDomain.objects.get_or_create(domain=domain, defaults={"network": network})
    return created + sum(_load(child, network) for child in row.get("children", []))


def _network(row: dict[str, Any], parent: Network | None) -> Network:
    return Network(
        slug=row["slug"],
        name=row["name"],
        level=row.get("level", NetworkLevel.NETWORK),
        organisation_type=row.get("organisation_type") or (parent.organisation_type if parent else ""),
        is_illustrative=parent is not None,  # the networks are real, what is below them only shows the tree
    )
