"""Operations on the history: what happened, and bringing in more of it."""

from floorwalker.duties.history.api.imports import router as imports_router
from floorwalker.duties.history.api.totals import router as totals_router

routers = (totals_router, imports_router)
