"""Closed, opened or announced now, until an instant: what changes, what callers hear then, whom they reach, and undoing
it. A use case of the commands `override` and `announce` and of the console's page Hours.

What a switch does to a call is decided by `ivr.core.overrides`; the staff's files are never touched. Refusals carry a
code and no words: who raises them to a person words them.
"""
