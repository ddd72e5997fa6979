"""The command that erases handbooks which no rule keeps any more."""
