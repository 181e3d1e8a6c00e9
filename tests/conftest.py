"""One thread for each worker: those of BLAS and OpenMP wait for each other when tests run at once."""

import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(name, "1")  # before numpy is loaded, here and in the workers
