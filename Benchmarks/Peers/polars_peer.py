"""Polars' data frames in memory. It has no records and no commits, so it takes part in what reads many rows."""

import polars

import digest
from measure import main

FIVE = ["id", "amount", "close_date", "stage", "name"]


class Polars:
    name = "polars"

    def __init__(self, world):
        self.world = world

    def reset(self):
        self.tables = {table: self.read(table) for table in ["user", "account", "stage"]}

    def load(self):
        self.reset()
        self.opportunity = self.read("opportunity")

    def read(self, table):
        return polars.read_csv(self.world.path(table + ".csv"), infer_schema_length=None)

    def csv_import(self, round):
        rows = polars.read_csv(self.world.path("import.csv"), infer_schema_length=None, try_parse_dates=True)
        accounts, users, stages = (self.tables[table] for table in ["account", "user", "stage"])
        rows = (
            rows.join(accounts.select("number", account_id="id"), left_on="account", right_on="number", how="left")
            .join(users.select("email", owner_id="id"), left_on="owner", right_on="email", how="left")
            .join(stages.select("name", stage_id="id"), left_on="stage", right_on="name", how="left")
            .with_columns(polars.col("amount") * 100)
        )
        return lambda: digest.tally(rows.height, rows["amount"].sum())

    def typed_fetch(self, round):
        rows = self.opportunity.rows()
        places = [self.opportunity.columns.index(name) for name in FIVE]
        return lambda: digest.deals(tuple(row[place] for place in places) for row in rows)

    dynamic_fetch = typed_fetch

    def projection(self, round):
        rows = self.opportunity.select("name", "amount", "close_date").rows()
        return lambda: digest.cards(rows)

    def page(self, rows):
        return rows.sort(["close_date", "id"], descending=[True, False], nulls_last=True).head(50)

    def list_view(self, round):
        rows = self.page(self.opportunity.lazy().filter(polars.col("stage") == self.world.won)).collect()
        return lambda: digest.deals(rows.select(FIVE).rows())

    def parent_condition(self, round):
        industry = polars.col("industry").str.to_lowercase() == self.world.industry.lower()
        accounts = self.tables["account"].lazy().filter(industry).select("id")
        deals = self.opportunity.lazy().join(accounts, left_on="account", right_on="id", how="semi")
        count, total = deals.select(polars.len(), polars.col("amount").sum()).collect().row(0)
        return lambda: digest.Digest().add(count, total)

    def child_condition(self, round):
        large = (polars.col("stage") == self.world.negotiation) & (polars.col("amount") >= self.world.large_amount)
        deals = self.opportunity.lazy().filter(large)
        accounts = self.tables["account"].lazy().join(deals, left_on="id", right_on="account", how="semi")
        count, total = accounts.select(polars.len(), polars.col("employees").sum()).collect().row(0)
        return lambda: digest.Digest().add(count, total)

    def prefix_search(self, round):
        begins = polars.col("name").str.to_lowercase().str.starts_with(self.world.prefix.lower())
        rows = self.opportunity.filter(begins)
        return lambda: digest.deals(rows.select(FIVE).rows())

    MEASURES = [
        polars.len().alias("count"),
        polars.col("amount").sum().alias("sum"),
        polars.col("amount").max().alias("greatest"),
    ]

    def group_by_1(self, round):
        rows = self.opportunity.group_by("stage").agg(self.MEASURES)
        return lambda: digest.groups((stage, None, *rest) for stage, *rest in rows.rows())

    def group_by_2(self, round):
        day = polars.col("close_date").cast(polars.Int32).cast(polars.Date)
        month = day.dt.month_start().cast(polars.Int32).cast(polars.Int64).alias("month")
        rows = self.opportunity.lazy().group_by("owner", month).agg(self.MEASURES).collect()
        return lambda: digest.groups(rows.rows())

    def distinct_count(self, round):
        count = self.opportunity["account"].drop_nulls().n_unique()
        return lambda: digest.Digest(count)

    def forecast(self, round):
        """The grouping in the engine, the roll-up of what is left in Python."""
        day = polars.col("close_date").cast(polars.Int32).cast(polars.Date)
        stages = self.tables["stage"].lazy().select(
            "id", "is_closed", "is_won", "category", usual=polars.col("probability")
        )
        category = (
            polars.when(polars.col("is_won") == 1).then(polars.lit("closed"))
            .when(polars.col("is_closed") == 1).then(polars.lit("omitted")).otherwise("category")
        )
        weight = polars.when(polars.col("is_won") == 1).then(100).otherwise(
            polars.coalesce("probability", "usual")
        )
        own = (
            self.opportunity.lazy()
            .filter(day.dt.year() == self.world.year)
            .join(stages, left_on="stage", right_on="id")
            .group_by("owner", day.dt.month().alias("month"), category.alias("meant"))
            .agg(
                polars.len().alias("count"), polars.col("amount").sum().alias("sum"),
                (polars.col("amount") * weight).sum().alias("weighted"),
            )
            .collect()
        )
        managers = dict(self.tables["user"].select("id", "manager").rows())
        teams = {}
        for user, month, meant, *figure in own.rows():
            while True:
                team = teams.setdefault((user, month - 1, meant), [0, 0, 0])
                for place in range(3):
                    team[place] += figure[place]
                user = managers.get(user)
                if user is None:
                    break
        rows = [(*key, *figure) for key, figure in teams.items()]
        return lambda: digest.forecast(rows)

    def forecast_after_change(self, round):
        changed = polars.col("id") == self.world.ids[0]
        amount = polars.when(changed).then((round + 1) * 100_000).otherwise("amount").alias("amount")
        self.opportunity = self.opportunity.with_columns(amount)
        return self.forecast(round)


if __name__ == "__main__":
    main(Polars)
