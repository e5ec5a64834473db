"""The community of practice: practices, their trials and measures, questions, moderation, directory."""
