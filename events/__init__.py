"""Series of webinars: registration, waiting list, calendar, attendance, replay."""
