"""Static files: read once, packed once, and named by one short hash of all their contents."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.texts import Texts
from bot.web.script_words import MODULE, words_for

FOLDER = Path(__file__).parent / "static"
_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
_TEXT = ("text/", "image/svg")
_COMMENT_LINES = re.compile(rb"^[ \t]*(?:/\*(?:(?!\*/).)*\*/|//[^\n]*)[ \t]*\n", re.MULTILINE | re.DOTALL)
_INDENTATION = re.compile(rb"^[ \t]+|\n(?=\n)", re.MULTILINE)


@dataclass(frozen=True)
class Asset:
    """One static file.

    Attributes:
        content: the file's bytes.
        packed: the same, gzipped.
        content_type: with the charset where it is text.
        etag: hash of the content.
    """

    content: bytes
    packed: bytes
    content_type: str
    etag: str


@dataclass(frozen=True)
class Assets:
    """All static files.

    Attributes:
        files: name -> file.
        version: changes whenever any file does; pages add it to the files' addresses.
    """

    files: Mapping[str, Asset]
    version: str

    @classmethod
    def load(cls, texts: Texts, folder: Path = FOLDER) -> Assets:
        """Read every file of ``folder``; the module of words gets those of ``texts`` that the scripts say.

        Raises:
            VocabularyError: a script says a text that there is not.
        """
        paths = [path for path in sorted(folder.iterdir()) if path.is_file()]
        words = words_for((path.read_text(encoding="utf-8") for path in paths if path.suffix == ".js"), texts)
        heads = {MODULE: words.encode()}
        files = {path.name: _asset(path, heads.get(path.name, b"")) for path in paths}
        together = hashlib.sha256("".join(f"{name}={file.etag};" for name, file in files.items()).encode())
        return cls(files, together.hexdigest()[:12])


def without_remarks(text: bytes) -> bytes:
    """Return a script or style sheet of ours without lines of comment, indentation and empty lines: phones on islands load it.

    No line within a template literal may begin with ``//`` or ``/*``; where comments share a line with code they stay.
    """
    return _INDENTATION.sub(b"", _COMMENT_LINES.sub(b"", text)).lstrip()


def _asset(path: Path, head: bytes) -> Asset:
    content = path.read_bytes()
    if path.suffix in {".css", ".js"}:
        content = head + without_remarks(content)
    kind = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if kind.startswith(_TEXT):
        kind = f"{kind}; charset=utf-8"
    # mtime=0: the same file always packs to the same bytes.
    return Asset(content, gzip.compress(content, mtime=0), kind, hashlib.sha256(content).hexdigest()[:20])
