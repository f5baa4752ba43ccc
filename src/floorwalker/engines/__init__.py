"""Pure computations: numbers in, numbers out; time and seed are arguments."""
