"""A lecture hall at one server: people of `tests.person` open it at once and go on working.

    python -m tests.bench.hall                        # 300 people, a minute, the playground
    python -m tests.bench.hall --people 50 --every 5
    python -m tests.bench.hall --mode course          # they open a lesson, then nothing is needed
    python -m tests.bench.hall --mode soak            # 20,000 changes, as fast as they are answered
    python -m tests.bench.hall --mode drop            # every connection is cut at once
    python -m tests.bench.hall --workers-url http://127.0.0.1:8600 --pid 1234

Each person opens the page within the first 20 seconds and then changes a setting every 10 seconds
or so, most of them to one that the server has not met; one in ten works on a file of their own.
Every answer has to be the run that was asked for, and nobody may see another one's file. It starts
a server as the README does, ends it, and speaks to no other machine. With `--workers-url` (one
address, or several) it speaks to servers that are there already, and measures the processes of
`--pid` with all that they have started.

It prints and asserts nothing on time; where somebody failed, it ends with status 1.
"""
