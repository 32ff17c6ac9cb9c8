"""What a certificate costs: ``python -m bench.certificates``. Processor time, in this process.

From a photo of 12 megapixels, as a phone takes it, with every figure and a course of an hour.
"""

import statistics
from collections.abc import Iterator, Sequence
from time import process_time

from tests.contexts.workouts.certificates.pictures import PHONE, course, photo, workout

from bench.table import Row, head, machine
from moim.contexts.workouts.adapters.certificates.drawing import certificate
from moim.contexts.workouts.adapters.certificates.facts import story_of
from moim.contexts.workouts.domain.certificate import Field, Format, Template, Wishes

TIMES = 7
PREVIEW_MAX_MS = 150.0
WHOLE_MAX_MS = 400.0


def main() -> None:
    print(f"{machine()}\n\n{head()}")
    for row in rows(tuple(Template), (Format.PORTRAIT, Format.STORY)):
        print(row.line())


def rows(templates: Sequence[Template], formats: Sequence[Format]) -> Iterator[Row]:
    """Previews and whole pictures, held to their limits."""
    snap = photo(PHONE)
    for preview, most in ((True, PREVIEW_MAX_MS), (False, WHOLE_MAX_MS)):
        what = "certificate preview" if preview else "certificate"
        for template in templates:
            for format in formats:
                spent = _spent_ms(template, format, snap, preview=preview)
                named = f"{what} of 12 MP, {template.value}, {format.value}"
                yield Row(what=named, value=spent, unit="ms", most=most)


def _spent_ms(template: Template, format: Format, snap: bytes, *, preview: bool) -> float:
    wishes = Wishes(
        template=template, format=format, fields=frozenset(Field), place="여의도", preview=preview
    )
    story = story_of(workout(), course(), wishes, "ko")
    spent = []
    for _ in range(TIMES):
        began = process_time()
        certificate(wishes, story, snap)
        spent.append((process_time() - began) * 1000)
    return statistics.median(spent)


if __name__ == "__main__":
    main()
