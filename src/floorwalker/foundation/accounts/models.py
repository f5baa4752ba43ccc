"""Users who sign in, and the roles they hold."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from floorwalker.foundation.accounts.permissions import Role
from floorwalker.foundation.people.choices import Language
from floorwalker.foundation.people.models import Person, Site, Team


class UserManager(BaseUserManager["User"]):
    """Creates users with hashed passwords."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create a user; without a password nobody can sign in with it yet."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """An account: an email address, a password and the person behind it."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    person = models.OneToOneField(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="user"
    )
    language = models.CharField(max_length=2, choices=Language, default=Language.ENGLISH)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[UserManager] = UserManager()

    def __str__(self) -> str:
        return self.name


class RoleAssignment(models.Model):
    """A role held everywhere (no site), at a site, or for one team of that site."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_assignments")
    role = models.CharField(max_length=12, choices=Role)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, null=True, blank=True)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "site", "team"],
                name="role_held_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(team__isnull=True) | Q(site__isnull=False), name="team_needs_its_site"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}"
