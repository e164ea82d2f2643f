"""What the user has chosen: a file that a person can read, and what holds where it says nothing."""
