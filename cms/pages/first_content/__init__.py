"""The pages that a new site starts with, in French. Editors change them afterwards; loading again never does."""
