"""Put the Linux program together: `make linux-folder` (as root, on Debian with debootstrap).

Out comes `build/linux/DrillPlanner-<version>-linux-x86_64.tar.xz`: a folder that runs where it is
unpacked, on a Linux without Python and without Qt. An interpreter from an installed system
would need that system's C library; so CPython and SQLite are built in the oldest Debian that
still has a mirror, and the wheels are those made for an older one yet. What the folder asks of a
system is measured in the end, and more than `GLIBC` ends the build.
"""

from __future__ import annotations

import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tools.build_payload import (
    ROOT,
    PayloadFault,
    Recipe,
    bill,
    build_wheel,
    copy_notices,
    pip_download,
    read_parts,
    unpack_wheels,
)

HERE = ROOT / "packaging" / "linux"
#: The newest C library that anything in the folder may ask for.
GLIBC = (2, 31)
#: Of which systems wheels are taken, the newest first.
TAGS = ("manylinux_2_28", "manylinux_2_27", "manylinux_2_26", "manylinux_2_17", "manylinux2014")
#: What CPython is built with, and the libraries of the system that Qt needs and carries not.
BUILD = "gcc make file tcl patchelf xz-utils libc6-dev libffi-dev zlib1g-dev libbz2-dev liblzma-dev"
LIBRARIES = (
    "libglib2.0-0 libegl1 libgl1 libdbus-1-3 libfontconfig1 libx11-xcb1 libxkbcommon0 "
    "libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 "
    "libxcb-render-util0 libxcb-render0 libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-xfixes0 "
    "libxcb-xinerama0 libxcb-xkb1 libsm6 libice6 libwayland-client0 libwayland-cursor0"
)
#: What every Linux has of its own: its C library, and what must fit the kernel's graphics.
SYSTEM = re.compile(
    r"(ld-linux[-\w]*|lib(c|m|dl|pthread|rt|util|resolv|gcc_s|stdc\+\+))(-[\d.]+)?\.so"
)
#: Parts of CPython's library that nothing of ours uses.
WITHOUT = ("test", "idlelib", "tkinter", "turtledemo", "ensurepip", "pydoc_data")
STAMP = 946684800


def main() -> int:
    folder = ROOT / "build" / "linux"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        program = build(folder)
    except PayloadFault as fault:
        sys.stderr.write(f"{fault}\n")
        return 1
    sys.stdout.write(f"{program}: {program.stat().st_size / 1e6:.0f} MB\n")
    return 0


def build(folder: Path) -> Path:
    """Build everything below `folder`; the old Debian and its CPython are kept between builds."""
    from drillplanner import __version__

    machine = platform.machine()
    root = folder / "root"
    make_root(root)
    name = f"DrillPlanner-{__version__}-linux-{machine}"
    payload = folder / name
    shutil.rmtree(payload, ignore_errors=True)
    os.environ["PATH"] = f"{os.environ['PATH']}:{root / 'usr/bin'}"  # for patchelf
    shutil.copytree(build_python(root, folder), payload / "python", symlinks=True)
    packages = payload / "python/lib/python3.13/site-packages"
    wheels = [*fetch_wheels(folder / "downloads", machine), build_wheel(folder)]
    unpack_wheels(wheels, packages, Recipe.read(HERE / "payload.toml"), inside="")
    files = carry_libraries(root, payload / "python/lib", packages / "PySide6/Qt/lib")
    carried = copy_licences(root, files, payload / "licenses")
    shutil.copy(root / "opt/LICENSE.txt", payload / "LICENSE.txt")
    parts = read_parts(packages)
    copy_notices(payload, parts, HERE / "notices.txt")
    beside: list[dict[str, object]] = [
        {
            "type": "framework",
            "name": one["name"],
            "version": one["version"],
            "hashes": [{"alg": "SHA-256", "content": one["sha256"]}],
        }
        for one in sources()["source"]
    ]
    beside += [{"type": "library", "name": a, "version": b} for a, b in carried.items()]
    (payload / "sbom.cdx.json").write_text(bill(parts, beside), encoding="utf-8")
    for one in ("drillplanner", "README.txt"):
        shutil.copy(HERE / one, payload / one)
    shutil.copyfile(ROOT / "resources/icons/drillplanner.svg", payload / "drillplanner.svg")
    asked = newest_glibc(payload)
    if asked > GLIBC:
        raise PayloadFault(f"something asks for glibc {asked[0]}.{asked[1]}: {GLIBC} is the most")
    sys.stdout.write(f"runs from glibc {asked[0]}.{asked[1]} on\n")
    return pack(payload)


# ---- the old system ---------------------------------------------------------------------------


def make_root(root: Path) -> None:
    """Make the folder of an old Debian, once."""
    if (root / "opt/ready").exists():
        return
    told = sources()
    shutil.rmtree(root, ignore_errors=True)
    include = ",".join(f"{BUILD} {LIBRARIES}".split())
    subprocess.run(
        [
            *("debootstrap", "--variant=minbase", f"--include={include}"),
            *(told["suite"], root, told["mirror"]),
        ],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    (root / "opt/ready").touch()


def sources() -> dict[str, Any]:
    return tomllib.loads((HERE / "sources.toml").read_text(encoding="utf-8"))


def build_python(root: Path, folder: Path) -> Path:
    """Build SQLite and CPython inside the old system, once; give the folder of the result."""
    made = root / "opt/python"
    if (made / "bin/python3").exists():
        return made
    told = sources()
    for one in told["source"]:
        archive = folder / "downloads" / Path(one["path"]).name
        archive.parent.mkdir(exist_ok=True)
        if not archive.exists():
            urllib.request.urlretrieve(f"{told['mirror']}/{one['path']}", archive)  # noqa: S310
        if hashlib.sha256(archive.read_bytes()).hexdigest() != one["sha256"]:
            archive.unlink()
            raise PayloadFault(f"{archive.name} is not the file it was: see sources.toml")
        to = root / "opt" / one["name"]
        shutil.rmtree(to, ignore_errors=True)
        to.mkdir()
        subprocess.run(
            ["tar", "xf", archive, "-C", to, "--strip-components=1", "--no-same-owner"], check=True
        )
    shutil.copy(root / "opt/CPython/LICENSE", root / "opt/LICENSE.txt")
    jobs = f"-j{os.cpu_count() or 1}"
    run_in(
        root,
        f"cd /opt/SQLite && ./configure --prefix=/opt/sqlite --disable-tcl --disable-readline"
        f" >/dev/null && make {jobs} >/dev/null && make install >/dev/null",
    )
    # Without OpenSSL: the program opens no connection, and Python hashes by itself.
    run_in(
        root,
        "cd /opt/CPython && export LD_LIBRARY_PATH=/opt/sqlite/lib &&"
        " LIBSQLITE3_CFLAGS=-I/opt/sqlite/include"
        " LIBSQLITE3_LIBS='-L/opt/sqlite/lib -lsqlite3'"
        " ./configure --prefix=/opt/python --without-ensurepip --without-static-libpython"
        f" >/dev/null && make {jobs} >/dev/null && make install >/dev/null",
    )
    library = made / "lib/python3.13"
    for name in WITHOUT:
        shutil.rmtree(library / name, ignore_errors=True)
    for folder_ in [*library.rglob("__pycache__"), *library.glob("config-*")]:
        shutil.rmtree(folder_, ignore_errors=True)
    for other in ("include", "share", "lib/pkgconfig"):
        shutil.rmtree(made / other, ignore_errors=True)
    return made


def run_in(root: Path, command: str) -> None:
    subprocess.run(["chroot", root, "sh", "-euc", command], check=True, stdin=subprocess.DEVNULL)


# ---- what is put in ---------------------------------------------------------------------------


def fetch_wheels(downloads: Path, machine: str) -> list[Path]:
    to = downloads / "wheels"
    shutil.rmtree(to, ignore_errors=True)
    tags = [word for tag in TAGS for word in ("--platform", f"{tag}_{machine}")]
    target = (*tags, "--python-version", "3.13", "--implementation", "cp")
    pip_download(to, "--only-binary", ":all:", *target, "-r", str(ROOT / "requirements.lock"))
    return sorted(to.iterdir())


def carry_libraries(root: Path, python: Path, qt: Path) -> list[Path]:
    """Copy the libraries that Python's modules and Qt's ask for, each beside who asks.

    Returns where each was taken from, as paths of the old system.
    """
    taken = []
    wanted = {
        python: [*(root / "opt/python/lib").rglob("*.so")],
        qt: [*qt.glob("*.so*"), *(qt.parent / "plugins").rglob("*.so")],
    }
    paths = [root / "opt/sqlite/lib", *(root / "usr/lib").glob("*-linux-gnu"), root / "lib"]
    paths += [*(root / "lib").glob("*-linux-gnu")]
    for to, asking in wanted.items():
        queue, seen = list(asking), set()
        while queue:
            for name in needed(queue.pop()):
                if name in seen or SYSTEM.match(name) or (to / name).exists():
                    continue
                seen.add(name)
                found = next((p / name for p in paths if (p / name).exists()), None)
                if found is None:
                    raise PayloadFault(f"{name} is asked for and is not there")
                taken.append(found)
                shutil.copyfile(found.resolve(), to / name)
                run_path(to / name, "$ORIGIN")
                queue.append(to / name)
    for one in python.glob("python3.13/lib-dynload/*.so"):
        run_path(one, "$ORIGIN/../..")
    return taken


def copy_licences(root: Path, files: list[Path], to: Path) -> dict[str, str]:
    """Copy what Debian says of the rights in those files; give each package and its version."""
    to.mkdir()
    found = {}
    for path in files:
        if (root / "opt") in path.parents:
            continue
        # Debian's /lib is a link to /usr/lib, and its list of files may say either.
        inside = f"*/{path.resolve().name}"
        told = subprocess.run(
            ["chroot", root, "dpkg-query", "-S", inside], check=True, capture_output=True
        )
        package = told.stdout.decode().split(":")[0]
        said = ["chroot", root, "dpkg-query", "-W", "-f=${Version}", package]
        version = subprocess.run(said, check=True, capture_output=True).stdout.decode()
        found[package] = version
        shutil.copyfile(root / f"usr/share/doc/{package}/copyright", to / f"{package}.txt")
    return dict(sorted(found.items()))


def needed(library: Path) -> list[str]:
    told = subprocess.run(["patchelf", "--print-needed", library], check=True, capture_output=True)
    return told.stdout.decode().split()


def run_path(library: Path, path: str) -> None:
    subprocess.run(["patchelf", "--set-rpath", path, library], check=True)


# ---- what comes out ---------------------------------------------------------------------------


def newest_glibc(payload: Path) -> tuple[int, int]:
    """Tell the newest version of the C library that a file in the folder asks for."""
    asked = {(0, 0)}
    for path in _programs(payload):
        told = subprocess.run(["objdump", "-T", path], capture_output=True, check=False).stdout
        asked |= {(int(a), int(b)) for a, b in re.findall(rb"GLIBC_(\d+)\.(\d+)", told)}
    return max(asked)


def _programs(payload: Path) -> Iterator[Path]:
    for path in payload.rglob("*"):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                if file.read(4) == b"\x7fELF":
                    yield path


def pack(payload: Path) -> Path:
    """Pack the folder; the same folder gives the same bytes."""
    target = payload.with_name(f"{payload.name}.tar.xz")

    def plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = ""
        entry.mtime = STAMP
        entry.mode = 0o755 if entry.isdir() or entry.mode & 0o100 else 0o644
        return entry

    with tarfile.open(target, "w:xz", preset=6) as archive:
        archive.add(payload, payload.name, filter=plain)
    return target


if __name__ == "__main__":
    sys.exit(main())
