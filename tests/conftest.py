"""Property tests try the same examples each time, so that a run says something of a change and nothing else.

`--hypothesis-profile search` looks for new ones.
"""

from hypothesis import HealthCheck, settings

# a slow machine is no defect
settings.register_profile("search", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("same", settings.get_profile("search"), derandomize=True)
settings.load_profile("same")
