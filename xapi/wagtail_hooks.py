from wagtail import hooks

from xapi.viewsets import XapiGroup


@hooks.register("register_admin_viewset")
def xapi_group() -> XapiGroup:
    return XapiGroup()
