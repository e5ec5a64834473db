"""The learner's pages: each view reads a request, calls a service or a query, and renders."""
