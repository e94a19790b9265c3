from __future__ import annotations

from onrecord.pipeline.progress import Progress, Stopwatch


def test_seconds_are_added_up_by_stage_and_resolver() -> None:
    ticks = iter([0.0, 1.0, 3.0, 10.0, 11.0])
    told: list[Progress] = []
    watch = Stopwatch(told.append, clock=lambda: next(ticks))
    steps = [
        Progress("read", 0, 1),
        Progress("read", 1, 1),
        Progress("resolve", 0, 2, "actors"),
        Progress("resolve", 2, 2),
    ]
    for step in steps:
        watch(step)
    watch.stop()
    assert watch.seconds == {"read": 3.0, "resolve": 8.0, "resolve actors": 7.0}
    assert told == steps
