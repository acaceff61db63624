"""Make the installer and the portable program from the payload: `make installer`.

Out come, in build/windows: DrillPlanner-<version>-setup.exe, DrillPlanner-<version>-portable.zip
and SHA256SUMS. makensis (Debian: nsis) compiles both the installer and the starter of the
portable program.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
#: The date of every file in the zip, so that two builds give the same bytes.
STAMP = (2000, 1, 1, 0, 0, 0)


def version() -> str:
    from drillplanner import __version__

    return __version__


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, default=ROOT / "build" / "windows")
    folder: Path = parser.parse_args().to.absolute()
    payload = folder / "payload"
    setup = folder / f"DrillPlanner-{version()}-setup.exe"
    write_lists(payload, folder / "lists")
    compile_installer(payload, folder / "lists", setup)
    starter = folder / "DrillPlanner.exe"
    compile_starter(starter)
    portable = folder / f"DrillPlanner-{version()}-portable.zip"
    zip_portable(payload, starter, portable)
    sums = [
        f"{hashlib.sha256(one.read_bytes()).hexdigest()}  {one.name}" for one in (setup, portable)
    ]
    (folder / "SHA256SUMS").write_text("\n".join(sums) + "\n", encoding="ascii")
    for one in (setup, portable):
        sys.stdout.write(f"{one}: {one.stat().st_size / 1e6:.0f} MB\n")
    return 0


def write_lists(payload: Path, lists: Path) -> None:
    """Write what the installer puts down and what the uninstaller takes away, file by file.

    The uninstaller deletes what is listed and folders that are then empty, so that a file of
    a person's own survives wherever it lies.
    """
    names = sorted(p.relative_to(payload).as_posix() for p in payload.rglob("*") if p.is_file())
    folders: dict[str, list[str]] = {}
    for name in names:
        folders.setdefault(name.rpartition("/")[0], []).append(name)
    put, take = [], []
    for folder, held in sorted(folders.items()):
        put.append(f'SetOutPath "{_windows(folder)}"')
        for name in held:
            put.append(f'File "${{PAYLOAD}}/{_quoted(name)}"')
            take.append(f'Delete "{_windows(name)}"')
        if any(name.endswith(".py") for name in held):
            # What Python compiled beside its sources is ours by its name.
            take.append(f'RMDir /r "{_windows(folder)}\\__pycache__"')
    every = {""}
    for folder in folders:
        parts = folder.split("/")
        every |= {"/".join(parts[: i + 1]) for i in range(len(parts))}
    take += [
        f'RMDir "{_windows(one)}"'
        for one in sorted(every, key=lambda f: (-f.count("/"), f == "", f))
    ]
    lists.mkdir(parents=True, exist_ok=True)
    (lists / "files.nsh").write_text("\n".join(put) + "\n", encoding="utf-8-sig")
    (lists / "remove.nsh").write_text("\n".join(take) + "\n", encoding="utf-8-sig")


def _quoted(name: str) -> str:
    # Two signs mean something to makensis inside quotes.
    return name.replace("$", "$$").replace('"', '$\\"')


def _windows(name: str) -> str:
    inside = _quoted(name).replace("/", "\\")
    return f"$INSTDIR\\program\\{inside}" if inside else "$INSTDIR\\program"


def compile_installer(payload: Path, lists: Path, setup: Path) -> None:
    """Compile installer.nsi; a warning is an error."""
    given = {"PAYLOAD": payload, "LISTS": lists, "VERSION": version(), "OUT": setup}
    makensis(ROOT / "installer.nsi", {key: str(value) for key, value in given.items()})


def compile_starter(out: Path) -> None:
    """Compile what a person double-clicks in the portable folder."""
    makensis(ROOT / "packaging/windows/starter.nsi", {"VERSION": version(), "OUT": str(out)})


def makensis(script: Path, given: dict[str, str]) -> None:
    defines = [f"-D{key}={value}" for key, value in given.items()]
    command = ["makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8", "-NOCD", *defines, str(script)]
    subprocess.run(command, cwd=ROOT, check=True)


def zip_portable(payload: Path, starter: Path, portable: Path) -> None:
    """Zip the payload with its starter; drills then lie in the folder `data` beside it."""
    top = "DrillPlanner"
    note = (ROOT / "packaging/windows/portable.txt").read_text(encoding="utf-8")
    with zipfile.ZipFile(portable, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:

        def put(name: str, content: bytes) -> None:
            entry = zipfile.ZipInfo(f"{top}/{name}", STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)

        put("DrillPlanner.exe", starter.read_bytes())
        put("使用说明 README.txt", ("\ufeff" + note.replace("\n", "\r\n")).encode())
        for path in sorted(payload.rglob("*")):
            if path.is_file():
                put(f"program/{path.relative_to(payload).as_posix()}", path.read_bytes())


if __name__ == "__main__":
    sys.exit(main())
