"""Believable data to look around with: people of every role, surveys, activities, an inspection for every ward."""
