"""What a contender's result comes to: how many rows, and a sum over their values that does not depend on their order.

The same arithmetic as Digest.swift, so that the checks of both can be compared.
"""

from functools import lru_cache

MASK = (1 << 64) - 1
NOTHING = 0x5851F42D4C957F2D


def mix(bits):
    bits = ((bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    bits = ((bits ^ (bits >> 27)) * 0x94D049BB133111EB) & MASK
    return ((bits ^ (bits >> 31)) + 0x9E3779B97F4A7C15) & MASK


@lru_cache(maxsize=None)
def check(text):
    """A number for a text's bytes (FNV-1a)."""
    bits = 0xCBF29CE484222325
    for byte in text.encode():
        bits = ((bits ^ byte) * 0x100000001B3) & MASK
    return bits


class Digest:
    def __init__(self, count=0):
        self.count = count
        self.sum = 0

    def __add__(self, other):
        both = Digest(self.count + other.count)
        both.sum = (self.sum + other.sum) & MASK
        return both

    def add(self, *numbers, text=0):
        """Adds a row of up to four numbers, 0 for those that are not given."""
        bits = mix(text & MASK)
        for number in numbers + (0,) * (4 - len(numbers)):
            bits = mix(bits ^ (NOTHING if number is None else number & MASK))
        self.count += 1
        self.sum = (self.sum + bits) & MASK
        return self


def tally(count, total):
    """The check of a table that was filled."""
    return Digest(count - 1).add(total)


def deals(rows):
    """The check of deals given as id, amount, close date, stage, name."""
    digest = Digest()
    for identity, amount, day, stage, name in rows:
        digest.add(identity, amount, day, stage, text=check(name))
    return digest


def cards(rows):
    """The check of name, amount and close date."""
    digest = Digest()
    for name, amount, day in rows:
        digest.add(amount, day, text=check(name))
    return digest


def everything(rows):
    """The check of id, amount and next step of all deals."""
    digest = Digest()
    for identity, amount, step in rows:
        digest.add(identity, amount, text=check(step or ""))
    return digest


def groups(rows):
    """The check of two keys, count, sum and greatest."""
    digest = Digest()
    for first, second, count, total, greatest in rows:
        digest.add(first, second, count, total or 0, text=-1 if greatest is None else greatest)
    return digest


CATEGORIES = ["omitted", "pipeline", "best_case", "most_likely", "commit", "closed"]


def half_even(number, parts):
    """Wholes of so many parts each."""
    whole, rest = divmod(number, parts)
    return whole + 1 if 2 * rest > parts or (2 * rest == parts and whole % 2) else whole


def forecast(rows, parts=1):
    """The check of user, period from 0, category, count, amount, and amount times per cent; amounts in parts of minor
    units."""
    digest = Digest()
    for user, period, category, count, amount, weighted in rows:
        cell = period * len(CATEGORIES) + CATEGORIES.index(category)
        digest.add(user, cell, count, half_even(amount, parts), text=half_even(weighted, 100 * parts))
    return digest
