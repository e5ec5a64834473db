"""What learners' pages show, worked out from an attempt: plain values for templates, nothing stored, nothing queried.

Whatever is not in these values does not reach the browser: keys, feedback and unseen nodes come in only once the
answers that they follow are given.
"""
