"""What is installed is pinned, and its licences are listed."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
ASKED = {
    "requirements.lock": PROJECT["dependencies"] + PROJECT["optional-dependencies"]["serve"],
    "constraints.txt": PROJECT["dependencies"]
    + PROJECT["optional-dependencies"]["serve"]
    + [line for line in PROJECT["optional-dependencies"]["test"] if not line.startswith("copydesk")],
}


def pinned(name: str) -> dict[str, str]:
    lines = (ROOT / name).read_text().splitlines()
    found = (re.match(r"([A-Za-z0-9._-]+)==([^ ;\\]+)", line) for line in lines)
    return {canonicalize_name(pin[1]): pin[2] for pin in found if pin}


@pytest.mark.parametrize("name", ASKED)
def test_everything_asked_for_is_pinned_in_a_version_that_is_allowed(name: str) -> None:
    pins = pinned(name)
    for text in ASKED[name]:
        wanted = Requirement(text)
        have = pins.get(canonicalize_name(wanted.name))
        assert have is not None, f"{wanted.name} is not in {name}: docs/supply-chain.md says how to make it anew"
        assert wanted.specifier.contains(have), (wanted.name, have)


def test_every_file_in_the_lock_has_a_hash_and_a_version() -> None:
    entries = re.split(r"\n(?=\S)", re.sub(r"(?m)^ *#.*\n", "", (ROOT / "requirements.lock").read_text()).strip())
    assert len(entries) > 60
    for entry in entries:
        assert re.match(r"[A-Za-z0-9._-]+==\S+", entry), entry[:80]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry[:80]
    assert not any("http://" in entry or "https://" in entry for entry in entries)


def test_the_list_of_licences_has_every_package_and_none_forbids_passing_it_on() -> None:
    made = subprocess.run(
        [sys.executable, ROOT / "docs" / "make_licences.py"], capture_output=True, text=True, check=True
    ).stdout
    now = dict(re.findall(r"^\| (\S+) \| (.+) \|$", made, re.MULTILINE))
    listed = dict(re.findall(r"^\| (\S+) \| (.+) \|$", (ROOT / "docs" / "licences.md").read_text(), re.MULTILINE))
    assert now.keys() - {"package"} <= listed.keys(), "run docs/make_licences.py > docs/licences.md"
    for name, licence in listed.items():
        assert licence != "not said", name
        only_gpl = re.search(r"\b(A?GPL|General Public)\b", licence) and " OR " not in licence
        assert not only_gpl, (name, licence)
