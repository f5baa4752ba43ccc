"""The job that imports an uploaded file."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from floorwalker.duties.history._staging import stage
from floorwalker.duties.history._storing import PERMISSIONS, store
from floorwalker.duties.history._uploads import forget_upload, upload_path
from floorwalker.duties.history.models import Import
from floorwalker.duties.history.ports import history_files
from floorwalker.duties.history.preview import detection_from
from floorwalker.foundation import clock
from floorwalker.foundation.jobs.kinds import job_kind
from floorwalker.foundation.jobs.running_job import RunningJob

READING_PERCENT = 80.0


@job_kind("import_file", title=gettext_lazy("Import"))
def import_uploaded_file(job: RunningJob, *, import_id: int) -> None:
    """Read the file into a place of its own, then store it together with the job's success."""
    import_ = Import.objects.select_related("site").get(pk=import_id)
    detection = detection_from(import_.detection)
    job.actor.require(PERMISSIONS[detection.kind], site_id=import_.site_id)

    def progress(bytes_done: int, bytes_total: int) -> None:
        percent = READING_PERCENT * bytes_done / max(1, bytes_total)
        job.progress(percent, _("Reading %(name)s") % {"name": import_.file_name})

    staged = stage(history_files(), upload_path(import_id), detection=detection, progress=progress)
    job.progress(READING_PERCENT, _("Storing"))
    with job.effect() as effect:
        stored = store(job.actor, import_, staged=staged, detection=detection, at=clock.now())
        effect.result = {"import_id": stored.import_id, "is_new": stored.is_new}
    forget_upload(import_id)
