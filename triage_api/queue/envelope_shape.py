"""The outside of a hand-off envelope (config/envelope/v1.md): checked before it is kept, never opened."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from triage_api.base64url import holds

CounsellorId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{22}$")]

HPKE_ENC_BYTES = 1120
TAG_BYTES = 16
WRAPPED_KEY_BYTES = HPKE_ENC_BYTES + 32 + TAG_BYTES


class Recipient(BaseModel):
    model_config = ConfigDict(extra="forbid")
    id: CounsellorId
    wrapped: Annotated[str, holds(WRAPPED_KEY_BYTES)]


class Envelope(BaseModel):
    """Recipients in ascending order of id, none twice; an empty set is refused by `receive_case` with its own code."""

    model_config = ConfigDict(extra="forbid")
    v: Literal[1]
    case_id: Annotated[str, holds(16)]
    roster_number: Annotated[int, Field(strict=True, ge=0, le=2**31 - 1)]
    recipients: list[Recipient]
    nonce: Annotated[str, holds(12)]
    ciphertext: Annotated[str, holds(at_least=4096 + TAG_BYTES)]

    @model_validator(mode="after")
    def in_order(self) -> "Envelope":
        ids = [recipient.id for recipient in self.recipients]
        if ids != sorted(set(ids)):
            raise ValueError("recipients out of order")
        return self
