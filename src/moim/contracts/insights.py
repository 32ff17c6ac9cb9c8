"""What insights tells everyone: charts, templates and preferences.

What is about one chart is ordered by ``chart_id`` and about one template by ``template_id``,
since not all of it names a user; the rest by ``user_id``. A ``format`` is ``svg``, ``png``,
``csv`` or ``json``.
"""

from uuid import UUID

from moim.kernel.events import Event


class ChartRequested(Event, key="chart_id"):
    """A chart was asked for.

    ``period`` is two days as an ISO 8601 interval, both included: ``2026-05-01/2026-05-31``.
    """

    chart_id: UUID
    user_id: UUID
    kind: str
    format: str
    period: str


class ChartDataUpdated(Event, key="user_id"):
    """A read model that charts draw from changed.

    ``dataset`` names it (``calendar``, ``totals``, ``ranking``, ...); ``reason`` is the event that
    moved it, or ``metrics-missing`` when a chart lacks figures that could be computed: of
    ``workout_ids``, the newest first and not more than are to be computed at once.
    """

    user_id: UUID
    dataset: str
    reason: str
    workout_ids: tuple[UUID, ...] = ()


class ChartFiltered(Event, key="chart_id"):
    """Other filters were chosen; ``filters`` is all of them, by name."""

    chart_id: UUID
    user_id: UUID
    filters: dict[str, str]


class ChartSorted(Event, key="chart_id"):
    """Another order was chosen: a field's name, after a ``-`` when falling."""

    chart_id: UUID
    user_id: UUID
    order: str


class DownloadRequested(Event, key="chart_id"):
    """The chart was asked for as a file."""

    chart_id: UUID
    user_id: UUID
    format: str


class ChartShareRequested(Event, key="chart_id"):
    """The user wants to show the chart; ``audience`` is ``link``, ``user:<id>``, ``club:<id>``."""

    chart_id: UUID
    user_id: UUID
    audience: str


class ChartFormatChanged(Event, key="chart_id"):
    """The chart is drawn in another format from now on."""

    chart_id: UUID
    before: str
    after: str


class TemplateSaved(Event, key="template_id"):
    """Kind, filters and look of a chart were saved for use again."""

    template_id: UUID
    user_id: UUID


class TemplateLoaded(Event, key="template_id"):
    """A saved template was taken up."""

    template_id: UUID
    user_id: UUID


class ChartFailed(Event, key="chart_id"):
    """The chart could not be drawn; ``error`` is a permanent code."""

    chart_id: UUID
    user_id: UUID
    error: str


class ChartCancelled(Event, key="chart_id"):
    """The chart is no longer wanted."""

    chart_id: UUID
    user_id: UUID


class RepairRequested(Event, key="chart_id"):
    """The user asked that a failed or wrong chart be put right."""

    chart_id: UUID
    user_id: UUID


class RepairCompleted(Event, key="chart_id"):
    """The chart was put right."""

    chart_id: UUID
    user_id: UUID


class FormatChangeRequested(Event, key="chart_id"):
    """Another format was asked for."""

    chart_id: UUID
    user_id: UUID
    to: str


class FormatChangeCompleted(Event, key="chart_id"):
    """The chart is there in the other format."""

    chart_id: UUID
    to: str


class TemplateShareRequested(Event, key="template_id"):
    """``user_id`` wants the user ``to`` to have a template."""

    template_id: UUID
    share_id: UUID
    user_id: UUID
    to: UUID


class TemplateShareApproved(Event, key="template_id"):
    """The template was accepted."""

    template_id: UUID
    share_id: UUID


class TemplateShareRejected(Event, key="template_id"):
    """The template was declined."""

    template_id: UUID
    share_id: UUID


class ChartPreferencesSaved(Event, key="user_id"):
    """How a user likes charts was saved; ``preferences`` is all of it, by name."""

    user_id: UUID
    preferences: dict[str, str]


class ChartPreferencesLoaded(Event, key="user_id"):
    """The saved preferences were taken up."""

    user_id: UUID
