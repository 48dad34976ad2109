"""The two files between the server and the machine with the recovery key; neither opens anything by itself."""

from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from triage_api.base64url import holds
from triage_api.command.sealed_file import write_new
from triage_api.command.trouble import Trouble
from triage_api.desk.ways.organisation import OrganisationWrap
from triage_api.desk.ways.recovery import RecoveryWrap
from triage_api.desk.wraps import WayId
from triage_api.queue.envelope_shape import CounsellorId


class Exported(BaseModel):
    """One counsellor's wrap, and the roster by whose signature the machine apart knows whose it is."""

    model_config = ConfigDict(extra="forbid")
    v: int
    counsellor_id: CounsellorId
    wrap: OrganisationWrap
    roster: dict[str, Any]


class Opened(BaseModel):
    """A new recovery code as the server may know it: salt and hash of what proves it, and what only the paper opens.
    `instead_of` is the wrap that was opened, which is used up by it."""

    model_config = ConfigDict(extra="forbid")
    v: int
    counsellor_id: CounsellorId
    instead_of: WayId
    auth_salt: Annotated[str, holds(16)]
    auth_hash: Annotated[str, holds(32)]
    wrap: RecoveryWrap


Carried = TypeVar("Carried", Exported, Opened)


def read_carried(kind: type[Carried], file: Path, writer: str) -> Carried:
    """Raises Trouble when it is not what `writer` writes, or of another version."""
    try:
        said = kind.model_validate_json(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError):
        raise Trouble(f"{file} could not be read.") from None
    except ValidationError:
        raise Trouble(f"{file} is not what `{writer}` writes: write it anew.") from None
    if said.v != 1:
        raise Trouble(f"{file} is of another version: use the same Lykta on both machines.")
    return said


def write_carried(file: Path, said: Exported | Opened) -> None:
    """Raises Trouble when there is such a file already: one that waits to be carried must not be lost."""
    try:
        write_new(file, (said.model_dump_json() + "\n").encode())
    except FileExistsError:
        raise Trouble(f"{file} is there already: name a file that is not.") from None
