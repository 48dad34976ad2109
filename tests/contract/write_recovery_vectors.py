"""Writes the vectors of the organisation's recovery key: `python -m tests.contract.write_recovery_vectors`.

Run it only when the format changes: the files that stand are the contract, and both languages must go on reading them.
"""

import hashlib
import json
import os
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from actions.sealing.encoding import b64u, from_b64u
from tests.contract.counterpart import Counsellor, roster_fields, seal_to_organisation, sign_roster, stamp
from tests.contract.write_vectors import flipped, write
from triage_api.command.recovery.code import new_code


def write_rosters(kim: Counsellor, organisation: Counsellor) -> None:
    """Beside `roster-valid`, which carries no recovery key."""
    root = Ed25519PrivateKey.generate()
    public, now, key = b64u(root.public_key().public_bytes_raw()), datetime.now(UTC), b64u(organisation.seal_key)

    def case(name: str, why: str, roster: dict[str, Any], expect: str = "refuse") -> None:
        given = {"root": public, "now": stamp(now), "highest_seen": 7, "roster": roster}
        output = {"number": 7, "people": [kim.id], "recovery_key": key} if expect == "ok" else None
        write("roster", name, expect, why, given, output)

    signed = sign_roster(root, roster_fields([kim], 7, recovery_key=key))
    case("valid-recovery-key", "the root key signed it with the organisation's recovery key", signed, "ok")
    plain = sign_roster(root, roster_fields([kim], 7))
    fields = json.loads(from_b64u(plain["payload"])) | {"recovery_key": key}
    case(
        "recovery-key-unsigned",
        "a recovery key was put in after signing",
        {**plain, "payload": b64u(json.dumps(fields, ensure_ascii=False).encode())},
    )
    case(
        "recovery-key-signed-by-another",
        "a key that is not the root signed one in",
        sign_roster(Ed25519PrivateKey.generate(), roster_fields([kim], 7, recovery_key=key)),
    )
    case("recovery-key-short", "no key", sign_roster(root, roster_fields([kim], 7, recovery_key=key[:-4])))
    case("recovery-key-null", "neither a key nor none", sign_roster(root, roster_fields([kim], 7, recovery_key=None)))


def write_wraps(kim: Counsellor, alex: Counsellor, organisation: Counsellor) -> None:
    vault_key = os.urandom(32)
    wrap = seal_to_organisation(vault_key, kim.id, kim.sign_seed, organisation.seal_key)

    def case(name: str, why: str, wrap: dict[str, str], expect: str = "refuse", **changed: str) -> None:
        given = {
            "recovery_seed": b64u(organisation.seal_seed),
            "sign_key": b64u(kim.sign_key),
            "counsellor_id": kim.id,
            "wrap": wrap,
        } | changed
        write("organisation_wrap", name, expect, why, given, b64u(vault_key) if expect == "ok" else None)

    case("valid", "sealed by the counsellor's own page", wrap, "ok")
    case("altered", "a bit of what is sealed was changed", {**wrap, "sealed": flipped(wrap["sealed"], 1130)})
    case("renamed", "under another id", {**wrap, "id": b64u(os.urandom(16))})
    case("wrong-key", "another recovery key", wrap, recovery_seed=b64u(os.urandom(32)))
    claims = {**wrap, "recovery_key": b64u(hashlib.sha256(alex.seal_key).digest())}
    case("says-another-key", "it names a key that it is not sealed to", claims, recovery_seed=b64u(alex.seal_seed))
    case("another-counsellor", "shown as somebody else's", wrap, counsellor_id=alex.id, sign_key=b64u(alex.sign_key))
    case("another-identity-key", "the roster names another identity key", wrap, sign_key=b64u(alex.sign_key))
    forged = seal_to_organisation(os.urandom(32), kim.id, alex.sign_seed, organisation.seal_key)
    case("forged", "sealed by somebody who has the public key alone", forged)


def write_codes(kim: Counsellor) -> None:
    """A recovery code that was made where no browser is."""
    vault_key = os.urandom(32)
    code = new_code(vault_key, kim.id)

    def case(name: str, why: str, typed: str, expect: str = "refuse", counsellor_id: str = kim.id) -> None:
        given = {"typed": typed, "counsellor_id": counsellor_id, "wrap": code.wrap}
        output = {"auth_key": code.auth_key, "vault_key": b64u(vault_key)} if expect == "ok" else None
        write("recovery_code", name, expect, why, given, output)

    case("valid", "made with the organisation's recovery key", code.written, "ok")
    case("mistyped", "one letter is another", code.written[:-1] + ("8" if code.written[-1] == "7" else "7"))
    case("another-counsellor", "the wrap of somebody else", code.written, counsellor_id=b64u(os.urandom(16)))
    case("another-code", "a code that is none of hers", new_code(vault_key, kim.id).written)


def main() -> None:
    kim, alex, organisation = (Counsellor.new(name) for name in ("Kim", "Alex", "Exempelstödet"))
    write_rosters(kim, organisation)
    write_wraps(kim, alex, organisation)
    write_codes(kim)


if __name__ == "__main__":
    main()
