"""`python -m floorwalker` is the `floorwalker` command."""

from floorwalker.cli import main

if __name__ == "__main__":
    main()
