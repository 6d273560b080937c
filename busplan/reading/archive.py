"""A ZIP in, its files out, by name; or the reason why it is not unpacked.

Everything happens in memory, and nothing is unpacked before the archive has told how large it will be.
"""

import stat
import zlib
from collections.abc import Container
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from busplan.reading.report import WHOLE_FILE, Fault, Report
from busplan.reading.text import ARCHIVES

MOST_BYTES = 50_000_000
MOST_MEMBERS = 200
# What a package of the Office Open XML kind, such as a workbook, tells of itself.
CONTENT_TYPES = "[Content_Types].xml"
OPEN_DOCUMENT = "mimetype"
LITTER = ("__MACOSX", "Thumbs.db", "desktop.ini")
ENCRYPTED = 0x1
# What zipfile raises on archives that are cut short, damaged or made up.
BROKEN = (
    BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    IndexError,
    NotImplementedError,
    OverflowError,
)


def members_of(content: bytes, report: Report) -> dict[str, bytes] | None:
    """In the order of the archive; None after reporting why there are none."""
    try:
        members = unpacked(content)
        check_nested(members)
    except Fault as fault:
        report.error(fault.code, WHOLE_FILE, fault.facts.pop("value", ""), **fault.facts)
        return None
    except BROKEN:
        report.error("archive_broken")
        return None
    if not members:
        report.error("empty_file")
    return members or None


def is_package(names: Container[str]) -> bool:
    """Whether it is one document, not a folder of files."""
    return CONTENT_TYPES in names or OPEN_DOCUMENT in names


def unpacked(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as archive:
        check_size(archive.infolist(), 0)
        files = {name_of(info): info for info in archive.infolist() if not info.is_dir()}
        if len(files) < sum(not info.is_dir() for info in archive.infolist()):
            raise BadZipFile("two files of one name")
        wanted = (
            files if is_package(set(files)) else {name: files[name] for name in files if not is_litter(name)}
        )
        # Never more than it has declared: zipfile stops there, and finds the checksum wrong.
        return {name: archive.read(info) for name, info in wanted.items()}


def check_size(members: list[ZipInfo], already: int) -> int:
    """The bytes that have been declared so far."""
    declared = already + sum(info.file_size for info in members)
    if len(members) > MOST_MEMBERS or declared > MOST_BYTES:
        raise Fault("archive_too_large", limit=str(MOST_BYTES // 1_000_000), members=str(MOST_MEMBERS))
    return declared


def name_of(info: ZipInfo) -> str:
    """Its path in the archive. One that leads out of it is none, and so is a link."""
    path = PurePosixPath(info.filename.replace("\\", "/"))
    is_link = stat.S_ISLNK(info.external_attr >> 16)
    if is_link or path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        raise Fault("archive_path_not_allowed", value=info.filename)
    if info.flag_bits & ENCRYPTED:
        raise Fault("wrong_file_type", found="ZIP")
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise NotImplementedError("zipfile does not bound what other methods unpack")
    return str(path)


def is_litter(name: str) -> bool:
    """What a Mac or Windows, or an open Excel, leaves beside the files."""
    parts = PurePosixPath(name).parts
    return any(part in LITTER or part.startswith((".", "~$")) for part in parts)


def check_nested(members: dict[str, bytes]) -> None:
    """A workbook may lie in a ZIP, another ZIP may not; what they declare counts with the rest."""
    if is_package(members):
        return
    declared = sum(map(len, members.values()))
    nested = {name: content for name, content in members.items() if content.startswith(ARCHIVES)}
    packages = []
    for content in nested.values():
        with ZipFile(BytesIO(content)) as archive:
            declared = check_size(archive.infolist(), declared)
            packages.append(is_package(set(archive.namelist())))
    for name, package in zip(nested, packages, strict=True):
        if not package:
            raise Fault("archive_in_archive", value=name)
