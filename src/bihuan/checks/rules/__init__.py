"""One rule a file, ``<group>/<code>_<slug>.py``; found by its place, so adding one edits no list."""
