"""Every write to accounts and networks."""

from cms.accounts.services.addresses import confirm_email_change, request_email_change
from cms.accounts.services.clean_up import clean_up_accounts
from cms.accounts.services.entrance import confirm_account, resend_confirmation, sign_up
from cms.accounts.services.erasure import (
    cancel_erasure,
    erase_account,
    erase_due_accounts,
    request_erasure,
)
from cms.accounts.services.memberships import (
    add_network,
    assign_membership,
    change_membership_dates,
    choose_network,
    end_membership,
    move_network,
    remove_membership,
    remove_network,
    sync_training_manager,
    sync_training_managers,
)
from cms.accounts.services.passwords import after_password_set, send_password_reset
from cms.accounts.services.profiles import give_role, invite, update_profile
from cms.accounts.services.sample_networks import load_networks
from cms.accounts.services.samples import (
    load_sample_accounts,
    refuse_sample_accounts,
    remove_sample_accounts,
    sample_accounts,
)

__all__ = [
    "add_network",
    "after_password_set",
    "assign_membership",
    "cancel_erasure",
    "change_membership_dates",
    "choose_network",
    "clean_up_accounts",
    "confirm_account",
    "confirm_email_change",
    "end_membership",
    "erase_account",
    "erase_due_accounts",
    "give_role",
    "invite",
    "load_networks",
    "load_sample_accounts",
    "move_network",
    "refuse_sample_accounts",
    "remove_membership",
    "remove_network",
    "remove_sample_accounts",
    "request_email_change",
    "request_erasure",
    "resend_confirmation",
    "sample_accounts",
    "send_password_reset",
    "sign_up",
    "sync_training_manager",
    "sync_training_managers",
    "update_profile",
]
