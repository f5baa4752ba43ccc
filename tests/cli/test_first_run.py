from floorwalker.cli._first_run import tell_first_run


def test_a_database_that_is_away_for_a_moment_ends_nothing(tmp_path):
    said = []
    tell_first_run(f"postgresql:///floorwalker?host={tmp_path}", address="", tell=said.append)
    (line,) = said
    assert line.startswith("Whether anybody has an account could not be read (")
