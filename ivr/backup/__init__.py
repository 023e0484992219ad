"""Use cases: everything that must last in one file, and back; the log made anew; a new version tried, and undone.

Calls go on while a backup is made, the log is made anew, or a new version is tried: they need the journal alone.
"""
