"""The API as a whole: ninja with our problems, and a description that tells them."""

from typing import Any, cast

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from floorwalker.foundation.api.problems import MEDIA_TYPE, answer_to_error

ERRORS_FROM = 400
_BEARER = {"type": "http", "scheme": "bearer", "description": "A token from the page API tokens."}


class FloorwalkerApi(NinjaAPI):
    """An API whose every operation wants a bearer token and answers errors as problems."""

    def set_default_exception_handlers(self) -> None:
        """Answer every error as a problem."""
        self.add_exception_handler(Exception, cast("Any", answer_to_error))

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """Return the description, corrected where ninja cannot know."""
        schema = super().get_openapi_schema(**options)
        schema["components"]["securitySchemes"] = {"token": _BEARER}
        schema["security"] = [{"token": []}]
        for operations in schema["paths"].values():
            for operation in operations.values():
                _tell_problems(operation["responses"])
        return schema


def _tell_problems(responses: dict[int, Any]) -> None:
    for status, response in responses.items():
        content = response.get("content", {})
        if int(status) >= ERRORS_FROM and "application/json" in content:
            response["content"] = {MEDIA_TYPE: content["application/json"]}
