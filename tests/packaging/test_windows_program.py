"""The Windows program: what goes in, what the installer lists, and that it compiles."""

from __future__ import annotations

import io
import re
import struct
import tomllib
import zipfile
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from tools.build_installer import compile_installer, compile_starter, write_lists, zip_portable
from tools.build_payload import (
    HERE,
    PACKAGES,
    Part,
    PayloadFault,
    Recipe,
    bill,
    compare_with_golden,
    embeddable,
    unpack_wheels,
)

ROOT = Path(__file__).resolve().parents[2]
_INFO = re.compile(rf"{PACKAGES}/(.+)\.dist-info/METADATA$")
PATHS = ("Lib/site-packages/x/a.py", "Lib/site-packages/x/data.bin", "python311.dll")


@pytest.fixture
def payload(tmp_path: Path) -> Path:
    folder = tmp_path / "payload"
    for name in PATHS:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
    return folder


def wheel(path: Path, *names: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, name)
    return path


def test_of_a_package_named_in_only_nothing_else_is_taken_and_of_others_all_but_what_is_left_out(
    tmp_path: Path,
) -> None:
    one = wheel(tmp_path / "one.whl", "qt/core.dll", "qt/quick.dll", "qt/core.pyi")
    two = wheel(tmp_path / "two.whl", "np/a.py", "np/tests/b.py", "two.data/scripts/np.exe")

    unpack_wheels([one, two], tmp_path / "out", Recipe({"qt": ["core.dll"]}, ["np/tests/*"]))

    packages = tmp_path / "out/Lib/site-packages"
    held = {p.relative_to(packages).as_posix() for p in packages.rglob("*") if p.is_file()}
    assert held == {"qt/core.dll", "np/a.py"}


def test_a_pattern_that_matches_nothing_ends_the_build() -> None:
    recipe = Recipe({"qt": ["core.dll", "gone.dll"]}, ["np/tests/*"])

    with pytest.raises(PayloadFault, match=r"gone\.dll"):
        recipe.choose(["qt/core.dll", "np/tests/b.py"])


@pytest.mark.parametrize("name", ["../out.py", "/out.py", "a/../../out.py"])
def test_a_wheel_that_climbs_out_of_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(PayloadFault):
        unpack_wheels([wheel(tmp_path / "bad.whl", name)], tmp_path / "out", Recipe({}, []))


@pytest.fixture
def golden() -> list[str]:
    return (HERE / "golden.txt").read_text(encoding="utf-8").splitlines()


def test_a_payload_with_other_files_than_listed_ends_the_build(golden: list[str]) -> None:
    ours = [f"{PACKAGES}/drillplanner/cli.py", f"{PACKAGES}/ui/app.py"]
    compare_with_golden(sorted(golden + ours))

    without = [one for one in golden if not one.endswith("python311.dll")]
    with pytest.raises(PayloadFault, match=r"missing: python311\.dll\nnew: Lib/.*extra\.dll"):
        compare_with_golden([*without, f"{PACKAGES}/extra.dll"])


def test_the_listed_payload_is_that_of_the_lock_and_of_the_recipe(golden: list[str]) -> None:
    lock = (HERE / "requirements.lock").read_text(encoding="utf-8")
    wanted = {
        f"{name.lower().replace('-', '_').replace('.', '_')}-{version}"
        for name, version in re.findall(r"^([\w.-]+)==([\w.]+)", lock, re.MULTILINE)
    }
    listed = {found[1].lower() for one in golden if (found := _INFO.match(one))}
    assert listed == wanted

    recipe = Recipe.read(HERE / "payload.toml")
    packages = [one.removeprefix(f"{PACKAGES}/") for one in golden if one.startswith(PACKAGES)]
    asked = {(top, one) for top, some in recipe.only.items() for one in some}
    assert {
        (top, one)
        for top, one in asked
        if not any(fnmatchcase(name, f"{top}/{one}") for name in packages)
    } == set()
    assert [
        name for name in packages if any(fnmatchcase(name, one) for one in recipe.without)
    ] == []


def test_the_list_of_parts_names_python_and_each_package() -> None:
    listed = bill([Part("Some_Package", "1.2", "MIT", ())], [embeddable()])

    assert '"pkg:pypi/some-package@1.2"' in listed
    assert "CPython" in listed


def test_what_the_installer_puts_down_the_uninstaller_takes_away_and_nothing_else(
    payload: Path, tmp_path: Path
) -> None:
    write_lists(payload, tmp_path / "lists")

    put = (tmp_path / "lists/files.nsh").read_text(encoding="utf-8-sig")
    take = (tmp_path / "lists/remove.nsh").read_text(encoding="utf-8-sig")
    assert re.findall(r'^File "\$\{PAYLOAD\}/(.*)"$', put, re.MULTILINE) == [PATHS[2], *PATHS[:2]]
    deleted = re.findall(r'^Delete "\$INSTDIR\\program\\(.*)"$', take, re.MULTILINE)
    assert sorted(one.replace("\\", "/") for one in deleted) == sorted(PATHS)
    # Whole folders go only where their name is ours; the others must be empty.
    for one in re.findall(r'^RMDir /r "(.*)"$', take, re.MULTILINE):
        assert one.endswith("\\__pycache__")
    assert take.rstrip().endswith('RMDir "$INSTDIR\\program"')


def test_installer_and_starter_compile_without_a_warning(payload: Path, tmp_path: Path) -> None:
    write_lists(payload, tmp_path / "lists")

    compile_installer(payload, tmp_path / "lists", tmp_path / "program-setup.exe")
    compile_starter(tmp_path / "DrillPlanner.exe")

    for name in ("program-setup.exe", "DrillPlanner.exe"):
        program = (tmp_path / name).read_bytes()
        (header,) = struct.unpack_from("<I", program, 0x3C)
        assert program[header : header + 4] == b"PE\0\0"
        # 0x8664: a program for 64-bit Windows, which a 32-bit one could not install into.
        assert struct.unpack_from("<H", program, header + 4) == (0x8664,)


def test_the_portable_program_is_the_same_bytes_each_time(payload: Path, tmp_path: Path) -> None:
    (tmp_path / "starter.exe").write_bytes(b"MZ")

    for name in ("one.zip", "two.zip"):
        zip_portable(payload, tmp_path / "starter.exe", tmp_path / name)

    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(io.BytesIO((tmp_path / "one.zip").read_bytes())) as archive:
        names = archive.namelist()
    assert "DrillPlanner/DrillPlanner.exe" in names
    assert "DrillPlanner/program/python311.dll" in names


def test_every_sentence_of_the_installer_is_there_in_both_languages() -> None:
    text = (ROOT / "installer.nsi").read_text(encoding="utf-8")
    said: dict[str, set[str]] = {}
    for name, language in re.findall(r"^LangString (\w+) \$\{LANG_(\w+)\}", text, re.MULTILINE):
        said.setdefault(name, set()).add(language)

    assert said
    assert {name for name, some in said.items() if some != {"SIMPCHINESE", "ENGLISH"}} == set()
    assert set(re.findall(r"\$\((\w+)\)", text)) <= set(said)


def test_the_windows_lock_holds_every_package_that_the_program_needs() -> None:
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lock = (ROOT / "packaging/windows/requirements.lock").read_text(encoding="utf-8")
    locked = {name.lower() for name in re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)}
    asked = {
        re.match(r"[\w.-]+", one)[0].lower()  # type: ignore[index]
        for one in table["project"]["dependencies"]
    }

    assert asked - locked == set()
    assert "tzdata" in locked, "Windows has no time zones of its own"


def test_the_icon_has_the_sizes_that_windows_asks_for() -> None:
    icon = (ROOT / "resources/icons/drillplanner.ico").read_bytes()
    _reserved, kind, count = struct.unpack_from("<HHH", icon)
    sizes = {icon[6 + 16 * i] or 256 for i in range(count)}

    assert kind == 1
    assert sizes >= {16, 24, 32, 48, 256}
