"""Log lines for machines: one JSON object a line, with nothing about the person who asked."""

import json
import logging
from datetime import UTC, datetime


class JsonLines(logging.Formatter):
    """Writes time, level, logger, message, the answer's status and where a fault arose.

    Whatever else a library hangs on a record (the request, the user) is left out on purpose.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if (status := getattr(record, "status_code", None)) is not None:
            line["status"] = status
        if record.exc_text:  # private_log.py has made it
            line["fault"] = record.exc_text
        return json.dumps(line, ensure_ascii=False)
