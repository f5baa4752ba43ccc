"""How the expected wait of a queue is told: calibrations that never change; the newest counts."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from floorwalker.duties.scheduling.choices import WaitVerdict
from floorwalker.foundation.demand.models import Queue


class WaitCalibration(models.Model):
    """What was learned one night from a queue's latest contacts.

    `learned` is the engine's `Calibration` as stages/calibrating_waits.py writes it; `pool` are the
    queues that share this one's agents, itself among them.
    """

    queue = models.ForeignKey(Queue, on_delete=models.PROTECT, related_name="wait_calibrations")
    verdict = models.CharField(max_length=20, choices=WaitVerdict)
    learned = models.JSONField()
    pool = ArrayField(models.BigIntegerField())
    history_from = models.DateField()
    history_until = models.DateField()
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.queue} {self.verdict} {self.pk}"
