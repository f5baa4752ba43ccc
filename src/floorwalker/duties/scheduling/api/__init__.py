"""Operations on plans: queues, forecasts, requirements, rosters, rehearsals, twins, weeks."""

from floorwalker.duties.scheduling.api.expected_waits import router as expected_waits_router
from floorwalker.duties.scheduling.api.forecasts import router as forecasts_router
from floorwalker.duties.scheduling.api.methods import router as methods_router
from floorwalker.duties.scheduling.api.queues import router as queues_router
from floorwalker.duties.scheduling.api.requirements import router as requirements_router
from floorwalker.duties.scheduling.api.rest_of_day import router as rest_of_day_router
from floorwalker.duties.scheduling.api.rosters import router as rosters_router
from floorwalker.duties.scheduling.api.shift_templates import router as shift_templates_router
from floorwalker.duties.scheduling.api.shifts import router as shifts_router
from floorwalker.duties.scheduling.api.shrinkage import router as shrinkage_router
from floorwalker.duties.scheduling.api.special_days import router as special_days_router
from floorwalker.duties.scheduling.api.twins import router as twins_router
from floorwalker.duties.scheduling.api.weeks import router as weeks_router
from floorwalker.duties.scheduling.api.what_if import router as what_if_router

routers = (
    queues_router,
    expected_waits_router,
    shift_templates_router,
    weeks_router,
    rest_of_day_router,
    forecasts_router,
    special_days_router,
    methods_router,
    requirements_router,
    what_if_router,
    shrinkage_router,
    rosters_router,
    shifts_router,
    twins_router,
)
