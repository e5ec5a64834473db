"""The persona kit: cards, kit builds, comparison, journey workshop."""
