"""Reads the file to import."""

import csv
from datetime import date

EPOCH = date(1970, 1, 1)


def days(text):
    return (date.fromisoformat(text) - EPOCH).days if text else None


def deals_of_file(path, accounts, users, stages):
    """Rows of deals without ids; parents by number, email and name."""
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield {
                "number": row["number"],
                "name": row["name"],
                "account": accounts[row["account"]] if row["account"] else None,
                "owner": users[row["owner"]] if row["owner"] else None,
                "type": row["type"],
                "stage": stages[row["stage"]],
                "probability": int(row["probability"]),
                "amount": int(row["amount"]) * 100 if row["amount"] else None,
                "opened_on": days(row["opened_on"]),
                "close_date": days(row["close_date"]),
                "lead_source": row["lead_source"] or None,
                "next_step": row["next_step"] or None,
                "loss_reason": row["loss_reason"] or None,
            }
