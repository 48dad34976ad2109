"""Ada, who administers; Maja and Nils, who answer: as in the rota's tests."""

from tests.desk.rota.conftest import ada, nils

__all__ = ["ada", "nils"]
