"""What can be done to tokens: one deed per file."""

from floorwalker.foundation.api.actions.create_api_token import NewToken, create_api_token
from floorwalker.foundation.api.actions.revoke_api_token import revoke_api_token

__all__ = ["NewToken", "create_api_token", "revoke_api_token"]
