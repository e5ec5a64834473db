"""Where the rules stand in each version of the specification."""

from xapi.enums import Version

# xAPI 1.0.3, part two: IEEE 9274.1.1, chapter 4 (Learning Record Stores).
_IEEE = {
    "2.2": "4.2.1",
    "2.3.1": "4.2",
    "2.3.2": "4.2.5",
    "2.4": "4.2.2",
    "2.4.1": "4.2.2",
    "2.4.2": "4.2.2.1",
    "2.4.2.1": "4.2.2.1",
    "2.4.2.2": "4.2.2.1",
    "2.4.2.3": "4.2.2.1",
    "2.4.2.4": "4.2.2.1",
    "2.4.3": "4.2.2.2",
    "2.4.4": "4.2.2.3",
    "2.4.4.1": "4.2.2.3",
    "2.4.4.2": "4.2.2.3",
    "2.4.4.3": "4.2.2.3",
    "2.4.5": "4.2.2.4",
    "2.4.5.1": "4.2.2.4",
    "2.4.6": "4.2.2.5",
    "2.4.6.2": "4.2.2.5",
    "2.4.9": "4.2.4.2",
    "2.4.10": "4.2.2",
    "2.4.11": "4.2.2.6",
    "2.6": "4.2.6",
    "4.1": "4.2.7",
    "4.2": "4.2.7",
    "4.3": "4.2.7",
    "4.4": "4.2.7",
    "4.5": "4.2.7",
    "4.6": "4.2.7",
}


def section_in(version: Version, section: str) -> str:
    """The section of `version` that holds the rule of part two, `section`, of 1.0.3. One of 2.0 alone is its own."""
    return _IEEE.get(section, section) if version == Version.V2 else section
