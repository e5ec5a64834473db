from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from xapi.viewsets import XapiGroup


@hooks.register("register_admin_viewset")
def xapi_group() -> XapiGroup:
    return XapiGroup()


@hooks.register("register_log_actions")
def xapi_actions(actions: LogActionRegistry) -> None:
    actions.register_action("xapi.key.rotate", "Donner un nouveau secret", "Nouveau secret donné")
    actions.register_action("xapi.key.off", "Désactiver une clé", "Clé désactivée")
    actions.register_action("xapi.key.on", "Réactiver une clé", "Clé réactivée")
    actions.register_action("xapi.statement.void", "Annuler une trace", "Trace annulée")


@hooks.register("register_log_actions")
def privacy_actions(actions: LogActionRegistry) -> None:
    actions.register_action("xapi.erasure.ask", "Effacer une personne", "Effacement d'une personne demandé")
    actions.register_action("xapi.erasure.done", "Finir un effacement", "Effacement d'une personne terminé")
    actions.register_action("xapi.person.export", "Exporter une personne", "Traces d'une personne exportées")
    actions.register_action("xapi.retention.apply", "Appliquer une règle", "Règle de conservation appliquée")
