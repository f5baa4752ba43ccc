"""Long work: queued, watched, cancelled at once, run again after a crash, effective exactly once.

A duty declares a kind of job in its `tasks.py`:

    @job_kind("make_forecast", title=_("Forecast"))
    def make_forecast(job: RunningJob, *, queue_id: int) -> None:
        numbers = compute(..., progress=job.progress)
        with job.effect() as effect:      # one transaction, with the job's own success
            effect.result = {"version": save(numbers).pk}

and starts it with `actions.start_job`. Each run is a child process of the worker, so that a cancel
ends even a solver that listens to nobody.
"""
