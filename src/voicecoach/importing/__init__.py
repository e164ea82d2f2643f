"""Workouts and exercises that people have in other formats, as sessions to go on writing."""
