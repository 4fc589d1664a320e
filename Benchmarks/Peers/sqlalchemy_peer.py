"""SQLAlchemy's mapped classes over SQLite, in a file, with the settings and indexes of the others."""

import os
import tempfile
from datetime import date

from sqlalchemy import (
    Index, create_engine, delete, distinct, event, func, insert, or_, select, text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

import digest
from measure import COMMITS, FIXTURES, PAGE, PAGES, main
from rollup import forecast_rows
from settings import SETTINGS
from spreadsheet import deals_of_file


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "user"
    id: Mapped[int] = mapped_column(primary_key=True)
    manager: Mapped[int | None] = mapped_column(index=True)
    is_active: Mapped[int]
    display_name: Mapped[str]
    email: Mapped[str | None] = mapped_column(unique=True)
    title: Mapped[str | None]
    region: Mapped[str | None] = mapped_column(index=True)


class Account(Base):
    __tablename__ = "account"
    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[int | None]
    parent: Mapped[int | None] = mapped_column(index=True)
    employees: Mapped[int | None]
    annual_revenue: Mapped[int | None]
    year_established: Mapped[int | None]
    name: Mapped[str]
    number: Mapped[str | None] = mapped_column(unique=True)
    type: Mapped[str | None]
    industry: Mapped[str | None]


class Stage(Base):
    __tablename__ = "stage"
    id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int]
    probability: Mapped[int]
    is_closed: Mapped[int]
    is_won: Mapped[int]
    name: Mapped[str] = mapped_column(unique=True)
    category: Mapped[str]


class Opportunity(Base):
    __tablename__ = "opportunity"
    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[int | None]
    account: Mapped[int | None] = mapped_column(index=True)
    contact: Mapped[int | None] = mapped_column(index=True)
    amount: Mapped[int | None]
    stage: Mapped[int | None]
    probability: Mapped[int | None]
    close_date: Mapped[int | None] = mapped_column(index=True)
    opened_on: Mapped[int | None]
    closed_at: Mapped[int | None]
    product: Mapped[int | None] = mapped_column(index=True)
    name: Mapped[str]
    number: Mapped[str | None] = mapped_column(unique=True)
    forecast_category: Mapped[str | None]
    type: Mapped[str | None]
    lead_source: Mapped[str | None]
    next_step: Mapped[str | None]
    loss_reason: Mapped[str | None]
    description: Mapped[str | None]


Index("user_name", User.display_name.collate("NOCASE"))
Index("account_name", Account.name.collate("NOCASE"))
Index("account_industry", Account.industry.collate("NOCASE"))
Index("opportunity_name", Opportunity.name.collate("NOCASE"))
Index("opportunity_stage", Opportunity.stage, Opportunity.close_date)

PARENTS = {"user": User, "account": Account, "stage": Stage}


def five(deal):
    return deal.id, deal.amount, deal.close_date, deal.stage, deal.name


class SQLAlchemy:
    name = "sqlalchemy"

    def __init__(self, world):
        self.world = world
        self.folder = tempfile.TemporaryDirectory(dir=world.folder)
        self.number = 0
        self.engine = None
        self.new = world.table("opportunity")

    def connect(self):
        self.engine = create_engine(f"sqlite:///{self.path}")

        @event.listens_for(self.engine, "connect")
        def prepare(connection, _):
            for pragma in SETTINGS:
                connection.execute(pragma)

    def reset(self):
        if self.engine:
            self.engine.dispose()
        self.number += 1
        self.path = os.path.join(self.folder.name, f"{self.number}.db")
        self.connect()
        Base.metadata.create_all(self.engine)
        with Session(self.engine) as session:
            for table, entity in PARENTS.items():
                session.execute(insert(entity), self.world.table(table))
            session.commit()

    def load(self):
        self.reset()
        with Session(self.engine) as session:
            session.execute(insert(Opportunity), self.new)
            session.commit()

    def rows(self, query):
        with Session(self.engine) as session:
            return session.execute(query).all()

    def deals(self, query):
        with Session(self.engine) as session:
            return session.scalars(query).all()

    # Cases

    def bulk_insert(self, round):
        with Session(self.engine) as session:
            session.execute(insert(Opportunity), self.new)
            session.commit()
        return self.tally

    def csv_import(self, round):
        with Session(self.engine) as session:
            accounts = dict(map(tuple, session.execute(select(Account.number, Account.id))))
            users = dict(map(tuple, session.execute(select(User.email, User.id))))
            stages = dict(map(tuple, session.execute(select(Stage.name, Stage.id))))
            rows = deals_of_file(self.world.path("import.csv"), accounts, users, stages)
            session.execute(insert(Opportunity), list(rows))
            session.commit()
        return self.tally

    def tally(self):
        return digest.tally(*self.rows(select(func.count(), func.sum(Opportunity.amount)))[0])

    def typed_fetch(self, round):
        found = self.deals(select(Opportunity))
        return lambda: digest.deals(map(five, found))

    def dynamic_fetch(self, round):
        with self.engine.connect() as connection:
            found = connection.execute(text("SELECT * FROM opportunity")).mappings().all()
        return lambda: digest.deals(
            (row["id"], row["amount"], row["close_date"], row["stage"], row["name"]) for row in found
        )

    def projection(self, round):
        found = self.rows(select(Opportunity.name, Opportunity.amount, Opportunity.close_date))
        return lambda: digest.cards(found)

    def by_id(self, round):
        with Session(self.engine) as session:
            found = []
            for identity in self.world.ids:
                found.append(session.get(Opportunity, identity))
        return lambda: digest.deals(map(five, found))

    def by_unique(self, round):
        with Session(self.engine) as session:
            found = []
            for number in self.world.numbers:
                found.append(session.scalars(select(Opportunity).where(Opportunity.number == number)).one())
        return lambda: digest.deals(map(five, found))

    def single_insert(self, round):
        for number in range(round * COMMITS, (round + 1) * COMMITS):
            with Session(self.engine) as session:
                session.add(Opportunity(**self.world.new_deal(self.new, number)))
                session.commit()
        return self.everything

    def single_update(self, round):
        for identity in self.world.ids[:COMMITS]:
            with Session(self.engine) as session:
                session.get(Opportunity, identity).next_step = f"Step {round}"
                session.commit()
        return self.everything

    def single_delete(self, round):
        for identity in self.world.deleted(round):
            with Session(self.engine) as session:
                session.execute(delete(Opportunity).where(Opportunity.id == identity))
                session.commit()
        return self.everything

    def everything(self):
        return digest.everything(self.rows(select(Opportunity.id, Opportunity.amount, Opportunity.next_step)))

    def page(self, session, last=None):
        query = select(Opportunity).where(Opportunity.stage == self.world.won)
        if last:
            day = Opportunity.close_date
            query = query.where(day <= last.close_date, or_(day < last.close_date, Opportunity.id > last.id))
        return session.scalars(query.order_by(Opportunity.close_date.desc(), Opportunity.id).limit(PAGE)).all()

    def list_view(self, round):
        with Session(self.engine) as session:
            found = self.page(session)
        return lambda: digest.deals(map(five, found))

    def next_page(self, round):
        with Session(self.engine) as session:
            last, found = self.page(session)[-1], []
            for _ in range(PAGES):
                rows = self.page(session, last)
                found += rows
                if not rows:
                    break
                last = rows[-1]
        return lambda: digest.deals(map(five, found))

    def parent_condition(self, round):
        query = select(func.count(), func.sum(Opportunity.amount)).join(Account, Account.id == Opportunity.account)
        count, total = self.rows(query.where(Account.industry.collate("NOCASE") == self.world.industry))[0]
        return lambda: digest.Digest().add(count, total or 0)

    def child_condition(self, round):
        large = select(Opportunity.account).where(
            Opportunity.stage == self.world.negotiation, Opportunity.amount >= self.world.large_amount
        )
        count, total = self.rows(select(func.count(), func.sum(Account.employees)).where(Account.id.in_(large)))[0]
        return lambda: digest.Digest().add(count, total or 0)

    def prefix_search(self, round):
        found = self.deals(select(Opportunity).where(Opportunity.name.like(self.world.prefix + "%")))
        return lambda: digest.deals(map(five, found))

    MEASURES = (func.count(), func.sum(Opportunity.amount), func.max(Opportunity.amount))

    def group_by_1(self, round):
        found = self.rows(select(Opportunity.stage, *self.MEASURES).group_by(Opportunity.stage))
        return lambda: digest.groups((stage, None, *rest) for stage, *rest in found)

    def group_by_2(self, round):
        # SQLAlchemy's own division makes decimals.
        month = func.unixepoch(Opportunity.close_date * 86_400, "unixepoch", "start of month").op("/")(86_400)
        found = self.rows(select(Opportunity.owner, month, *self.MEASURES).group_by(Opportunity.owner, month))
        return lambda: digest.groups(found)

    def distinct_count(self, round):
        found = self.rows(select(func.count(distinct(Opportunity.account))))
        return lambda: digest.Digest(found[0][0])

    def forecast(self, round):
        first, last = (
            (date(year, 1, 1) - date(1970, 1, 1)).days for year in (self.world.year, self.world.year + 1)
        )
        query = (
            select(
                Opportunity.owner, Opportunity.close_date, Opportunity.amount, Opportunity.probability,
                Opportunity.forecast_category, Stage.probability, Stage.is_closed, Stage.is_won, Stage.category,
            )
            .join(Stage, Stage.id == Opportunity.stage)
            .where(Opportunity.close_date >= first, Opportunity.close_date < last)
        )
        managers = dict(map(tuple, self.rows(select(User.id, User.manager))))
        found = forecast_rows(self.rows(query), managers)
        return lambda: digest.forecast(found)

    def forecast_after_change(self, round):
        with Session(self.engine) as session:
            session.get(Opportunity, self.world.ids[0]).amount = (round + 1) * 100_000
            session.commit()
        return self.forecast(round)

    def open_workspace(self, round):
        self.engine.dispose()
        self.connect()
        found = self.rows(select(func.count()).select_from(User))
        return lambda: digest.Digest(found[0][0])

    def memory_fixtures(self, round):
        engine = create_engine("sqlite://")
        Base.metadata.create_all(engine)
        for number in range(FIXTURES):
            with Session(engine) as session:
                session.add(User(id=number + 1, is_active=1, display_name=f"User {number}"))
                session.commit()
        with Session(engine) as session:
            count = session.scalar(select(func.count()).select_from(User))
        engine.dispose()
        return lambda: digest.Digest(count)


if __name__ == "__main__":
    main(SQLAlchemy)
