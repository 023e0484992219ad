"""Figures as tables and pictures: `figure` (what one is), `drawing` (its geometry), `build_*` (which there are)."""
