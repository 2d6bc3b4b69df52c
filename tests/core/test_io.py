import errno
import hashlib
import os
import stat
from pathlib import Path

import pytest

from natfig.core.errors import DocumentError, OutputError
from natfig.core.io import hash_bytes, hash_file, read_bounded, write_all, write_atomic


def leftovers(folder):
    return sorted(p.name for p in folder.rglob("*") if p.name.endswith(".part") or p.name.startswith("."))


def fail_open(monkeypatch, number, error):
    """Let the write of a staged file whose name holds `number` fail."""
    real = Path.open

    def opened(self, mode="r", *args, **kwargs):
        if "w" in mode and number in self.name:
            raise error
        return real(self, mode, *args, **kwargs)

    monkeypatch.setattr(Path, "open", opened)


def fail_replace(monkeypatch, name, error):
    """Let the rename onto a file called `name` fail."""
    real = Path.replace

    def replaced(self, target):
        if Path(target).name == name and self.suffix == ".part":
            raise error
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replaced)


@pytest.fixture
def old(tmp_path):
    """Two old files."""
    (tmp_path / "a.svg").write_bytes(b"old a")
    (tmp_path / "b.svg").write_bytes(b"old b")
    return tmp_path


def test_hashes_agree_with_hashlib(tmp_path):
    data = os.urandom(3 * 2**20 + 7)
    (tmp_path / "x").write_bytes(data)
    assert hash_file(tmp_path / "x") == hash_bytes(data) == hashlib.sha256(data).hexdigest()


def test_all_files_are_written_and_folders_made(tmp_path):
    files = {tmp_path / "deep" / "er" / "a.svg": b"a", tmp_path / "b.svg": b""}
    write_all(files)
    assert {p: p.read_bytes() for p in files} == files
    assert leftovers(tmp_path) == []


def test_old_files_are_replaced(old):
    write_all({old / "a.svg": b"new a", old / "b.svg": b"new b"})
    assert (old / "a.svg").read_bytes() == b"new a"
    assert (old / "b.svg").read_bytes() == b"new b"
    assert leftovers(old) == []


def test_a_new_file_follows_the_umask_and_an_old_one_keeps_its_mode(old):
    (old / "a.svg").chmod(0o640)
    before = os.umask(0o027)
    try:
        write_all({old / "a.svg": b"new", old / "c.svg": b"new"})
    finally:
        os.umask(before)
    assert stat.S_IMODE((old / "a.svg").stat().st_mode) == 0o640
    assert stat.S_IMODE((old / "c.svg").stat().st_mode) == 0o640
    write_atomic(old / "d.svg", b"new")
    assert stat.S_IMODE((old / "d.svg").stat().st_mode) == 0o666 & ~before


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EDQUOT, "the disk quota is used up"),
        (errno.EACCES, "the folder is not writable"),
        (errno.EPERM, "the folder is not writable"),
        (errno.EROFS, "the file system is read-only"),
        (errno.EIO, os.strerror(errno.EIO)),
    ],
)
def test_a_write_that_fails_says_why_and_changes_nothing(old, monkeypatch, number, words):
    fail_open(monkeypatch, "b.svg", OSError(number, os.strerror(number)))
    with pytest.raises(OutputError, match=f"cannot write .*b.svg: {words}; nothing was changed"):
        write_all({old / "a.svg": b"new a", old / "b.svg": b"new b"})
    assert (old / "a.svg").read_bytes() == b"old a"
    assert (old / "b.svg").read_bytes() == b"old b"
    assert leftovers(old) == []


def test_a_disk_that_fills_up_while_flushing_changes_nothing(old, monkeypatch):
    def full(descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="the disk is full"):
        write_all({old / "a.svg": b"new a"})
    assert (old / "a.svg").read_bytes() == b"old a"
    assert leftovers(old) == []


def test_a_folder_that_refuses_new_files_is_named(old, monkeypatch):
    def refuse(*args, **kwargs):
        raise OSError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    with pytest.raises(OutputError, match="the folder is not writable"):
        write_atomic(old / "a.svg", b"new a")
    assert (old / "a.svg").read_bytes() == b"old a"


@pytest.mark.parametrize("interrupt", [KeyboardInterrupt(), SystemExit(1), MemoryError()])
def test_an_interrupt_leaves_the_old_files_and_nothing_half_written(old, monkeypatch, interrupt):
    fail_open(monkeypatch, "b.svg", interrupt)
    with pytest.raises(type(interrupt)):
        write_all({old / "a.svg": b"new a", old / "b.svg": b"new b"})
    assert (old / "a.svg").read_bytes() == b"old a"
    assert (old / "b.svg").read_bytes() == b"old b"
    assert leftovers(old) == []


def test_a_rename_that_fails_puts_the_others_back(old, monkeypatch):
    fail_replace(monkeypatch, "b.svg", OSError(errno.EACCES, "Permission denied"))
    with pytest.raises(
        OutputError, match=r"cannot write .*b\.svg: the folder is not writable; nothing was changed"
    ):
        write_all({old / "a.svg": b"new a", old / "c.svg": b"new c", old / "b.svg": b"new b"})
    assert (old / "a.svg").read_bytes() == b"old a"
    assert (old / "b.svg").read_bytes() == b"old b"
    assert not (old / "c.svg").exists()
    assert leftovers(old) == []


def test_an_interrupt_between_renames_puts_the_others_back(old, monkeypatch):
    fail_replace(monkeypatch, "b.svg", KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        write_all({old / "a.svg": b"new a", old / "b.svg": b"new b"})
    assert (old / "a.svg").read_bytes() == b"old a"
    assert leftovers(old) == []


def test_a_folder_in_the_way_is_said_before_anything_is_written(old):
    (old / "c.svg").mkdir()
    with pytest.raises(OutputError, match=r"cannot write .*c\.svg: it is a folder"):
        write_all({old / "a.svg": b"new a", old / "c.svg": b"new"})
    assert (old / "a.svg").read_bytes() == b"old a"
    assert leftovers(old) == []


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("a.svg/x.svg", "a file is in the way of the folder"),
        ("a.svg/y/x.svg", "a part of the path is a file"),
    ],
)
def test_a_file_in_the_way_of_a_folder_is_said(old, place, words):
    with pytest.raises(OutputError, match=words):
        write_atomic(old / place, b"new")
    assert (old / "a.svg").read_bytes() == b"old a"


def test_reading_is_bounded(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_bytes(b"12345")
    assert read_bounded(path, 5) == b"12345"
    with pytest.raises(DocumentError, match="has 5 bytes; a spec may have 4 at most"):
        read_bounded(path, 4, "spec")


def test_what_cannot_be_read_is_one_sentence(tmp_path, monkeypatch):
    with pytest.raises(DocumentError, match=r"^no such spec: .*none.yaml$"):
        read_bounded(tmp_path / "none.yaml", 5, "spec")
    with pytest.raises(DocumentError, match=r"is a folder, not a spec$"):
        read_bounded(tmp_path, 5, "spec")
    (tmp_path / "x").write_bytes(b"1")

    def refuse(self):
        raise OSError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(DocumentError, match=r"^cannot read .*x: Permission denied$"):
        read_bounded(tmp_path / "x", 5)


def test_files_are_put_back_where_the_file_system_has_no_links(old, monkeypatch):
    def refuse(self, target):
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    fail_replace(monkeypatch, "b.svg", OSError(errno.EACCES, "Permission denied"))
    with pytest.raises(OutputError):
        write_all({old / "a.svg": b"new a", old / "b.svg": b"new b"})
    assert (old / "a.svg").read_bytes() == b"old a"
    assert leftovers(old) == []
