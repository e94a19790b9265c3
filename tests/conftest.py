from __future__ import annotations

from hypothesis import settings

# Property tests must not depend on how busy the machine is, and must fail alike on every machine.
settings.register_profile("gate", deadline=None, derandomize=True)
settings.load_profile("gate")
