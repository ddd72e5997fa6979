"""The command that sends what nobody would think of to every route, in every role."""
