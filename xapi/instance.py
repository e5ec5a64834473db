"""What this installation is, whatever the addresses it answers to."""

from django.utils.crypto import salted_hmac


def instance_id() -> str:
    """The same in every process of this installation, and in no other. Tells nothing about the secret key."""
    return salted_hmac("xapi.instance", "").hexdigest()
