"""Turns the staff's YAML text into core values, with file, line and column for every problem.

Text in, values and problems out. The only I/O of the package is `sources.read_sources`. It decides
nothing about a call and never imports telephony, store or simulator.
"""
