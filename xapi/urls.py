from django.urls import URLPattern, path

from xapi.views import statements

app_name = "xapi"

urlpatterns: list[URLPattern] = [
    path("about", statements.about, name="about"),
    path("statements", statements.statements, name="statements"),
]
