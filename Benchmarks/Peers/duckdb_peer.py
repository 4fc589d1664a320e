"""DuckDB, in a file, on two threads. What it computes is timed inside its engine, what it hands out, outside."""

import json
import os
import tempfile

import duckdb

import digest
from measure import COMMITS, FIXTURES, PAGE, PAGES, main

SCHEMA = """
CREATE TABLE user (id BIGINT PRIMARY KEY, manager BIGINT, is_active BIGINT, display_name TEXT, email TEXT, title TEXT,
  region TEXT);
CREATE TABLE account (id BIGINT PRIMARY KEY, owner BIGINT, employees BIGINT, annual_revenue BIGINT,
  year_established BIGINT, name TEXT, number TEXT, type TEXT, industry TEXT);
CREATE TABLE stage (id BIGINT PRIMARY KEY, position BIGINT, probability BIGINT, is_closed BIGINT, is_won BIGINT,
  name TEXT, category TEXT);
CREATE TABLE opportunity (id BIGINT PRIMARY KEY, owner BIGINT, account BIGINT, amount BIGINT, stage BIGINT,
  probability BIGINT, close_date BIGINT, opened_on BIGINT, closed_at BIGINT, name TEXT, number TEXT, type TEXT,
  lead_source TEXT, next_step TEXT, loss_reason TEXT);
"""
PARENTS = ["user", "account", "stage"]
# Places of id, amount, close date, stage, name and next step in a row.
DEAL = (0, 3, 6, 4, 9)
EPOCH = "DATE '1970-01-01'"

FORECAST = f"""
WITH RECURSIVE above(id, owner) AS (
  SELECT id, id FROM user UNION ALL SELECT u.manager, a.owner FROM above a JOIN user u ON u.id = a.id
  WHERE u.manager IS NOT NULL
), own AS (
  SELECT o.owner, (month({EPOCH} + o.close_date::INTEGER) + 12 - {{month}}) % 12 AS period,
    CASE WHEN s.is_won = 1 THEN 'closed' WHEN s.is_closed = 1 THEN 'omitted' ELSE s.category END AS category,
    count(*) AS deals, coalesce(sum({{worth}}), 0)::BIGINT AS amount,
    coalesce(sum({{worth}} * CASE WHEN s.is_won = 1 THEN 100 ELSE coalesce(o.probability, s.probability) END), 0)::BIGINT
      AS weighted
  FROM {{table}} o JOIN stage s ON s.id = o.stage
  WHERE o.close_date >= DATE '{{year}}-{{month:02}}-01' - {EPOCH}
    AND o.close_date < DATE '{{next}}-{{month:02}}-01' - {EPOCH}
  GROUP BY ALL
)
SELECT a.id, period, category, sum(deals)::BIGINT, sum(amount)::BIGINT, sum(weighted)::BIGINT
FROM own LEFT JOIN above a ON a.owner = own.owner GROUP BY ALL
"""

CHANGE = "UPDATE opportunity SET amount = ? WHERE id = ?"


class DuckDB:
    name = "duckdb"

    def __init__(self, world):
        self.world = world
        self.folder = tempfile.TemporaryDirectory(dir=world.folder)
        self.number = 0
        self.connection = None
        self.new = world.table("opportunity")

    # Stores

    def connect(self):
        self.connection = duckdb.connect(self.path, config={"threads": 2})
        self.profile = os.path.join(self.folder.name, "profile.json")

    def reset(self):
        if self.connection:
            self.connection.close()
            os.remove(self.path)
        self.number += 1
        self.path = os.path.join(self.folder.name, f"{self.number}.duckdb")
        self.connect()
        self.connection.execute(SCHEMA)
        for table in PARENTS:
            self.copy(table, table)
        self.connection.execute("CREATE TEMP TABLE staged AS FROM opportunity LIMIT 0")
        self.copy("staged", "opportunity")

    def copy(self, table, file):
        self.connection.execute(f"COPY {table} FROM '{self.world.path(file + '.csv')}' (HEADER)")

    def load(self):
        self.reset()
        self.connection.execute("INSERT INTO opportunity FROM staged")

    def ask(self, sql, arguments=()):
        """Rows, timed inside the engine."""
        self.connection.execute(f"PRAGMA profiling_output = '{self.profile}'; PRAGMA enable_profiling = 'json'")
        rows = self.connection.execute(sql, arguments).fetchall()
        with open(self.profile, encoding="utf-8") as file:
            self.seconds = (self.seconds or 0) + json.load(file)["latency"]
        self.connection.execute("PRAGMA disable_profiling")
        return rows

    # Cases

    def bulk_insert(self, round):
        self.connection.execute("INSERT INTO opportunity FROM staged")
        return self.tally

    def csv_import(self, round):
        self.connection.execute(
            f"""
            INSERT INTO opportunity
            SELECT {self.world.first_deal} + row_number() OVER (), u.id, a.id, c.amount * 100, s.id, c.probability,
              c.close_date - {EPOCH}, c.opened_on - {EPOCH}, NULL, c.name, c.number, c.type, c.lead_source, c.next_step,
              c.loss_reason
            FROM read_csv('{self.world.path("import.csv")}', header = true) c
            LEFT JOIN account a ON a.number = c.account LEFT JOIN user u ON u.email = c.owner
            LEFT JOIN stage s ON s.name = c.stage
            """
        )
        return self.tally

    def tally(self):
        row = self.connection.execute("SELECT count(*), sum(amount)::BIGINT FROM opportunity").fetchone()
        return digest.tally(*row)

    def typed_fetch(self, round):
        rows = self.connection.execute("FROM opportunity").fetchall()
        return lambda: digest.deals(tuple(row[place] for place in DEAL) for row in rows)

    dynamic_fetch = typed_fetch

    def projection(self, round):
        rows = self.connection.execute("SELECT name, amount, close_date FROM opportunity").fetchall()
        return lambda: digest.cards(rows)

    def each(self, field, values):
        rows = []
        for value in values:
            rows += self.connection.execute(f"FROM opportunity WHERE {field} = ?", [value]).fetchall()
        return lambda: digest.deals(tuple(row[place] for place in DEAL) for row in rows)

    def by_id(self, round):
        return self.each("id", self.world.ids)

    def by_unique(self, round):
        return self.each("number", self.world.numbers)

    def single_insert(self, round):
        for number in range(round * COMMITS, (round + 1) * COMMITS):
            deal = list(self.world.new_deal(self.new, number).values())
            self.connection.execute(f"INSERT INTO opportunity VALUES ({', '.join('?' * len(deal))})", deal)
        return self.everything

    def single_update(self, round):
        for identity in self.world.ids[:COMMITS]:
            self.connection.execute("UPDATE opportunity SET next_step = ? WHERE id = ?", [f"Step {round}", identity])
        return self.everything

    def single_delete(self, round):
        for identity in self.world.deleted(round):
            self.connection.execute("DELETE FROM opportunity WHERE id = ?", [identity])
        return self.everything

    def everything(self):
        return digest.everything(self.connection.execute("SELECT id, amount, next_step FROM opportunity").fetchall())

    LIST = "FROM opportunity WHERE stage = ? {} ORDER BY close_date DESC NULLS LAST, id LIMIT " + str(PAGE)

    def list_view(self, round):
        rows = self.ask(self.LIST.format(""), [self.world.won])
        return lambda: digest.deals(tuple(row[place] for place in DEAL) for row in rows)

    def next_page(self, round):
        last = self.connection.execute(self.LIST.format(""), [self.world.won]).fetchall()[-1]
        rows = []
        after = self.LIST.format("AND (close_date < ? OR (close_date = ? AND id > ?))")
        for _ in range(PAGES):
            page = self.ask(after, [self.world.won, last[6], last[6], last[0]])
            rows += page
            if not page:
                break
            last = page[-1]
        return lambda: digest.deals(tuple(row[place] for place in DEAL) for row in rows)

    def parent_condition(self, round):
        rows = self.ask(
            """
            SELECT count(*), sum(o.amount)::BIGINT FROM opportunity o JOIN account a ON a.id = o.account
            WHERE lower(a.industry) = lower(?)
            """,
            [self.world.industry],
        )
        return lambda: digest.Digest().add(rows[0][0], rows[0][1] or 0)

    def child_condition(self, round):
        rows = self.ask(
            """
            SELECT count(*), sum(employees)::BIGINT FROM account a
            WHERE EXISTS (SELECT 1 FROM opportunity o WHERE o.account = a.id AND o.stage = ? AND o.amount >= ?)
            """,
            [self.world.negotiation, self.world.large_amount],
        )
        return lambda: digest.Digest().add(rows[0][0], rows[0][1] or 0)

    def prefix_search(self, round):
        rows = self.ask("FROM opportunity WHERE name ILIKE ?", [self.world.prefix + "%"])
        return lambda: digest.deals(tuple(row[place] for place in DEAL) for row in rows)

    def group_by_1(self, round):
        rows = self.ask(
            "SELECT stage, NULL, count(*), sum(amount)::BIGINT, max(amount) FROM opportunity GROUP BY stage"
        )
        return lambda: digest.groups(rows)

    def group_by_2(self, round):
        rows = self.ask(
            f"""
            SELECT owner, date_trunc('month', {EPOCH} + close_date::INTEGER)::DATE - {EPOCH} AS month, count(*),
              sum(amount)::BIGINT, max(amount)
            FROM opportunity GROUP BY ALL
            """
        )
        return lambda: digest.groups(rows)

    def distinct_count(self, round):
        rows = self.ask("SELECT count(DISTINCT account) FROM opportunity")
        return lambda: digest.Digest(rows[0][0])

    def forecast(self, round):
        rows = self.forecast_of(self.world.year, 1)
        return lambda: digest.forecast(rows)

    def forecast_of(self, year, month, table="opportunity", worth="o.amount"):
        return self.ask(FORECAST.format(year=year, next=year + 1, month=month, table=table, worth=worth))

    def forecast_fresh(self, round):
        rows = [self.forecast_of(year, month) for year, month in self.world.months(round)]
        return lambda: sum((digest.forecast(some) for some in rows), digest.Digest())

    def forecast_priced(self, round):
        """In two currencies: amounts in hundredths of a cent, so that a rate of 1.1 is exact."""
        self.connection.execute(
            f"""
            CREATE TABLE IF NOT EXISTS priced AS SELECT *, CASE WHEN ((id - {self.world.first_deal}) >> 22) % 4 = 0
              THEN 'EUR' ELSE 'USD' END AS currency FROM opportunity
            """
        )
        worth = "o.amount * CASE o.currency WHEN 'EUR' THEN 110 ELSE 100 END"
        rows = [self.forecast_of(year, month, "priced", worth) for year, month in self.world.months(round)]
        return lambda: sum((digest.forecast(some, 100) for some in rows), digest.Digest())

    def forecast_after_change(self, round):
        self.ask(CHANGE, [(round + 1) * 100_000, self.world.ids[0]])
        return self.forecast(round)

    def forecast_kept(self, round):
        self.connection.execute(CHANGE, [(round + 1) * 100_000, self.world.ids[0]])
        return self.forecast(round)

    def open_workspace(self, round):
        self.connection.close()
        self.connect()
        rows = self.connection.execute("SELECT count(*) FROM user").fetchall()
        return lambda: digest.Digest(rows[0][0])

    def memory_fixtures(self, round):
        memory = duckdb.connect(config={"threads": 2})
        memory.execute(SCHEMA)
        for number in range(FIXTURES):
            memory.execute(
                "INSERT INTO user (id, is_active, display_name) VALUES (?, 1, ?)", [number + 1, f"User {number}"]
            )
        rows = memory.execute("SELECT count(*) FROM user").fetchall()
        memory.close()
        return lambda: digest.Digest(rows[0][0])


if __name__ == "__main__":
    main(DuckDB)
