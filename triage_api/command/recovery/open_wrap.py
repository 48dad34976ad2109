"""On the machine apart: opens what was exported, and makes a new recovery code for the very same vault key."""

from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from triage_api.base64url import b64u, from_b64u
from triage_api.command.recovery.carried import Exported, Opened, read_carried, write_carried
from triage_api.command.recovery.code import new_code
from triage_api.command.recovery.key import RecoveryKey
from triage_api.command.recovery.wrap import NotHers, OfAnotherKey, open_wrap
from triage_api.command.roster.next_roster import read_last
from triage_api.command.trouble import Trouble
from triage_api.desk.credentials import new_auth_hash
from triage_api.desk.ways.recovery import RecoveryWrap


@dataclass(frozen=True, repr=False)
class ForHer:
    """Whose it is, as the root key signed it, and the code for her paper; it is nowhere else."""

    name: str
    role: str
    code: str


def open_exported(file: Path, key: RecoveryKey, root_public_file: Path, out: Path) -> ForHer:
    """Writes what the server takes in, and answers what only the counsellor gets.

    Threat: the file comes from the server, which could show somebody's wrap under another's name. So name and identity
    key are those of a roster that the root key signed, and that identity key must have signed the wrap.

    Raises:
        Trouble: the file or its roster does not hold, or the wrap is not hers, altered, or of another key.
    """
    said = read_carried(Exported, file, "lykta recovery export")
    root = _root(root_public_file)
    try:
        last = read_last(said.roster, root)
    except Trouble:
        raise Trouble(f"The roster in {file} is not signed by this root key, so nothing was opened.") from None
    entry = last.entry_of(said.counsellor_id)
    if entry is None:
        raise Trouble(f"The roster in {file} does not name whose this is, so nothing was opened.")
    try:
        vault_key = open_wrap(said.wrap, key, said.counsellor_id, from_b64u(entry["sign_key"]))
    except OfAnotherKey:
        raise Trouble(f"{file} is sealed to another recovery key than this one.") from None
    except NotHers:
        raise Trouble(
            f"{file} was changed, or is not {entry['name']}'s: nothing was opened. Find out who did it."
        ) from None
    code = new_code(vault_key, said.counsellor_id)
    salt, hashed = new_auth_hash(code.auth_key)
    made = Opened(
        v=1,
        counsellor_id=said.counsellor_id,
        instead_of=said.wrap.id,
        auth_salt=b64u(salt),
        auth_hash=b64u(hashed),
        wrap=RecoveryWrap.model_validate(code.wrap),
    )
    write_carried(out, made)
    return ForHer(entry["name"], entry["role"], code.written)


def _root(file: Path) -> Ed25519PublicKey:
    try:
        return Ed25519PublicKey.from_public_bytes(from_b64u(file.read_text("ascii").strip()))
    except (OSError, ValueError):
        raise Trouble(f"{file} holds no public root key: name the root.pub that `lykta roster init` wrote.") from None
