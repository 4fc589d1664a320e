"""Django's models over SQLite, in a file, with the settings and indexes of the others."""

import os
import tempfile
from datetime import date

import django
from django.conf import settings

from settings import SETTINGS

settings.configure(
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": "",
            "OPTIONS": {"init_command": "; ".join(SETTINGS), "transaction_mode": "IMMEDIATE"},
        }
    },
    USE_TZ=True,
)
django.setup()

from django.db import connection, models, transaction  # noqa: E402
from django.db.models import Count, F, Func, Max, Q, Sum  # noqa: E402
from django.db.models.functions import Collate  # noqa: E402

import digest  # noqa: E402
from measure import COMMITS, PAGE, PAGES, main  # noqa: E402
from rollup import forecast_rows  # noqa: E402
from spreadsheet import deals_of_file  # noqa: E402


def number(**options):
    return models.BigIntegerField(null=True, **options)


def words(**options):
    return models.TextField(null=True, **options)


class User(models.Model):
    id = models.BigIntegerField(primary_key=True)
    manager = number(db_index=True)
    is_active = number()
    display_name = models.TextField()
    email = words(unique=True)
    title = words()
    region = words(db_index=True)

    class Meta:
        app_label = "peers"
        db_table = "user"
        indexes = [models.Index(Collate("display_name", "nocase"), name="user_name")]


class Account(models.Model):
    id = models.BigIntegerField(primary_key=True)
    owner = number()
    parent = number(db_index=True)
    employees = number()
    annual_revenue = number()
    year_established = number()
    name = models.TextField()
    number = words(unique=True)
    type = words()
    industry = words()

    class Meta:
        app_label = "peers"
        db_table = "account"
        indexes = [
            models.Index(Collate("name", "nocase"), name="account_name"),
            models.Index(Collate("industry", "nocase"), name="account_industry"),
        ]


class Stage(models.Model):
    id = models.BigIntegerField(primary_key=True)
    position = number()
    probability = number()
    is_closed = number()
    is_won = number()
    name = models.TextField(unique=True)
    category = models.TextField()

    class Meta:
        app_label = "peers"
        db_table = "stage"


class Opportunity(models.Model):
    id = models.BigAutoField(primary_key=True)
    owner = number()
    account = models.ForeignKey(Account, models.SET_NULL, null=True, db_constraint=False, db_column="account")
    contact = number(db_index=True)
    amount = number()
    stage = models.ForeignKey(Stage, models.PROTECT, null=True, db_constraint=False, db_column="stage", db_index=False)
    probability = number()
    close_date = number(db_index=True)
    opened_on = number()
    closed_at = number()
    product = number(db_index=True)
    name = models.TextField()
    number = words(unique=True)
    forecast_category = words()
    type = words()
    lead_source = words()
    next_step = words()
    loss_reason = words()
    description = words()

    class Meta:
        app_label = "peers"
        db_table = "opportunity"
        indexes = [
            models.Index(Collate("name", "nocase"), name="opportunity_name"),
            models.Index("stage", "close_date", name="opportunity_stage"),
        ]


PARENTS = {"user": User, "account": Account, "stage": Stage}


def deal(row):
    """A row whose parents are ids."""
    row = dict(row)
    row["account_id"], row["stage_id"] = row.pop("account"), row.pop("stage")
    return Opportunity(**row)


def five(found):
    return found.id, found.amount, found.close_date, found.stage_id, found.name


class Month(Func):
    """The first day of a day's month."""

    template = "unixepoch(%(expressions)s * 86400, 'unixepoch', 'start of month') / 86400"
    output_field = models.BigIntegerField()


class Django:
    name = "django"

    def __init__(self, world):
        self.world = world
        self.folder = tempfile.TemporaryDirectory(dir=world.folder)
        self.file = 0
        self.new = world.table("opportunity")

    def reset(self):
        connection.close()
        self.file += 1
        connection.settings_dict["NAME"] = os.path.join(self.folder.name, f"{self.file}.db")
        with connection.schema_editor() as editor:
            for entity in [*PARENTS.values(), Opportunity]:
                editor.create_model(entity)
        for table, entity in PARENTS.items():
            entity.objects.bulk_create([entity(**row) for row in self.world.table(table)])
        self.deals = [deal(row) for row in self.new]

    def load(self):
        self.reset()
        Opportunity.objects.bulk_create(self.deals)

    # Cases

    def bulk_insert(self, round):
        Opportunity.objects.bulk_create(self.deals)
        return self.tally

    def csv_import(self, round):
        with transaction.atomic():
            accounts = dict(Account.objects.values_list("number", "id"))
            users = dict(User.objects.values_list("email", "id"))
            stages = dict(Stage.objects.values_list("name", "id"))
            rows = deals_of_file(self.world.path("import.csv"), accounts, users, stages)
            Opportunity.objects.bulk_create(map(deal, rows))
        return self.tally

    def tally(self):
        return digest.tally(*Opportunity.objects.aggregate(count=Count("id"), sum=Sum("amount")).values())

    def typed_fetch(self, round):
        found = list(Opportunity.objects.all())
        return lambda: digest.deals(map(five, found))

    def dynamic_fetch(self, round):
        found = list(Opportunity.objects.values())
        return lambda: digest.deals(
            (row["id"], row["amount"], row["close_date"], row["stage_id"], row["name"]) for row in found
        )

    def projection(self, round):
        found = list(Opportunity.objects.values_list("name", "amount", "close_date"))
        return lambda: digest.cards(found)

    def by_id(self, round):
        with transaction.atomic():
            found = [Opportunity.objects.get(pk=identity) for identity in self.world.ids]
        return lambda: digest.deals(map(five, found))

    def by_unique(self, round):
        with transaction.atomic():
            found = [Opportunity.objects.get(number=number) for number in self.world.numbers]
        return lambda: digest.deals(map(five, found))

    def single_insert(self, round):
        for number in range(round * COMMITS, (round + 1) * COMMITS):
            deal(self.world.new_deal(self.new, number)).save(force_insert=True)
        return self.everything

    def single_update(self, round):
        for identity in self.world.ids[:COMMITS]:
            with transaction.atomic():
                found = Opportunity.objects.get(pk=identity)
                found.next_step = f"Step {round}"
                found.save(update_fields=["next_step"])
        return self.everything

    def single_delete(self, round):
        for identity in self.world.deleted(round):
            Opportunity.objects.filter(pk=identity).delete()
        return self.everything

    def everything(self):
        return digest.everything(Opportunity.objects.values_list("id", "amount", "next_step"))

    def page(self, last=None):
        found = Opportunity.objects.filter(stage=self.world.won).order_by("-close_date", "id")
        if last:
            after = Q(close_date__lt=last.close_date) | Q(id__gt=last.id)
            found = found.filter(after, close_date__lte=last.close_date)
        return list(found[:PAGE])

    def list_view(self, round):
        found = self.page()
        return lambda: digest.deals(map(five, found))

    def next_page(self, round):
        last, found = self.page()[-1], []
        for _ in range(PAGES):
            rows = self.page(last)
            found += rows
            if not rows:
                break
            last = rows[-1]
        return lambda: digest.deals(map(five, found))

    def parent_condition(self, round):
        deals = Opportunity.objects.filter(account__industry__iexact=self.world.industry)
        found = deals.aggregate(count=Count("id"), sum=Sum("amount"))
        return lambda: digest.Digest().add(found["count"], found["sum"] or 0)

    def child_condition(self, round):
        large = Opportunity.objects.filter(stage=self.world.negotiation, amount__gte=self.world.large_amount)
        accounts = Account.objects.filter(id__in=large.values("account"))
        found = accounts.aggregate(count=Count("id"), sum=Sum("employees"))
        return lambda: digest.Digest().add(found["count"], found["sum"] or 0)

    def prefix_search(self, round):
        found = list(Opportunity.objects.filter(name__istartswith=self.world.prefix))
        return lambda: digest.deals(map(five, found))

    MEASURES = {"count": Count("id"), "sum": Sum("amount"), "greatest": Max("amount")}

    def group_by_1(self, round):
        found = list(
            Opportunity.objects.values("stage").annotate(**self.MEASURES)
            .values_list("stage", "count", "sum", "greatest")
        )
        return lambda: digest.groups((stage, None, *rest) for stage, *rest in found)

    def group_by_2(self, round):
        found = list(
            Opportunity.objects.annotate(month=Month(F("close_date"))).values("owner", "month")
            .annotate(**self.MEASURES).values_list("owner", "month", "count", "sum", "greatest")
        )
        return lambda: digest.groups(found)

    def distinct_count(self, round):
        found = Opportunity.objects.aggregate(count=Count("account", distinct=True))
        return lambda: digest.Digest(found["count"])

    def forecast(self, round):
        first, last = (
            (date(year, 1, 1) - date(1970, 1, 1)).days for year in (self.world.year, self.world.year + 1)
        )
        deals = Opportunity.objects.filter(close_date__gte=first, close_date__lt=last, stage__isnull=False)
        rows = deals.values_list(
            "owner", "close_date", "amount", "probability", "forecast_category", "stage__probability",
            "stage__is_closed", "stage__is_won", "stage__category",
        )
        found = forecast_rows(rows, dict(User.objects.values_list("id", "manager")))
        return lambda: digest.forecast(found)

    def forecast_after_change(self, round):
        with transaction.atomic():
            found = Opportunity.objects.get(pk=self.world.ids[0])
            found.amount = (round + 1) * 100_000
            found.save(update_fields=["amount"])
        return self.forecast(round)

    def open_workspace(self, round):
        connection.close()
        count = User.objects.count()
        return lambda: digest.Digest(count)


if __name__ == "__main__":
    main(Django)
