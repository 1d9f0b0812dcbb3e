"""The face detector: distilled from a teacher of YuNet's format, refined on labelled boxes and turned faces."""
