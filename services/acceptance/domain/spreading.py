"""Spreading an amount over places in whole fen."""

from __future__ import annotations

from collections.abc import Sequence


def spread(amount_fen: int, rooms: Sequence[int]) -> list[int]:
    """In proportion to the room of each place, never above it, exactly `amount_fen` together.

    Rounded down; the fen that are left go one each to the first places with room. ValueError above all room.
    """
    total = sum(rooms)
    if not 0 <= amount_fen <= total:
        raise ValueError(f"{amount_fen} fen into {total}")
    if not amount_fen:
        return [0] * len(rooms)
    amounts = [amount_fen * room // total for room in rooms]
    left = amount_fen - sum(amounts)
    for place, room in enumerate(rooms):
        if left and amounts[place] < room:
            amounts[place] += 1
            left -= 1
    return amounts
