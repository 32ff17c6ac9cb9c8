"""The calendar's file (RFC 5545) that comes with a letter about an announcement."""

from datetime import UTC, datetime, timedelta

from moim.contexts.notifications.domain.sending import Parcel
from moim.contexts.notifications.domain.texts_announcements import REMINDERS
from moim.platform.mail import Attachment

TEMPLATES = REMINDERS | {"announcement", "announcement-cancelled"}
LINE_BYTES_MAX = 75
LASTS = timedelta(hours=1)
FORM = "%Y%m%dT%H%M%SZ"


def invitation(parcel: Parcel) -> Attachment | None:
    """An event, or its cancellation; None for letters about anything else."""
    values = dict(parcel.values)
    if parcel.template not in TEMPLATES or "starts_at" not in values:
        return None
    starts = datetime.fromisoformat(values["starts_at"]).astimezone(UTC)
    cancelled = parcel.template == "announcement-cancelled"
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Moim//notifications//KO",
        f"METHOD:{'CANCEL' if cancelled else 'PUBLISH'}",
        "BEGIN:VEVENT",
        f"UID:{values['announcement_id']}@moim",
        f"SEQUENCE:{int(cancelled)}",
        f"DTSTAMP:{starts:{FORM}}",
        f"DTSTART:{starts:{FORM}}",
        f"DTEND:{starts + LASTS:{FORM}}",
        f"SUMMARY:{_escaped(values.get('title', ''))}",
        f"STATUS:{'CANCELLED' if cancelled else 'CONFIRMED'}",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    content = "".join(f"{_folded(line)}\r\n" for line in lines).encode()
    return Attachment(name="moim.ics", media_type="text/calendar", content=content)


def _escaped(text: str) -> str:
    for special in ("\\", ";", ","):
        text = text.replace(special, f"\\{special}")
    return text.replace("\r", "").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Lines of at most 75 bytes, cut between characters."""
    pieces, piece = [], ""
    for character in line:
        if len((piece + character).encode()) > LINE_BYTES_MAX - 1:
            pieces.append(piece)
            piece = ""
        piece += character
    return "\r\n ".join([*pieces, piece])
