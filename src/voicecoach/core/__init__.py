"""The words that every part shares. Imports only the standard library."""
