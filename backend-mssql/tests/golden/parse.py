"""Reads the statements that are kept of SQL Server with sqlfluff's dialect `tsql`: each request has to be as many statements as are
sent, every part of them understood. They are what the plans and the compiler make for the suite's inputs (`statements/`), what sessions ask
of their own accord (`../wire/sent/`), and the plans of the schema editor's own tests.

What the dialect lacks stands in `gaps.toml`, each form with a reason and with another one that is read in its place, so that the rest of
the statement is read all the same. A form that nothing needs any more is a fault.

    python parse.py [--cache FILE] [NAME ...]

NAME is a file of these folders without its ending; all, where none is named. The cache holds digests of what was read before.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.metadata
import multiprocessing
import re
import sys
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path

from sqlfluff.core import FluffConfig
from sqlfluff.core.errors import SQLParseError
from sqlfluff.core.parser import Lexer
from sqlfluff.core.parser.rust_parser import RustParser

HERE = Path(__file__).resolve().parent
FOLDERS = [
    HERE / "statements",
    HERE.parent / "wire" / "sent",
    HERE.parents[1] / "src" / "schema_editor" / "tests" / "golden",
]
COUNT = re.compile(r"^-- (\d+) statements$")


@dataclass(frozen=True)
class Request:
    """What is sent at once: its text, of how many statements it is, and where it stands."""

    sql: str
    statements: int
    place: str

    def digest(self, salt: bytes) -> str:
        text = f"{self.statements}\n{self.sql}".encode()
        return hashlib.sha256(salt + text).hexdigest()


@dataclass(frozen=True)
class Gap:
    """A form that the dialect lacks."""

    form: str
    find: re.Pattern[str]
    replace: str


def requests_of(path: Path) -> list[Request]:
    """The requests of a file, which end with lines of `GO`."""
    found, lines, statements = [], [], 1
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line == "GO":
            place = f"{path.parent.name}/{path.name}:{number - len(lines)}"
            found.append(Request("\n".join(lines), statements, place))
            lines, statements = [], 1
        elif lines or not line.startswith("-- ") and line:
            lines.append(line)
        elif count := COUNT.match(line):
            statements = int(count[1])
    if lines:
        sys.exit(f"{path.name}: the last request has no GO")
    return found


def gaps() -> list[Gap]:
    text = (HERE / "gaps.toml").read_text(encoding="utf-8")
    return [
        Gap(gap["form"], re.compile(gap["find"], re.DOTALL), gap["replace"])
        for gap in tomllib.loads(text).get("gap", [])
    ]


class Reader:
    """sqlfluff, and the gaps."""

    def __init__(self) -> None:
        config = FluffConfig(overrides={"dialect": "tsql", "max_parse_depth": 0})
        # Both are made once: they cost more than a statement.
        self.lexer = Lexer(config=config)
        self.parser = RustParser(config=config)
        self.gaps = gaps()

    def fault(self, sql: str, statements: int) -> str | None:
        """What is wrong with a request; `None` where it is read as that many statements."""
        tokens, faults = self.lexer.lex(sql)
        if faults:
            return "; ".join(fault.desc() for fault in faults)
        try:
            tree = self.parser.parse(tuple(tokens))
        except SQLParseError as error:
            return error.desc()
        if tree is None:
            return "nothing was read"
        for part in tree.recursive_crawl("unparsable"):
            return f"not understood: {part.raw[:200]}"
        batches = [part for part in tree.segments if part.is_type("batch")]
        count = sum(part.is_type("statement") for batch in batches for part in batch.segments)
        if count != statements:
            return f"read as {count} statements, and it is {statements}"
        return None

    def read(self, request: Request) -> tuple[str | None, list[str]]:
        """What is wrong with a request, and the gaps that it needs."""
        fault = self.fault(request.sql, request.statements)
        if fault is None:
            return None, []
        matching = [gap for gap in self.gaps if gap.find.search(request.sql)]
        with_gaps = self.fault(bridged(request.sql, matching), request.statements)
        if not matching or with_gaps is not None:
            return with_gaps or fault, []
        needed = []
        for gap in matching:
            others = [other for other in matching if other is not gap]
            if self.fault(bridged(request.sql, others), request.statements) is not None:
                needed.append(gap.form)
        return None, needed


def bridged(sql: str, over: list[Gap]) -> str:
    for gap in over:
        sql = gap.find.sub(gap.replace, sql)
    return sql


READER: Reader | None = None


def start() -> None:
    """Makes a process ready."""
    global READER
    # The parser goes as deep as a statement does, many calls a level.
    sys.setrecursionlimit(20_000)
    READER = Reader()


def read(request: Request) -> tuple[Request, str | None, list[str]]:
    assert READER is not None
    return request, *READER.read(request)


def salt() -> bytes:
    """What an answer hangs on beside the request: the parser, this file and the gaps."""
    version = importlib.metadata.version("sqlfluff")
    texts = [Path(__file__).read_bytes(), (HERE / "gaps.toml").read_bytes()]
    return hashlib.sha256(version.encode() + b"".join(texts)).digest()


def main() -> int:
    options = argparse.ArgumentParser(description="Reads the statements that are kept with sqlfluff's dialect `tsql`.")
    options.add_argument("--cache", type=Path, help="digests of what was read before")
    options.add_argument("names", nargs="*", help="files without their ending; all by default")
    options = options.parse_args()

    started = time.monotonic()
    for folder in FOLDERS:
        if not any(folder.glob("*.sql")):
            sys.exit(f"there are no statements in {folder}")
    paths = sorted(path for folder in FOLDERS for path in folder.glob("*.sql"))
    if unknown := set(options.names) - {path.stem for path in paths}:
        sys.exit(f"there is no file of {', '.join(sorted(unknown))}")
    paths = [path for path in paths if not options.names or path.stem in options.names]
    requests: dict[str, Request] = {}
    mixed = salt()
    for path in paths:
        for request in requests_of(path):
            requests.setdefault(request.digest(mixed), request)

    needed: set[str] = set()
    known: dict[str, list[str]] = {}
    if options.cache and options.cache.exists():
        for line in options.cache.read_text(encoding="utf-8").splitlines():
            digest, *forms = line.split("\t")
            known[digest] = forms
    unread = []
    for digest, request in requests.items():
        if digest in known:
            needed.update(known[digest])
        else:
            unread.append(request)

    faults = 0
    with multiprocessing.Pool(initializer=start) as pool:
        # The longest first, so that no process waits for one at the end.
        unread.sort(key=lambda request: len(request.sql), reverse=True)
        for request, fault, forms in pool.imap_unordered(read, unread, chunksize=8):
            if fault is None:
                known[request.digest(mixed)] = forms
                needed.update(forms)
            else:
                faults += 1
                print(f"{request.place}: {fault}\n    {request.sql[:1000]}\n", flush=True)

    if options.cache:
        options.cache.parent.mkdir(parents=True, exist_ok=True)
        lines = ["\t".join([digest, *known[digest]]) for digest in requests if digest in known]
        options.cache.write_text("\n".join(lines) + "\n", encoding="utf-8")
    stale = [] if options.names else [gap.form for gap in gaps() if gap.form not in needed]
    for form in stale:
        print(f"gaps.toml: nothing needs the form {form!r} any more\n")

    seconds = time.monotonic() - started
    counted = sum(request.statements for request in requests.values())
    print(
        f"{len(requests)} requests of {counted} statements in {len(paths)} files, of which {len(unread)} were read now "
        f"in {seconds:.0f} s: {faults} not as sent; {len(needed)} gaps bridged, {len(stale)} for nothing"
    )
    return 1 if faults or stale else 0


if __name__ == "__main__":
    sys.exit(main())
