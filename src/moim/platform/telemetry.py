"""What the host sees of a running instance: JSON log lines and Prometheus figures, no people."""

import logging
import sys
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TextIO

import msgspec
from prometheus_client import Histogram

from moim.platform.context import correlation

REQUEST_SECONDS = Histogram(
    "moim_http_request_duration_seconds",
    "Time from the first byte of a request to the last of its answer.",
    ["method", "route", "status"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0),
)
UNHANDLED = "exception"
FRAMES_MAX = 30

access_log = logging.getLogger("moim.access")


class JsonLines(logging.Formatter):
    """One JSON object a line, with the id of the request it belongs to.

    Of an exception its type and its stack are told. Its message is told at level debug only: it
    may quote what somebody entered.
    """

    def __init__(self, *, messages_of_exceptions: bool = False) -> None:
        """See above."""
        super().__init__()
        self._messages = messages_of_exceptions
        self._encode = msgspec.json.Encoder(enc_hook=str).encode

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        at = datetime.fromtimestamp(record.created, UTC)
        fields: dict[str, object] = {}
        if record.exc_info and record.exc_info[0] is not None:
            fields[UNHANDLED] = self._told(record.exc_info[1])
        return self.line(at, record.levelname.lower(), record.name, record.getMessage(), fields)

    def line(
        self, at: datetime, level: str, logger: str, message: str, fields: Mapping[str, object]
    ) -> str:
        """What is told of anything, and what more is told of this."""
        told: dict[str, object] = {"at": at, "level": level, "logger": logger, "message": message}
        request = correlation.get()
        if request is not None:
            told["request"] = request
        told.update(fields)
        return self._encode(told).decode("utf-8", "replace")

    def _told(self, error: BaseException | None) -> dict[str, object]:
        if error is None:
            return {}
        frames = traceback.extract_tb(error.__traceback__)[-FRAMES_MAX:]
        told: dict[str, object] = {
            "type": f"{type(error).__module__}.{type(error).__qualname__}",
            "stack": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
        }
        if self._messages:
            told["message"] = str(error)
        cause = error.__cause__ or error.__context__
        if cause is not None and not error.__suppress_context__:
            told["because"] = f"{type(cause).__module__}.{type(cause).__qualname__}"
        return told


def note_request(fields: Mapping[str, object]) -> None:
    """A line at level info of the logger "moim.access", to wherever JSON lines go.

    Past the logging module, whose part of it was a twentieth of a short answer.
    """
    if not access_log.isEnabledFor(logging.INFO):
        return
    for handler in logging.getLogger().handlers:
        if isinstance(handler, logging.StreamHandler) and isinstance(handler.formatter, JsonLines):
            now = datetime.now(UTC)
            line = handler.formatter.line(now, "info", access_log.name, "request", fields)
            handler.stream.write(line + "\n")


def configure_logging(level: str, stream: TextIO | None = None) -> None:
    """Send every logger's lines to ``stream`` (standard error by default) as JSON."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines(messages_of_exceptions=level == "debug"))
    _leave_out_what_is_not_told()
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        theirs = logging.getLogger(name)
        theirs.handlers = []
        theirs.propagate = name != "uvicorn.access"  # ours says it without addresses


def _leave_out_what_is_not_told() -> None:
    """Spare each line the walk up the stack and the system call whose answers are never shown."""
    logging._srcfile = None  # noqa: SLF001 - as logging's manual says
    logging.logThreads = False
    logging.logProcesses = False
    logging.logMultiprocessing = False
