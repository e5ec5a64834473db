"""Extension points as folders: one module per kind, found by name, each binding `KIND`."""

import pkgutil
from functools import cache
from importlib import import_module
from typing import Any


@cache
def kinds(package: str) -> dict[str, Any]:
    """The kinds of `package` by their `name`, in alphabetical order of their modules.

    A module whose name starts with an underscore is not a kind. Raises `AttributeError` when a module binds no `KIND`.
    """
    root = import_module(package)
    modules = [
        import_module(f"{package}.{found.name}")
        for found in pkgutil.iter_modules(root.__path__)
        if found.name[0] != "_"
    ]
    return {module.KIND.name: module.KIND for module in modules}
