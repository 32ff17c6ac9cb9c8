"""Why a file is not taken: one class a reason, each with what to do about it."""

from typing import ClassVar

from moim.kernel.errors import Invalid, TooLarge, Unsupported

LIMIT_FILE_BYTES = 25_000_000
LIMIT_RECORDS = 200_000
LIMIT_SESSIONS = 100


class EmptyFile(Invalid):
    """Not a byte in it."""

    code = "empty-file"
    ko = "빈 파일입니다. 기기에서 다시 내보내 주세요."
    en = "The file is empty. Please export it from the device again."


class WebPage(Unsupported):
    """HTML saved under a workout's name: usually a sign-in page."""

    code = "web-page"
    ko = "운동 파일이 아니라 웹 페이지입니다. 로그인한 뒤 원본 파일을 다시 내려받아 주세요."
    en = "This is a web page, not a workout. Sign in there and download the original file again."


class Picture(Unsupported):
    """A PNG, JPEG, GIF, WebP or HEIC image."""

    code = "picture"
    ko = "운동 파일이 아니라 사진입니다. FIT, GPX, TCX, KML 파일을 올려 주세요."
    en = "This is a picture, not a workout. Please send a FIT, GPX, TCX or KML file."


class UnknownFormat(Unsupported):
    """None of the formats we know."""

    code = "unknown-format"
    ko = "알 수 없는 형식의 파일입니다. FIT, GPX, TCX, KML 파일을 올려 주세요."
    en = "The format is not one we know. Please send a FIT, GPX, TCX or KML file."


class OtherDoor(Unsupported):
    """A right format at the wrong reader: a ZIP, a file packed twice."""

    code = "not-a-single-workout-file"
    ko = "운동 파일 하나가 아니라 {what_ko}입니다. 해당 가져오기를 이용해 주세요."
    en = "This is {what_en}, not a single workout file. Please use the import made for it."


class NotAnActivity(Unsupported):
    """A sound file of another kind; ``what`` in the details names it."""

    code = "not-an-activity"
    ko = "운동 기록이 아니라 {what_ko} 파일입니다."
    en = "This is {what_en}, not an activity."


class RouteOnly(Unsupported):
    """A planned course without a recording."""

    code = "route-only"
    ko = "기록이 아니라 경로(코스)만 담긴 파일입니다. 시각이 있는 활동 파일을 올려 주세요."
    en = "This is a route to follow, not a recording. Please send the activity itself."


class NoTimes(Unsupported):
    """Points without a single instant cannot be a workout."""

    code = "no-times"
    ko = "위치만 있고 시각이 없어 운동으로 기록할 수 없습니다. 시각을 포함해 내보내 주세요."
    en = "The track has no times, so it cannot be a workout. Please export it with times."


class NoPoints(Unsupported):
    """The right format with nothing recorded in it."""

    code = "no-points"
    ko = "기록된 운동이 없는 파일입니다."
    en = "Nothing was recorded in this file."


class RouteNotJoined(Unsupported):
    """A workout's route file in an Apple export cannot be read; the workout is kept without."""

    code = "route-not-joined"
    ko = "이 경로 파일은 읽을 수 없어({why}) 해당 운동을 경로 없이 가져왔습니다."
    en = "This route file cannot be read ({why}); its workout was imported without a route."


class BrokenExport(Invalid):
    """An Apple export that breaks off or turns into noise; workouts before that are kept."""

    code = "broken-export"
    ko = "내보내기 파일이 손상되어({why}) 그 앞의 운동까지만 가져왔습니다. 다시 내보내 주세요."
    en = "The export is damaged ({why}); only the workouts before were imported. Export it again."


class XmlWithEntities(Unsupported):
    """A document type or an entity: refused before anything is expanded."""

    code = "xml-with-entities"
    ko = "안전을 위해 DTD나 엔터티가 포함된 XML은 받지 않습니다."
    en = "For safety, XML with a DTD or entities is not taken."


class Unreadable(Invalid):
    """The format is known but nothing in the file can be read."""

    code = "unreadable"
    ko = "파일이 손상되어 읽을 수 있는 기록이 없습니다. 기기에서 다시 내보내 주세요."
    en = "The file is damaged and nothing in it can be read. Please export it again."


class FileTooLarge(TooLarge):
    """More than ``LIMIT_FILE_BYTES``, packed or unpacked."""

    code = "file-too-large"
    ko = "파일이 너무 큽니다. 한 파일은 {limit_mb} MB까지 올릴 수 있습니다."
    en = "The file is too large. One file may have {limit_mb} MB."

    def __init__(self, *, limit_mb: int = LIMIT_FILE_BYTES // 1_000_000) -> None:
        """Say which limit was met."""
        super().__init__(limit_mb=limit_mb)


class TooManyRecords(TooLarge):
    """More samples, messages or sessions than one workout file may have."""

    code = "too-many-records"
    ko = "기록이 너무 많습니다. 한 파일에는 {limit}개까지 담을 수 있습니다."
    en = "Too many records. One file may have {limit}."

    def __init__(self, *, limit: int = LIMIT_RECORDS) -> None:
        """Say which limit was met."""
        super().__init__(limit=limit)


class NotTakenFromArchive(Unsupported):
    """A ZIP inside a ZIP, an encrypted member, a packing method that is not known."""

    code = "archive-member"
    ko = "ZIP 안의 이 항목은 읽을 수 없습니다({why})."
    en = "This member of the ZIP cannot be read ({why})."
    WHY: ClassVar[frozenset[str]] = frozenset({"nested", "encrypted", "method", "damaged"})


class ArchiveTooLarge(TooLarge):
    """More members, more bytes or a higher packing ratio than an honest archive has."""

    code = "archive-too-large"
    ko = "압축 파일이 너무 크거나 항목이 너무 많습니다. 나누어 올려 주세요."
    en = "The archive is too large or has too many members. Please split it."
