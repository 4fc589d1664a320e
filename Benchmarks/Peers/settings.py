"""The settings of SQLite's connections, as in raw_sqlite.c."""

import os

SETTINGS = [
    f"PRAGMA {setting}"
    for setting in [
        "journal_mode = WAL",
        "wal_autocheckpoint = 1000",
        "journal_size_limit = 67108864",
        "foreign_keys = 1",
        "recursive_triggers = 1",
        "trusted_schema = 0",
        "cell_size_check = 1",
        "secure_delete = 1",
        "mmap_size = 0",
        "cache_size = -32000",
        "temp_store = 2",
        "fullfsync = 1",
        "checkpoint_fullfsync = 1",
        "busy_timeout = 5000",
        "synchronous = " + os.environ.get("PEERS_DURABILITY", "full"),
    ]
]
