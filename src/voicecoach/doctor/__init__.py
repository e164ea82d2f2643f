"""What is looked for when the coach is checked, how it is judged, and how one is asked; pure."""
