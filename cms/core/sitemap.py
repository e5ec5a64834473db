"""The published pages as a tree, for the site map that people read."""

from dataclasses import dataclass, field

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from wagtail.models import Site

# Pages that are views: (title, URL name). Apps add theirs in `ready()`.
VIEWS: list[tuple[str | Promise, str]] = []


@dataclass
class Node:
    title: str | Promise
    url: str
    path: str  # of the page in the tree, empty for a view
    children: list["Node"] = field(default_factory=list)


def public_tree(request: HttpRequest) -> list[Node]:
    """The home page and the rest below it: what is published and open to all, in the order of the tree. Two queries."""
    site = Site.find_for_request(request)
    if site is None:
        return []
    pages = site.root_page.get_descendants(inclusive=True).live().public().order_by("path").defer_streamfields()
    return _nested([Node(page.title, page.get_url(request) or "", page.path) for page in pages]) + _views()


def _nested(nodes: list[Node]) -> list[Node]:
    """`nodes` in tree order, each put below its nearest ancestor there: the parent may be private or unpublished."""
    roots: list[Node] = []
    branch: list[Node] = []
    for node in nodes:
        while branch and not node.path.startswith(branch[-1].path):
            branch.pop()
        (branch[-1].children if branch else roots).append(node)
        branch.append(node)
    return roots


def _views() -> list[Node]:
    return [Node(title, reverse(name), "") for title, name in VIEWS]
