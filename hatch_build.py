"""Dependencies stand once, in requirements.in; the package's metadata reads them there."""

from pathlib import Path

from hatchling.metadata.plugin.interface import MetadataHookInterface

BUILD_ONLY = {"hatchling", "editables"}


class RequirementsHook(MetadataHookInterface):
    """Fills ``project.dependencies`` from requirements.in."""

    def update(self, metadata: dict) -> None:
        lines = (Path(self.root) / "requirements.in").read_text(encoding="utf-8").splitlines()
        wanted = [line for line in lines if line and not line.startswith("#")]
        metadata["dependencies"] = [line for line in wanted if line not in BUILD_ONLY]
