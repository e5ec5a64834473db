"""The administration of the Learning Record Store, in Wagtail."""

from wagtail.admin.viewsets.base import ViewSetGroup

from xapi.viewsets.delivery import OutboxViewSet, RefusalViewSet, TargetViewSet
from xapi.viewsets.keys import KeyViewSet
from xapi.viewsets.overview import OverviewViewSet
from xapi.viewsets.privacy import ErasureViewSet, RetentionRuleViewSet
from xapi.viewsets.refused import RefusedViewSet
from xapi.viewsets.statements import StatementViewSet

__all__ = ["XapiGroup"]


class XapiGroup(ViewSetGroup):
    menu_label = "Traces xAPI"
    menu_icon = "history"
    menu_order = 800
    items = (
        OverviewViewSet,
        StatementViewSet,
        RefusedViewSet,
        KeyViewSet,
        TargetViewSet,
        RefusalViewSet,
        OutboxViewSet,
        ErasureViewSet,
        RetentionRuleViewSet,
    )
