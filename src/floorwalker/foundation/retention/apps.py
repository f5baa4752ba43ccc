"""The Django app `retention`."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

from floorwalker.foundation.audit.facts import declare_facts
from floorwalker.foundation.ui.navigation import Entry, Group, register


class RetentionConfig(AppConfig):
    """How long personal data stays, and how it goes."""

    name = "floorwalker.foundation.retention"
    label = "retention"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let every app's `retention` room declare its data; show the page."""
        declare_facts("retention.RetentionRule", plain={"days", "erased", "older_than"})
        declare_facts("people.Person", plain={"erased"})
        declare_facts("accounts.User", plain={"erased"})
        from floorwalker.foundation.retention.data_classes import declare_class
        from floorwalker.foundation.retention.leavers import CLASSES

        declare_class(*CLASSES)
        autodiscover_modules("retention")
        register(
            Entry(
                label=_("Retention"),
                url_name="retention",
                icon="trash-2",
                group=Group.RUN,
                permission="see_retention",
                order=117,
            )
        )
