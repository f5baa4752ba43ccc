"""Operations on plans: queues, forecasts, requirements, rosters, rehearsals, weeks."""

from floorwalker.duties.scheduling.api.forecasts import router as forecasts_router
from floorwalker.duties.scheduling.api.queues import router as queues_router
from floorwalker.duties.scheduling.api.requirements import router as requirements_router
from floorwalker.duties.scheduling.api.rosters import router as rosters_router
from floorwalker.duties.scheduling.api.shift_templates import router as shift_templates_router
from floorwalker.duties.scheduling.api.shifts import router as shifts_router
from floorwalker.duties.scheduling.api.shrinkage import router as shrinkage_router
from floorwalker.duties.scheduling.api.weeks import router as weeks_router

routers = (
    queues_router,
    shift_templates_router,
    weeks_router,
    forecasts_router,
    requirements_router,
    shrinkage_router,
    rosters_router,
    shifts_router,
)
