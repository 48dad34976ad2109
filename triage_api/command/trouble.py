"""What stops a command: one sentence for the operator, which says what to do, and an exit code that is not 0."""


class Trouble(Exception):
    """Shown to the operator as it is. It names files, ports and remedies, never anything a person wrote."""


class PortTaken(Trouble):
    def __init__(self, port: int, variable: str) -> None:
        super().__init__(f"Port {port} is taken: end the program that holds it, or set {variable} to another port.")


class DiskFull(Trouble):
    def __init__(self, place: str, megabytes: int) -> None:
        super().__init__(f"Less than {megabytes} MB are free in {place}: make room there and start again.")


class NoRootKey(Trouble):
    def __init__(self, file: str) -> None:
        super().__init__(
            f"{file} is missing: carry it here from the machine that holds the root key (`lykta roster init` makes"
            " both there), or try Lykta with `lykta up --demo`."
        )


class NoBotPython(Trouble):
    def __init__(self) -> None:
        super().__init__("The bot's Python 3.10 environment is missing: run `make setup`, which installs it.")


class ChildFailed(Trouble):
    """A part ended, or did not become ready."""

    def __init__(self, name: str, said: str) -> None:
        because = f": {said}" if said else "."
        super().__init__(f"The {name} did not start{because} Run `lykta doctor` to see what is missing.")


class TrainingFailed(Trouble):
    def __init__(self, said: str) -> None:
        super().__init__(f"The model could not be trained: {said or 'see `lykta train --verbose`.'}")


class BuildFailed(Trouble):
    def __init__(self, step: str) -> None:
        super().__init__(f"The pages could not be built ({step} failed): run it in triage_api/web to see why.")
