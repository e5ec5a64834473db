"""What the templates of the courses compute."""

from datetime import date, datetime

from django import template
from django.template.defaultfilters import date as date_filter
from django.utils import timezone

register = template.Library()


@register.filter
def full_date(value: date | datetime) -> str:
    """`value` written in full in the site's time zone: 1er mars 2026."""
    day = timezone.localtime(value) if isinstance(value, datetime) else value
    return date_filter(day, "j\u00a0F\u00a0Y") if day.day > 1 else date_filter(day, "1\\e\\r\u00a0F\u00a0Y")
