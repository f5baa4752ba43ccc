"""What is published names no machine of ours, and installs from whatever index a machine uses."""

import re

from tests.architecture.repository import REPOSITORY, files_of_ours, name_of

# Written in pieces, so that this file does not find itself.
MACHINE = re.compile(
    "|".join(
        [
            r"(?<![\w.])/" + r"work/",
            r"(?<![\w.])/" + r"root/",
            "/opt/" + "pypi",
            "files." + "pythonhosted",
            "pypi" + r"\.org/simple",
            "registry" + r"\.npmjs",
            "--(extra-)?" + "index-url",
            "--find" + "-links",
        ]
    )
)


def test_the_requirements_hold_no_address():
    found = [
        file.name for file in (REPOSITORY / "requirements").glob("*.txt") if "://" in _text(file)
    ]
    assert found == []


def test_no_file_names_a_machine_or_an_index():
    found = [
        f"{name_of(file)}:{number} {line.strip()[:100]}"
        for file in files_of_ours()
        for number, line in enumerate(_text(file).splitlines(), start=1)
        if MACHINE.search(line)
    ]
    assert found == []


def _text(file):
    return file.read_text(encoding="utf-8", errors="ignore")
