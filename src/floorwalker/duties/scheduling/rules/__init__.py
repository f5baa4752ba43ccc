"""Policy on plain values: when special days fall, and what can be recorded of lost time."""
