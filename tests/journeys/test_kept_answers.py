"""What a repeated request is answered after a restart."""

from moim.apps.house import NAMES, build
from moim.platform.settings import Settings


def test_each_context_opens_after_a_restart_what_it_kept_before(tmp_path) -> None:
    sealed = {}
    for at in ("before", "after"):
        house = build(Settings(data=tmp_path))
        for context in house.contexts:
            if at == "before":
                sealed[context.name] = context.answers_seal.close(b"told once", b"row")
            else:
                assert context.answers_seal.open(sealed[context.name], b"row") == b"told once"
        house.close()

    assert set(sealed) == set(NAMES)
