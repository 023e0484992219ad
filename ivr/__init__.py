"""The infoline: a phone menu for a public office. See docs/architecture.md for the folder list."""
