"""A forecast by hand: deals into months and categories, rolled up the tree of managers."""

from collections import defaultdict
from datetime import date, timedelta

EPOCH = date(1970, 1, 1)


def forecast_rows(deals, managers):
    """Rows of user, period from 0, category, count, amount, amount times per cent."""
    own = defaultdict(lambda: [0, 0, 0])
    months = {}
    for owner, day, amount, probability, category, usual, is_closed, is_won, stage_category in deals:
        if day not in months:
            months[day] = (EPOCH + timedelta(days=day)).month - 1
        if is_won:
            category, weight = "closed", 100
        else:
            category = "omitted" if is_closed else category or stage_category
            weight = usual if probability is None else probability
        figure = own[owner, months[day], category]
        figure[0] += 1
        figure[1] += amount or 0
        figure[2] += (amount or 0) * weight
    teams = defaultdict(lambda: [0, 0, 0])
    for (user, month, category), figure in own.items():
        while True:
            team = teams[user, month, category]
            for place in range(3):
                team[place] += figure[place]
            user = managers.get(user)
            if user is None:
                break
    return [(*key, *figure) for key, figure in teams.items()]
