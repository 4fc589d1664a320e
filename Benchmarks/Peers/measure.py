"""Runs a peer's cases over the files of a world and prints one JSON object for each.

    python duckdb_peer.py FOLDER --rounds 5 [--case NAME ...]

A peer is an object with a name, `reset()` for a store without deals, `load()` for one with all of them, and a method
for each case that it does, named like the case; it takes the round's number and returns a function that reduces what
was found. Only the method is timed, unless it sets `seconds` to what its engine says it took.
"""

import argparse
import csv
import json
import os
import statistics
import time

EMPTY = ["bulk_insert", "csv_import"]
ANY = ["single_insert", "single_update", "single_delete", "open_workspace"]
NONE = ["memory_fixtures"]
# Those that do other work in each round.
FRESH = ["forecast_fresh", "forecast_priced"]
CASES = """bulk_insert csv_import typed_fetch dynamic_fetch projection by_id by_unique single_insert single_update
single_delete list_view next_page parent_condition child_condition prefix_search group_by_1 group_by_2 distinct_count
forecast forecast_after_change forecast_kept open_workspace memory_fixtures forecast_fresh forecast_priced""".split()
CHANGING = EMPTY + ["single_insert", "single_update", "single_delete", "forecast_after_change", "forecast_kept"]

# After how many seconds of one piece of work it is not done again.
PATIENCE = 60
# The sizes of batches, as in Contender.swift.
COMMITS, PAGE, PAGES, FIXTURES, FORECASTS = 100, 50, 10, 100, 4


def resident(key):
    """Bytes of this process as Linux counts them; 0 elsewhere."""
    try:
        with open("/proc/self/status", encoding="ascii") as file:
            return next(int(line.split()[1]) * 1024 for line in file if line.startswith(key + ":"))
    except (OSError, StopIteration):
        return 0


def begin_peak():
    """Sets the peak back and says what is resident now."""
    try:
        with open("/proc/self/clear_refs", "w", encoding="ascii") as file:
            file.write("5")
    except OSError:
        pass
    return resident("VmRSS")


class World:
    """The files of a world: rows with ids, and what is asked of them."""

    def __init__(self, folder):
        self.folder = folder
        with open(self.path("world.json"), encoding="utf-8") as file:
            self.__dict__.update(json.load(file))

    def path(self, name):
        return os.path.join(self.folder, name)

    def table(self, name):
        """The rows of a file as dictionaries, whole numbers as such and empty cells as None."""
        with open(self.path(name + ".csv"), encoding="utf-8", newline="") as file:
            return [
                {key: None if cell == "" else int(cell) if key in NUMBERS else cell for key, cell in row.items()}
                for row in csv.DictReader(file)
            ]

    def place(self, number):
        return number * 7919 % self.rows

    def new_deal(self, deals, number):
        """A deal that is not in the world."""
        deal = dict(deals[self.place(number)])
        deal["id"] = self.first_deal + ((self.rows + number) << 22)
        deal["number"] = f"OPP-{20_000_000 + number}"
        return deal

    def months(self, round):
        """The first months of a round's forecasts, as in PeerWorld.swift."""
        for number in range(FORECASTS):
            month = (round * FORECASTS + number) % 36
            yield self.year - 2 + month // 12, month % 12 + 1

    def deleted(self, round):
        """The ids that a round deletes."""
        start = round * COMMITS
        return [self.first_deal + (self.place(number) << 22) for number in range(start, start + COMMITS)]


NUMBERS = set(
    """id owner account amount stage probability close_date opened_on closed_at manager is_active employees
    annual_revenue year_established position is_closed is_won contact product parent""".split()
)


def main(make):
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--case", action="append", default=[])
    options = parser.parse_args()
    world = World(options.folder)
    peer = make(world)
    stale = True
    for case in CASES:
        if options.case and case not in options.case:
            continue
        if case in EMPTY or (case not in ANY and case not in NONE and getattr(peer, "changed", True)):
            stale = True
        work = getattr(peer, case, None)
        if work is None:
            continue
        times, reduce, peak, growth = [], None, 0, 0
        for round in range(options.rounds):
            if case in EMPTY:
                peer.reset()
                os.sync()
            elif case not in NONE and stale:
                peer.load()
                os.sync()
                stale, peer.changed = False, False
            peer.seconds = None
            before = begin_peak()
            start = time.perf_counter()
            reduce = work(round)
            passed = time.perf_counter() - start
            peak = max(peak, resident("VmHWM"))
            growth = max(growth, resident("VmHWM") - before)
            times.append(passed if peer.seconds is None else peer.seconds)
            # What each round finds anew is compared with what the others find in the last one.
            if passed > PATIENCE and case not in CHANGING and case not in FRESH:
                break
        digest = reduce()
        peer.changed = case in CHANGING or getattr(peer, "changed", False)
        stale = stale or case in EMPTY
        line = {"case": case, "rows": world.rows, "peer": peer.name, "peer_s": statistics.median(times)}
        line |= {"peak": peak, "growth": growth}
        print(json.dumps(line | {"count": digest.count, "check": f"{digest.sum:x}"}), flush=True)
