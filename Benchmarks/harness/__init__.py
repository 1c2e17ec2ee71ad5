"""Runs the programs that are measured, and says what they came to."""
