from cms.accounts.models.networks import EmailDomain, Membership, Network
from cms.accounts.models.users import User

__all__ = ["EmailDomain", "Membership", "Network", "User"]
