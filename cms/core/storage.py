"""Files that no web server hands out: only a view that checked the reader's right does."""

from django.conf import settings
from django.core.files.storage import FileSystemStorage


def private_storage() -> FileSystemStorage:
    """The storage of `PRIVATE_ROOT`. A file saved again under its name replaces the former one."""
    return FileSystemStorage(
        location=settings.PRIVATE_ROOT,
        file_permissions_mode=0o600,
        directory_permissions_mode=0o700,
        allow_overwrite=True,
    )
