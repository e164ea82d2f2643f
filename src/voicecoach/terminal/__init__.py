"""The terminal: lines that are only ever appended, and single keys."""
