"""PURE: values and functions. No I/O, no clock, no framework, no database, no YAML."""
