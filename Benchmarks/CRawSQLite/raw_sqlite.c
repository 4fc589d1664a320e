#include "raw_sqlite.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#define COLUMNS                                                                                                        \
  "id, owner, account, contact, amount, stage, probability, close_date, opened_on, closed_at, product, name, number, " \
  "forecast_category, type, lead_source, next_step, loss_reason, description"

static const char *const schema =
    "CREATE TABLE user (id INTEGER PRIMARY KEY, manager INTEGER, is_active INTEGER NOT NULL, display_name TEXT"
    " NOT NULL, email TEXT, title TEXT, region TEXT) STRICT;"
    "CREATE TABLE account (id INTEGER PRIMARY KEY, owner INTEGER, parent INTEGER, employees INTEGER,"
    " annual_revenue INTEGER, year_established INTEGER, name TEXT NOT NULL, number TEXT, type TEXT,"
    " industry TEXT) STRICT;"
    "CREATE TABLE stage (id INTEGER PRIMARY KEY, position INTEGER NOT NULL, probability INTEGER NOT NULL,"
    " is_closed INTEGER NOT NULL, is_won INTEGER NOT NULL, name TEXT NOT NULL, category TEXT NOT NULL) STRICT;"
    "CREATE TABLE opportunity (id INTEGER PRIMARY KEY, owner INTEGER, account INTEGER, contact INTEGER, amount INTEGER,"
    " stage INTEGER, probability INTEGER, close_date INTEGER, opened_on INTEGER, closed_at INTEGER, product INTEGER,"
    " name TEXT NOT NULL, number TEXT, forecast_category TEXT, type TEXT, lead_source TEXT, next_step TEXT,"
    " loss_reason TEXT, description TEXT) STRICT;"
    "CREATE TABLE change (id INTEGER PRIMARY KEY, opportunity INTEGER NOT NULL, field TEXT NOT NULL, old ANY, new ANY)"
    " STRICT;"
    "CREATE INDEX user_name ON user(display_name COLLATE NOCASE);"
    "CREATE UNIQUE INDEX user_email ON user(email);"
    "CREATE INDEX user_region ON user(region);"
    "CREATE INDEX user_manager ON user(manager);"
    "CREATE INDEX account_name ON account(name COLLATE NOCASE);"
    "CREATE UNIQUE INDEX account_number ON account(number);"
    "CREATE INDEX account_parent ON account(parent);"
    "CREATE INDEX account_industry ON account(industry COLLATE NOCASE);"
    "CREATE UNIQUE INDEX stage_name ON stage(name);"
    "CREATE INDEX opportunity_name ON opportunity(name COLLATE NOCASE);"
    "CREATE UNIQUE INDEX opportunity_number ON opportunity(number);"
    "CREATE INDEX opportunity_account ON opportunity(account);"
    "CREATE INDEX opportunity_contact ON opportunity(contact);"
    "CREATE INDEX opportunity_stage ON opportunity(stage, close_date);"
    "CREATE INDEX opportunity_close_date ON opportunity(close_date);"
    "CREATE INDEX opportunity_product ON opportunity(product);";

static const char *const settings =
    "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 1000; PRAGMA journal_size_limit = 67108864;"
    "PRAGMA foreign_keys = 1; PRAGMA recursive_triggers = 1; PRAGMA trusted_schema = 0; PRAGMA cell_size_check = 1;"
    "PRAGMA secure_delete = 1; PRAGMA mmap_size = 0; PRAGMA cache_size = -32000; PRAGMA temp_store = 2;"
    "PRAGMA fullfsync = 1; PRAGMA checkpoint_fullfsync = 1; PRAGMA busy_timeout = 5000;";

// Each text is prepared when it is first needed, and kept.
enum statement {
  BEGIN,
  BEGIN_WRITE,
  COMMIT,
  ROLLBACK,
  PUT_USER,
  PUT_ACCOUNT,
  PUT_STAGE,
  INSERT,
  UPDATE_NEXT_STEP,
  UPDATE_AMOUNT,
  LOG,
  DELETE,
  INSERT_CUSTOM,
  ALL,
  ALL_CUSTOM,
  CARDS,
  BY_ID,
  BY_NUMBER,
  FIRST_PAGE,
  NEXT_PAGE,
  FIRST_PAGE_OF_ALL,
  FIRST_PAGE_OF_ACCOUNT,
  PREFIX,
  TALLY,
  TALLY_INDUSTRY,
  TALLY_ACCOUNTS,
  STAGE_SCAN,
  MONTH_SCAN,
  COUNT_ACCOUNTS,
  COUNT_USERS,
  USERS,
  STAGES,
  FORECAST,
  ACCOUNT_BY_NUMBER,
  USER_BY_EMAIL,
  STAGE_BY_NAME,
  STATEMENTS
};

static const char *const sql[STATEMENTS] = {
    [BEGIN] = "BEGIN",
    [BEGIN_WRITE] = "BEGIN IMMEDIATE",
    [COMMIT] = "COMMIT",
    [ROLLBACK] = "ROLLBACK",
    [PUT_USER] = "INSERT INTO user VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    [PUT_ACCOUNT] = "INSERT INTO account VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    [PUT_STAGE] = "INSERT INTO stage VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    [INSERT] = "INSERT INTO opportunity (" COLUMNS
               ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
    [UPDATE_NEXT_STEP] = "UPDATE opportunity SET next_step = ?2 WHERE id = ?1",
    [UPDATE_AMOUNT] = "UPDATE opportunity SET amount = ?2 WHERE id = ?1",
    [LOG] = "INSERT INTO change (opportunity, field, old, new) VALUES (?1, ?2, ?3, ?4)",
    [DELETE] = "DELETE FROM opportunity WHERE id = ?1",
    [INSERT_CUSTOM] = "INSERT INTO opportunity (" COLUMNS ", tier, score, renewal) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7,"
                      " ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22)",
    [ALL] = "SELECT " COLUMNS " FROM opportunity ORDER BY id",
    [ALL_CUSTOM] = "SELECT " COLUMNS ", tier, score, renewal FROM opportunity ORDER BY id",
    [CARDS] = "SELECT name, amount, close_date FROM opportunity ORDER BY id",
    [BY_ID] = "SELECT " COLUMNS " FROM opportunity WHERE id = ?1",
    [BY_NUMBER] = "SELECT " COLUMNS " FROM opportunity WHERE number = ?1",
    [FIRST_PAGE] = "SELECT " COLUMNS
                   " FROM opportunity WHERE stage = ?1 ORDER BY close_date DESC, id LIMIT ?2",
    // Below the last row's day, or on it and behind its id; days that are not there would come last.
    [NEXT_PAGE] = "SELECT " COLUMNS " FROM opportunity WHERE stage = ?1 AND close_date <= ?3"
                  " AND (close_date < ?3 OR id > ?4) ORDER BY close_date DESC, id LIMIT ?2",
    [FIRST_PAGE_OF_ALL] = "SELECT " COLUMNS " FROM opportunity ORDER BY close_date DESC, id LIMIT ?1",
    [FIRST_PAGE_OF_ACCOUNT] = "SELECT " COLUMNS
                              " FROM opportunity WHERE account = ?1 ORDER BY close_date DESC, id LIMIT ?2",
    [PREFIX] = "SELECT " COLUMNS
               " FROM opportunity WHERE name COLLATE NOCASE >= ?1 AND name COLLATE NOCASE < ?2",
    [TALLY] = "SELECT count(*), sum(amount) FROM opportunity",
    [TALLY_INDUSTRY] = "SELECT count(*), sum(o.amount) FROM account a JOIN opportunity o ON o.account = a.id"
                       " WHERE a.industry = ?1 COLLATE NOCASE",
    // With EXISTS, SQLite would go through all deals of the stage for each account.
    [TALLY_ACCOUNTS] = "SELECT count(*), sum(employees) FROM account WHERE id IN"
                       " (SELECT account FROM opportunity WHERE stage = ?1 AND amount >= ?2)",
    [STAGE_SCAN] = "SELECT stage, amount FROM opportunity",
    [MONTH_SCAN] = "SELECT owner, close_date, amount FROM opportunity",
    [COUNT_ACCOUNTS] = "SELECT count(DISTINCT account) FROM opportunity",
    [COUNT_USERS] = "SELECT count(*) FROM user",
    [USERS] = "SELECT id, manager FROM user",
    [STAGES] = "SELECT id, probability, is_closed, is_won, category FROM stage",
    // The plus keeps the index on the day out: a year is a large part of all deals, and one scan is three to four times
    // as quick at a million as going to each of them from the index.
    [FORECAST] = "SELECT owner, close_date, stage, amount, probability, forecast_category FROM opportunity"
                 " WHERE +close_date >= ?1 AND +close_date < ?2",
    [ACCOUNT_BY_NUMBER] = "SELECT id FROM account WHERE number = ?1",
    [USER_BY_EMAIL] = "SELECT id FROM user WHERE email = ?1",
    [STAGE_BY_NAME] = "SELECT id FROM stage WHERE name = ?1",
};

struct raw_store {
  sqlite3 *connection;
  sqlite3_stmt *statements[STATEMENTS];
};

struct raw_block {
  raw_block *previous;
  size_t used, room;
  char bytes[];
};

const char *raw_sqlite_version(void) { return sqlite3_libversion(); }

const char *raw_schema(void) { return schema; }

const char *raw_settings(void) { return settings; }

// MARK: Connection

static int prepared(raw_store *store, enum statement which, sqlite3_stmt **statement) {
  if (!store->statements[which]) {
    int code =
        sqlite3_prepare_v3(store->connection, sql[which], -1, SQLITE_PREPARE_PERSISTENT, &store->statements[which], 0);
    if (code != SQLITE_OK) return code;
  }
  *statement = store->statements[which];
  return SQLITE_OK;
}

static int finished(sqlite3_stmt *statement, int code) {
  int reset = sqlite3_reset(statement);
  return code == SQLITE_DONE || code == SQLITE_ROW ? reset : code;
}

static int run(raw_store *store, enum statement which) {
  sqlite3_stmt *statement;
  int code = prepared(store, which, &statement);
  return code == SQLITE_OK ? finished(statement, sqlite3_step(statement)) : code;
}

// Commits what went well and takes back what did not.
static int ended(raw_store *store, int code) {
  if (code == SQLITE_OK) return run(store, COMMIT);
  run(store, ROLLBACK);
  return code;
}

int raw_open(const char *path, int is_full, raw_store **result) {
  raw_store *store = calloc(1, sizeof *store);
  if (!store) return SQLITE_NOMEM;
  *result = store;
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
  int code = sqlite3_open_v2(path, &store->connection, flags, 0);
  if (code == SQLITE_OK) code = sqlite3_exec(store->connection, settings, 0, 0, 0);
  const char *synchronous = is_full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL";
  return code == SQLITE_OK ? sqlite3_exec(store->connection, synchronous, 0, 0, 0) : code;
}

int raw_create(raw_store *store) {
  int code = run(store, BEGIN_WRITE);
  if (code != SQLITE_OK) return code;
  return ended(store, sqlite3_exec(store->connection, schema, 0, 0, 0));
}

void raw_close(raw_store *store) {
  if (!store) return;
  for (int which = 0; which < STATEMENTS; which++) sqlite3_finalize(store->statements[which]);
  sqlite3_close(store->connection);
  free(store);
}

const char *raw_message(raw_store *store) { return store ? sqlite3_errmsg(store->connection) : "no memory"; }

// MARK: Cells

static inline void bind_number(sqlite3_stmt *statement, int place, int64_t value) {
  if (value == RAW_NULL)
    sqlite3_bind_null(statement, place);
  else
    sqlite3_bind_int64(statement, place, value);
}

// The bytes outlive the step, so SQLite needs no copy of them.
static inline void bind_text(sqlite3_stmt *statement, int place, raw_text text) {
  if (text.length < 0)
    sqlite3_bind_null(statement, place);
  else
    sqlite3_bind_text(statement, place, text.bytes, (int)text.length, SQLITE_STATIC);
}

static inline int64_t number(sqlite3_stmt *row, int column) {
  return sqlite3_column_type(row, column) == SQLITE_NULL ? RAW_NULL : sqlite3_column_int64(row, column);
}

// Copies a text into memory that is freed as a whole.
static inline int text(sqlite3_stmt *row, int column, raw_block **texts, raw_text *result) {
  const char *bytes = (const char *)sqlite3_column_text(row, column);
  if (!bytes) {
    *result = (raw_text){0, -1};
    return SQLITE_OK;
  }
  size_t length = (size_t)sqlite3_column_bytes(row, column);
  raw_block *block = *texts;
  if (!block || block->room - block->used < length) {
    // A single deal does not take a megabyte, which malloc would map and unmap for each.
    size_t room = !block ? 1 << 11 : block->room < 1 << 20 ? block->room * 2 : 1 << 20;
    if (room < length) room = length;
    block = malloc(sizeof *block + room);
    if (!block) return SQLITE_NOMEM;
    *block = (raw_block){*texts, 0, room};
    *texts = block;
  }
  char *copy = block->bytes + block->used;
  memcpy(copy, bytes, length);
  block->used += length;
  *result = (raw_text){copy, (int64_t)length};
  return SQLITE_OK;
}

static void free_blocks(raw_block *block) {
  while (block) {
    raw_block *previous = block->previous;
    free(block);
    block = previous;
  }
}

// Room for one more item, doubled when it is used up.
static inline void *grown(void *items, int64_t count, int64_t *room, size_t size) {
  if (count < *room) return items;
  *room = *room ? *room * 2 : 4;
  return realloc(items, (size_t)*room * size);
}

// MARK: Writing

int raw_put_users(raw_store *store, const raw_user *users, int64_t count) {
  sqlite3_stmt *put;
  int code = prepared(store, PUT_USER, &put);
  if (code == SQLITE_OK) code = run(store, BEGIN_WRITE);
  if (code != SQLITE_OK) return code;
  for (int64_t index = 0; index < count && code == SQLITE_OK; index++) {
    const raw_user *user = &users[index];
    bind_number(put, 1, user->id);
    bind_number(put, 2, user->manager);
    bind_number(put, 3, user->is_active);
    bind_text(put, 4, user->display_name);
    bind_text(put, 5, user->email);
    bind_text(put, 6, user->title);
    bind_text(put, 7, user->region);
    code = finished(put, sqlite3_step(put));
  }
  return ended(store, code);
}

int raw_put_accounts(raw_store *store, const raw_account *accounts, int64_t count) {
  sqlite3_stmt *put;
  int code = prepared(store, PUT_ACCOUNT, &put);
  if (code == SQLITE_OK) code = run(store, BEGIN_WRITE);
  if (code != SQLITE_OK) return code;
  for (int64_t index = 0; index < count && code == SQLITE_OK; index++) {
    const raw_account *account = &accounts[index];
    bind_number(put, 1, account->id);
    bind_number(put, 2, account->owner);
    bind_number(put, 3, account->parent);
    bind_number(put, 4, account->employees);
    bind_number(put, 5, account->annual_revenue);
    bind_number(put, 6, account->year_established);
    bind_text(put, 7, account->name);
    bind_text(put, 8, account->number);
    bind_text(put, 9, account->type);
    bind_text(put, 10, account->industry);
    code = finished(put, sqlite3_step(put));
  }
  return ended(store, code);
}

int raw_put_stages(raw_store *store, const raw_stage *stages, int64_t count) {
  sqlite3_stmt *put;
  int code = prepared(store, PUT_STAGE, &put);
  if (code == SQLITE_OK) code = run(store, BEGIN_WRITE);
  if (code != SQLITE_OK) return code;
  for (int64_t index = 0; index < count && code == SQLITE_OK; index++) {
    const raw_stage *stage = &stages[index];
    bind_number(put, 1, stage->id);
    bind_number(put, 2, stage->position);
    bind_number(put, 3, stage->probability);
    bind_number(put, 4, stage->is_closed);
    bind_number(put, 5, stage->is_won);
    bind_text(put, 6, stage->name);
    bind_text(put, 7, stage->category);
    code = finished(put, sqlite3_step(put));
  }
  return ended(store, code);
}

static inline void bind_deal(sqlite3_stmt *put, const raw_deal *deal) {
  bind_number(put, 1, deal->id);
  bind_number(put, 2, deal->owner);
  bind_number(put, 3, deal->account);
  bind_number(put, 4, deal->contact);
  bind_number(put, 5, deal->amount);
  bind_number(put, 6, deal->stage);
  bind_number(put, 7, deal->probability);
  bind_number(put, 8, deal->close_date);
  bind_number(put, 9, deal->opened_on);
  bind_number(put, 10, deal->closed_at);
  bind_number(put, 11, deal->product);
  bind_text(put, 12, deal->name);
  bind_text(put, 13, deal->number);
  bind_text(put, 14, deal->forecast_category);
  bind_text(put, 15, deal->type);
  bind_text(put, 16, deal->lead_source);
  bind_text(put, 17, deal->next_step);
  bind_text(put, 18, deal->loss_reason);
  bind_text(put, 19, deal->description);
}

static inline int insert(sqlite3_stmt *put, const raw_deal *deal) {
  bind_deal(put, deal);
  return finished(put, sqlite3_step(put));
}

int raw_insert_deals(raw_store *store, const raw_deal *deals, int64_t count) {
  sqlite3_stmt *put;
  int code = prepared(store, INSERT, &put);
  if (code == SQLITE_OK) code = run(store, BEGIN_WRITE);
  if (code != SQLITE_OK) return code;
  for (int64_t index = 0; index < count && code == SQLITE_OK; index++) code = insert(put, &deals[index]);
  return ended(store, code);
}

int raw_insert_deal(raw_store *store, const raw_deal *deal) { return raw_insert_deals(store, deal, 1); }

int raw_add_custom(raw_store *store) {
  return sqlite3_exec(store->connection,
                      "ALTER TABLE opportunity ADD COLUMN tier TEXT; ALTER TABLE opportunity ADD COLUMN score INTEGER;"
                      "ALTER TABLE opportunity ADD COLUMN renewal INTEGER;",
                      0, 0, 0);
}

int raw_insert_custom_deals(raw_store *store, const raw_deal *deals, const raw_custom *custom, int64_t count) {
  sqlite3_stmt *put;
  int code = prepared(store, INSERT_CUSTOM, &put);
  if (code == SQLITE_OK) code = run(store, BEGIN_WRITE);
  if (code != SQLITE_OK) return code;
  for (int64_t index = 0; index < count && code == SQLITE_OK; index++) {
    bind_deal(put, &deals[index]);
    bind_text(put, 20, custom[index].tier);
    bind_number(put, 21, custom[index].score);
    bind_number(put, 22, custom[index].renewal);
    code = finished(put, sqlite3_step(put));
  }
  return ended(store, code);
}

static int read_deal(sqlite3_stmt *row, raw_deals *deals);

static int note(sqlite3_stmt *log, const char *field, const raw_deal *old, raw_text text, int64_t value, int is_amount) {
  bind_number(log, 1, old->id);
  bind_text(log, 2, (raw_text){field, (int64_t)strlen(field)});
  if (is_amount) {
    bind_number(log, 3, old->amount);
    bind_number(log, 4, value);
  } else {
    bind_text(log, 3, old->next_step);
    bind_text(log, 4, text);
  }
  return finished(log, sqlite3_step(log));
}

// Reads the old row, writes the new value, and writes down what it was: whoever changes a record has to know.
static int update(raw_store *store, enum statement which, int64_t id, raw_text text, int64_t value) {
  sqlite3_stmt *old, *change, *log;
  raw_deals deals = {0};
  int is_amount = which == UPDATE_AMOUNT;
  int code = prepared(store, BY_ID, &old);
  if (code == SQLITE_OK) code = prepared(store, which, &change);
  if (code == SQLITE_OK) code = prepared(store, LOG, &log);
  if (code == SQLITE_OK) code = run(store, BEGIN_WRITE);
  if (code != SQLITE_OK) return code;
  bind_number(old, 1, id);
  code = sqlite3_step(old);
  if (code == SQLITE_ROW) code = read_deal(old, &deals);
  code = finished(old, code);
  if (code == SQLITE_OK && deals.count != 1) code = SQLITE_NOTFOUND;
  if (code == SQLITE_OK) {
    bind_number(change, 1, id);
    if (is_amount)
      bind_number(change, 2, value);
    else
      bind_text(change, 2, text);
    code = finished(change, sqlite3_step(change));
  }
  if (code == SQLITE_OK) code = note(log, is_amount ? "amount" : "next_step", deals.items, text, value, is_amount);
  raw_free_deals(&deals);
  return ended(store, code);
}

int raw_update_next_step(raw_store *store, int64_t id, raw_text next_step) {
  return update(store, UPDATE_NEXT_STEP, id, next_step, 0);
}

int raw_update_amount(raw_store *store, int64_t id, int64_t amount) {
  return update(store, UPDATE_AMOUNT, id, (raw_text){0, -1}, amount);
}

int raw_delete_deal(raw_store *store, int64_t id) {
  sqlite3_stmt *removal;
  int code = prepared(store, DELETE, &removal);
  if (code == SQLITE_OK) code = run(store, BEGIN_WRITE);
  if (code != SQLITE_OK) return code;
  bind_number(removal, 1, id);
  return ended(store, finished(removal, sqlite3_step(removal)));
}

// MARK: Reading

static int read_deal(sqlite3_stmt *row, raw_deals *deals) {
  raw_deal *items = grown(deals->items, deals->count, &deals->room, sizeof *items);
  if (!items) return SQLITE_NOMEM;
  deals->items = items;
  raw_deal *deal = &items[deals->count];
  deal->id = sqlite3_column_int64(row, 0);
  deal->owner = number(row, 1);
  deal->account = number(row, 2);
  deal->contact = number(row, 3);
  deal->amount = number(row, 4);
  deal->stage = number(row, 5);
  deal->probability = number(row, 6);
  deal->close_date = number(row, 7);
  deal->opened_on = number(row, 8);
  deal->closed_at = number(row, 9);
  deal->product = number(row, 10);
  int code = text(row, 11, &deals->texts, &deal->name);
  if (code == SQLITE_OK) code = text(row, 12, &deals->texts, &deal->number);
  if (code == SQLITE_OK) code = text(row, 13, &deals->texts, &deal->forecast_category);
  if (code == SQLITE_OK) code = text(row, 14, &deals->texts, &deal->type);
  if (code == SQLITE_OK) code = text(row, 15, &deals->texts, &deal->lead_source);
  if (code == SQLITE_OK) code = text(row, 16, &deals->texts, &deal->next_step);
  if (code == SQLITE_OK) code = text(row, 17, &deals->texts, &deal->loss_reason);
  if (code == SQLITE_OK) code = text(row, 18, &deals->texts, &deal->description);
  if (code != SQLITE_OK) return code;
  deals->count++;
  return SQLITE_ROW;
}

// Reads all that a statement, whose parameters are bound, still finds.
static int read_deals(sqlite3_stmt *statement, raw_deals *deals) {
  int code;
  while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
    code = read_deal(statement, deals);
    if (code != SQLITE_ROW) break;
  }
  return finished(statement, code);
}

int raw_all_deals(raw_store *store, raw_deals *deals) {
  sqlite3_stmt *all;
  *deals = (raw_deals){0};
  int code = prepared(store, ALL, &all);
  return code == SQLITE_OK ? read_deals(all, deals) : code;
}

int raw_all_custom_deals(raw_store *store, raw_deals *deals, raw_custom **custom) {
  sqlite3_stmt *all;
  int64_t room = 0;
  *deals = (raw_deals){0};
  *custom = 0;
  int code = prepared(store, ALL_CUSTOM, &all);
  if (code != SQLITE_OK) return code;
  while ((code = sqlite3_step(all)) == SQLITE_ROW) {
    int64_t place = deals->count;
    raw_custom *items = grown(*custom, place, &room, sizeof *items);
    if (!items) return finished(all, SQLITE_NOMEM);
    *custom = items;
    code = read_deal(all, deals);
    if (code == SQLITE_ROW && (code = text(all, 19, &deals->texts, &items[place].tier)) == SQLITE_OK) code = SQLITE_ROW;
    if (code != SQLITE_ROW) break;
    items[place].score = number(all, 20);
    items[place].renewal = number(all, 21);
  }
  return finished(all, code);
}

static int read_cells(sqlite3_stmt *row, raw_rows *rows) {
  raw_cell *cells = grown(rows->cells, rows->count, &rows->room, sizeof *cells * (size_t)rows->columns);
  if (!cells) return SQLITE_NOMEM;
  rows->cells = cells;
  raw_cell *cell = &cells[rows->count * rows->columns];
  for (int column = 0; column < rows->columns; column++, cell++) {
    cell->type = sqlite3_column_type(row, column);
    int code = SQLITE_OK;
    switch (cell->type) {
    case SQLITE_INTEGER: cell->integer = sqlite3_column_int64(row, column); break;
    case SQLITE_FLOAT: cell->real = sqlite3_column_double(row, column); break;
    case SQLITE_TEXT: code = text(row, column, &rows->texts, &cell->text); break;
    default: break;
    }
    if (code != SQLITE_OK) return code;
  }
  rows->count++;
  return SQLITE_ROW;
}

int raw_all_rows(raw_store *store, raw_rows *rows) {
  sqlite3_stmt *all;
  *rows = (raw_rows){0};
  int code = prepared(store, ALL, &all);
  if (code != SQLITE_OK) return code;
  rows->columns = sqlite3_column_count(all);
  for (int column = 0; column < rows->columns && column < 32; column++) {
    const char *name = sqlite3_column_name(all, column);
    rows->names[column] = (raw_text){name, (int64_t)strlen(name)};
  }
  while ((code = sqlite3_step(all)) == SQLITE_ROW) {
    code = read_cells(all, rows);
    if (code != SQLITE_ROW) break;
  }
  return finished(all, code);
}

int raw_all_cards(raw_store *store, raw_cards *cards) {
  sqlite3_stmt *all;
  *cards = (raw_cards){0};
  int code = prepared(store, CARDS, &all);
  if (code != SQLITE_OK) return code;
  while ((code = sqlite3_step(all)) == SQLITE_ROW) {
    raw_card *items = grown(cards->items, cards->count, &cards->room, sizeof *items);
    if (!items) {
      code = SQLITE_NOMEM;
      break;
    }
    cards->items = items;
    raw_card *card = &items[cards->count++];
    card->amount = number(all, 1);
    card->close_date = number(all, 2);
    int failure = text(all, 0, &cards->texts, &card->name);
    if (failure != SQLITE_OK) {
      code = failure;
      break;
    }
  }
  return finished(all, code);
}

int raw_deals_by_id(raw_store *store, const int64_t *ids, int64_t count, raw_deals *deals) {
  sqlite3_stmt *lookup;
  *deals = (raw_deals){0};
  int code = prepared(store, BY_ID, &lookup);
  if (code == SQLITE_OK) code = run(store, BEGIN);
  if (code != SQLITE_OK) return code;
  for (int64_t index = 0; index < count && code == SQLITE_OK; index++) {
    bind_number(lookup, 1, ids[index]);
    code = sqlite3_step(lookup);
    if (code == SQLITE_ROW) code = read_deal(lookup, deals);
    code = finished(lookup, code);
  }
  return ended(store, code);
}

int raw_deals_by_number(raw_store *store, const raw_text *numbers, int64_t count, raw_deals *deals) {
  sqlite3_stmt *lookup;
  *deals = (raw_deals){0};
  int code = prepared(store, BY_NUMBER, &lookup);
  if (code == SQLITE_OK) code = run(store, BEGIN);
  if (code != SQLITE_OK) return code;
  for (int64_t index = 0; index < count && code == SQLITE_OK; index++) {
    bind_text(lookup, 1, numbers[index]);
    code = sqlite3_step(lookup);
    if (code == SQLITE_ROW) code = read_deal(lookup, deals);
    code = finished(lookup, code);
  }
  return ended(store, code);
}

int raw_deal_by_id(raw_store *store, int64_t id, raw_deals *deals) {
  sqlite3_stmt *lookup;
  *deals = (raw_deals){0};
  int code = prepared(store, BY_ID, &lookup);
  if (code != SQLITE_OK) return code;
  bind_number(lookup, 1, id);
  code = sqlite3_step(lookup);
  if (code == SQLITE_ROW) code = read_deal(lookup, deals);
  return finished(lookup, code);
}

int raw_deal_by_number(raw_store *store, raw_text number, raw_deals *deals) {
  sqlite3_stmt *lookup;
  *deals = (raw_deals){0};
  int code = prepared(store, BY_NUMBER, &lookup);
  if (code != SQLITE_OK) return code;
  bind_text(lookup, 1, number);
  code = sqlite3_step(lookup);
  if (code == SQLITE_ROW) code = read_deal(lookup, deals);
  return finished(lookup, code);
}

int raw_first_page_of_all(raw_store *store, int64_t count, raw_deals *deals) {
  sqlite3_stmt *page;
  *deals = (raw_deals){0};
  int code = prepared(store, FIRST_PAGE_OF_ALL, &page);
  if (code != SQLITE_OK) return code;
  bind_number(page, 1, count);
  return read_deals(page, deals);
}

int raw_first_page_of_account(raw_store *store, int64_t account, int64_t count, raw_deals *deals) {
  sqlite3_stmt *page;
  *deals = (raw_deals){0};
  int code = prepared(store, FIRST_PAGE_OF_ACCOUNT, &page);
  if (code != SQLITE_OK) return code;
  bind_number(page, 1, account);
  bind_number(page, 2, count);
  return read_deals(page, deals);
}

int raw_first_page(raw_store *store, int64_t stage, int64_t count, raw_deals *deals) {
  sqlite3_stmt *page;
  *deals = (raw_deals){0};
  int code = prepared(store, FIRST_PAGE, &page);
  if (code != SQLITE_OK) return code;
  bind_number(page, 1, stage);
  bind_number(page, 2, count);
  return read_deals(page, deals);
}

int raw_next_page(raw_store *store, int64_t stage, int64_t count, const raw_deal *after, raw_deals *deals) {
  sqlite3_stmt *page;
  *deals = (raw_deals){0};
  int code = prepared(store, NEXT_PAGE, &page);
  if (code != SQLITE_OK) return code;
  bind_number(page, 1, stage);
  bind_number(page, 2, count);
  bind_number(page, 3, after->close_date);
  bind_number(page, 4, after->id);
  return read_deals(page, deals);
}

int raw_deals_with_prefix(raw_store *store, raw_text low, raw_text high, raw_deals *deals) {
  sqlite3_stmt *range;
  *deals = (raw_deals){0};
  int code = prepared(store, PREFIX, &range);
  if (code != SQLITE_OK) return code;
  bind_text(range, 1, low);
  bind_text(range, 2, high);
  return read_deals(range, deals);
}

// MARK: Aggregates

static int tally(sqlite3_stmt *statement, raw_tally *result) {
  int code = sqlite3_step(statement);
  if (code == SQLITE_ROW) *result = (raw_tally){sqlite3_column_int64(statement, 0), sqlite3_column_int64(statement, 1)};
  return finished(statement, code);
}

int raw_tally_deals(raw_store *store, raw_tally *result) {
  sqlite3_stmt *all;
  int code = prepared(store, TALLY, &all);
  return code == SQLITE_OK ? tally(all, result) : code;
}

int raw_tally_industry(raw_store *store, raw_text industry, raw_tally *result) {
  sqlite3_stmt *join;
  int code = prepared(store, TALLY_INDUSTRY, &join);
  if (code != SQLITE_OK) return code;
  bind_text(join, 1, industry);
  return tally(join, result);
}

int raw_tally_accounts(raw_store *store, int64_t stage, int64_t amount, raw_tally *result) {
  sqlite3_stmt *exists;
  int code = prepared(store, TALLY_ACCOUNTS, &exists);
  if (code != SQLITE_OK) return code;
  bind_number(exists, 1, stage);
  bind_number(exists, 2, amount);
  return tally(exists, result);
}

static inline uint64_t mixed(int64_t first, int64_t second) {
  uint64_t bits = (uint64_t)first * 0x9E3779B97F4A7C15u ^ (uint64_t)second * 0xC2B2AE3D27D4EB4Fu;
  return bits ^ bits >> 29;
}

static raw_group *slot(raw_groups *groups, int64_t first, int64_t second) {
  uint64_t mask = (uint64_t)groups->room - 1;
  for (uint64_t place = mixed(first, second) & mask;; place = (place + 1) & mask) {
    raw_group *group = &groups->slots[place];
    if (!group->used || (group->first == first && group->second == second)) return group;
  }
}

// Adds an amount to the group of two keys; the table is at most half full.
static int add(raw_groups *groups, int64_t first, int64_t second, int64_t amount) {
  if (groups->count * 2 >= groups->room) {
    raw_groups larger = {calloc((size_t)(groups->room ? groups->room * 2 : 1024), sizeof(raw_group)), groups->count,
                         groups->room ? groups->room * 2 : 1024};
    if (!larger.slots) return SQLITE_NOMEM;
    for (int64_t place = 0; place < groups->room; place++) {
      raw_group *group = &groups->slots[place];
      if (group->used) *slot(&larger, group->first, group->second) = *group;
    }
    free(groups->slots);
    *groups = larger;
  }
  raw_group *group = slot(groups, first, second);
  if (!group->used) {
    *group = (raw_group){first, second, 0, 0, RAW_NULL, 1};
    groups->count++;
  }
  group->count++;
  if (amount == RAW_NULL) return SQLITE_OK;
  if (amount > group->greatest) group->greatest = amount;
  return __builtin_add_overflow(group->sum, amount, &group->sum) ? SQLITE_ERROR : SQLITE_OK;
}

int raw_groups_by_stage(raw_store *store, raw_groups *groups) {
  sqlite3_stmt *scan;
  *groups = (raw_groups){0};
  int code = prepared(store, STAGE_SCAN, &scan);
  if (code != SQLITE_OK) return code;
  while ((code = sqlite3_step(scan)) == SQLITE_ROW) {
    int failure = add(groups, number(scan, 0), RAW_NULL, number(scan, 1));
    if (failure != SQLITE_OK) return finished(scan, failure);
  }
  return finished(scan, code);
}

typedef struct {
  int64_t year, month, day;
} civil;

// Howard Hinnant, "chrono-compatible low-level date algorithms".
static inline civil civil_of(int64_t days) {
  int64_t shifted = days + 719468;
  int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
  int64_t day_of_era = shifted - era * 146097;
  int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  int64_t month = (5 * day_of_year + 2) / 153;
  civil date = {era * 400 + year_of_era, month < 10 ? month + 3 : month - 9, day_of_year - (153 * month + 2) / 5 + 1};
  if (date.month <= 2) date.year++;
  return date;
}

static inline int64_t days_of(int64_t year, int64_t month, int64_t day) {
  if (month <= 2) year--;
  int64_t era = (year >= 0 ? year : year - 399) / 400;
  int64_t year_of_era = year - era * 400;
  int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

int raw_groups_by_owner_and_month(raw_store *store, raw_groups *groups) {
  sqlite3_stmt *scan;
  *groups = (raw_groups){0};
  int code = prepared(store, MONTH_SCAN, &scan);
  if (code != SQLITE_OK) return code;
  while ((code = sqlite3_step(scan)) == SQLITE_ROW) {
    int64_t day = number(scan, 1), month = RAW_NULL;
    if (day != RAW_NULL) month = day + 1 - civil_of(day).day;
    int failure = add(groups, number(scan, 0), month, number(scan, 2));
    if (failure != SQLITE_OK) return finished(scan, failure);
  }
  return finished(scan, code);
}

static int count_of(raw_store *store, enum statement which, int64_t *count) {
  sqlite3_stmt *statement;
  int code = prepared(store, which, &statement);
  if (code != SQLITE_OK) return code;
  code = sqlite3_step(statement);
  if (code == SQLITE_ROW) *count = sqlite3_column_int64(statement, 0);
  return finished(statement, code);
}

int raw_count_accounts_with_deals(raw_store *store, int64_t *count) { return count_of(store, COUNT_ACCOUNTS, count); }

int raw_count_users(raw_store *store, int64_t *count) { return count_of(store, COUNT_USERS, count); }

// MARK: Forecast

static const char *const categories[RAW_CATEGORIES] = {"omitted",     "pipeline", "best_case",
                                                       "most_likely", "commit",   "closed"};
enum { OMITTED = 0, CLOSED = 5, MOST_STAGES = 64 };

static int category_of(const char *code) {
  for (int place = 0; place < RAW_CATEGORIES; place++)
    if (!strcmp(code, categories[place])) return place;
  return OMITTED;
}

typedef struct {
  int64_t id, probability;
  int category, is_closed, is_won;
} stage_facts;

typedef struct {
  stage_facts stages[MOST_STAGES];
  int stage_count;
  // Users by id in an open hash table whose groups' counts are their places; managers by places.
  raw_groups places;
  int64_t *managers;
  int64_t first_day, last_day;
  int8_t periods[RAW_PERIODS * 31];
} forecast_plan;

static int64_t place_of(forecast_plan *plan, int64_t user) {
  if (!plan->places.room || user == RAW_NULL) return -1;
  raw_group *group = slot(&plan->places, user, 0);
  return group->used ? group->sum : -1;
}

static int read_stages(raw_store *store, forecast_plan *plan) {
  sqlite3_stmt *all;
  int code = prepared(store, STAGES, &all);
  if (code != SQLITE_OK) return code;
  while ((code = sqlite3_step(all)) == SQLITE_ROW) {
    if (plan->stage_count == MOST_STAGES) return finished(all, SQLITE_TOOBIG);
    plan->stages[plan->stage_count++] =
        (stage_facts){sqlite3_column_int64(all, 0), sqlite3_column_int64(all, 1),
                      category_of((const char *)sqlite3_column_text(all, 4)), sqlite3_column_int(all, 2),
                      sqlite3_column_int(all, 3)};
  }
  return finished(all, code);
}

// Users in any order; their places are those of the rows, managers are known by id until all are read.
static int read_tree(raw_store *store, forecast_plan *plan, raw_forecast *forecast) {
  sqlite3_stmt *all;
  int64_t room = 0, users = 0;
  int code = prepared(store, USERS, &all);
  if (code == SQLITE_OK) code = count_of(store, COUNT_USERS, &users);
  if (code != SQLITE_OK) return code;
  room = users + 1;
  forecast->rows = calloc((size_t)room, sizeof *forecast->rows);
  plan->managers = malloc((size_t)room * sizeof *plan->managers);
  if (!forecast->rows || !plan->managers) return SQLITE_NOMEM;
  while ((code = sqlite3_step(all)) == SQLITE_ROW && forecast->count < users) {
    int64_t place = forecast->count++;
    forecast->rows[place].user = sqlite3_column_int64(all, 0);
    plan->managers[place] = number(all, 1);
    int failure = add(&plan->places, forecast->rows[place].user, 0, place);
    if (failure != SQLITE_OK) return finished(all, failure);
  }
  code = finished(all, code);
  for (int64_t place = 0; place < forecast->count; place++)
    plan->managers[place] = place_of(plan, plan->managers[place]);
  forecast->rows[forecast->count++].user = RAW_NULL;
  return code;
}

static inline int add_figure(raw_figure *figure, int64_t count, int64_t amount, int64_t weighted) {
  figure->count += count;
  if (__builtin_add_overflow(figure->amount, amount, &figure->amount)) return SQLITE_ERROR;
  return __builtin_add_overflow(figure->weighted, weighted, &figure->weighted) ? SQLITE_ERROR : SQLITE_OK;
}

static int gather(raw_store *store, forecast_plan *plan, raw_forecast *forecast) {
  sqlite3_stmt *scan;
  int code = prepared(store, FORECAST, &scan);
  if (code != SQLITE_OK) return code;
  bind_number(scan, 1, plan->first_day);
  bind_number(scan, 2, plan->last_day);
  while ((code = sqlite3_step(scan)) == SQLITE_ROW) {
    int64_t place = place_of(plan, number(scan, 0));
    if (place < 0) place = forecast->count - 1;
    int period = plan->periods[sqlite3_column_int64(scan, 1) - plan->first_day];
    int64_t stage = number(scan, 2), amount = number(scan, 3), weight = number(scan, 4);
    const stage_facts *facts = 0;
    for (int index = 0; index < plan->stage_count && !facts; index++)
      if (plan->stages[index].id == stage) facts = &plan->stages[index];
    const char *own = (const char *)sqlite3_column_text(scan, 5);
    int category = own ? category_of(own) : facts ? facts->category : OMITTED;
    if (weight == RAW_NULL) weight = facts ? facts->probability : 0;
    if (facts && facts->is_won) {
      category = CLOSED;
      weight = 100;
    } else if (facts && facts->is_closed) {
      category = OMITTED;
    }
    int64_t weighted = 0;
    if (amount == RAW_NULL) amount = 0;
    int failure = __builtin_mul_overflow(amount, weight, &weighted)
                      ? SQLITE_ERROR
                      : add_figure(&forecast->rows[place].own[period][category], 1, amount, weighted);
    if (failure != SQLITE_OK) return finished(scan, failure);
  }
  return finished(scan, code);
}

// Teams that are deeper in the tree first, so that each is whole when its manager gets it.
static int roll_up(forecast_plan *plan, raw_forecast *forecast) {
  int64_t users = forecast->count - 1;
  int64_t *depths = calloc((size_t)users + 1, sizeof *depths), deepest = 0;
  if (!depths) return SQLITE_NOMEM;
  for (int64_t place = 0; place < users; place++) {
    // Whoever has been above more than all users is on a circle.
    for (int64_t above = plan->managers[place]; above >= 0 && depths[place] <= users; above = plan->managers[above])
      depths[place]++;
    if (depths[place] > deepest) deepest = depths[place];
  }
  for (int64_t place = 0; place < forecast->count; place++)
    memcpy(forecast->rows[place].team, forecast->rows[place].own, sizeof forecast->rows[place].own);
  int code = deepest > users ? SQLITE_ERROR : SQLITE_OK;
  for (int64_t depth = deepest; depth > 0 && code == SQLITE_OK; depth--)
    for (int64_t place = 0; place < users && code == SQLITE_OK; place++) {
      if (depths[place] != depth) continue;
      raw_figure *from = forecast->rows[place].team[0], *to = forecast->rows[plan->managers[place]].team[0];
      for (int index = 0; index < RAW_PERIODS * RAW_CATEGORIES; index++)
        if (from[index].count)
          code |= add_figure(&to[index], from[index].count, from[index].amount, from[index].weighted);
    }
  free(depths);
  return code;
}

int raw_make_forecast(raw_store *store, int64_t year, int64_t month, raw_forecast *forecast) {
  forecast_plan plan = {.first_day = days_of(year, month, 1), .last_day = days_of(year + 1, month, 1)};
  *forecast = (raw_forecast){0};
  for (int64_t day = plan.first_day; day < plan.last_day; day++)
    plan.periods[day - plan.first_day] = (int8_t)((civil_of(day).month - month + RAW_PERIODS) % RAW_PERIODS);
  int code = run(store, BEGIN);
  if (code != SQLITE_OK) return code;
  code = read_stages(store, &plan);
  if (code == SQLITE_OK) code = read_tree(store, &plan, forecast);
  if (code == SQLITE_OK) code = gather(store, &plan, forecast);
  if (code == SQLITE_OK) code = roll_up(&plan, forecast);
  free(plan.places.slots);
  free(plan.managers);
  return ended(store, code);
}

// MARK: Import

// One field of a file of comma-separated values; a quoted one is unquoted in place of `scratch`.
static const char *field(const char *at, const char *end, char *scratch, raw_text *result) {
  if (at < end && *at == '"') {
    char *to = scratch;
    for (at++; at < end; at++) {
      if (*at == '"') {
        if (at + 1 < end && at[1] == '"')
          at++;
        else
          break;
      }
      *to++ = *at;
    }
    *result = (raw_text){scratch, to - scratch};
    return at < end ? at + 1 : at;
  }
  const char *start = at;
  while (at < end && *at != ',' && *at != '\n') at++;
  *result = (raw_text){start, at - start};
  if (result->length == 0) result->length = -1;
  return at;
}

static int whole(raw_text text, int64_t *value) {
  *value = RAW_NULL;
  if (text.length < 0) return SQLITE_OK;
  int64_t sum = 0;
  for (int64_t index = 0; index < text.length; index++) {
    char digit = text.bytes[index];
    if (digit < '0' || digit > '9' || sum > INT64_MAX / 1000) return SQLITE_MISMATCH;
    sum = sum * 10 + (digit - '0');
  }
  *value = sum;
  return SQLITE_OK;
}

// YYYY-MM-DD
static int day(raw_text text, int64_t *value) {
  int64_t year, month, day;
  *value = RAW_NULL;
  if (text.length < 0) return SQLITE_OK;
  if (text.length != 10 || text.bytes[4] != '-' || text.bytes[7] != '-') return SQLITE_MISMATCH;
  int code = whole((raw_text){text.bytes, 4}, &year);
  code |= whole((raw_text){text.bytes + 5, 2}, &month);
  code |= whole((raw_text){text.bytes + 8, 2}, &day);
  if (code != SQLITE_OK) return code;
  *value = days_of(year, month, day);
  return SQLITE_OK;
}

static int find(raw_store *store, enum statement which, raw_text key, int64_t *id) {
  sqlite3_stmt *lookup;
  *id = RAW_NULL;
  if (key.length < 0) return SQLITE_OK;
  int code = prepared(store, which, &lookup);
  if (code != SQLITE_OK) return code;
  bind_text(lookup, 1, key);
  code = sqlite3_step(lookup);
  if (code != SQLITE_ROW) return finished(lookup, code == SQLITE_DONE ? SQLITE_NOTFOUND : code);
  *id = sqlite3_column_int64(lookup, 0);
  return finished(lookup, code);
}

// number, name, account, owner, type, stage, probability, amount, opened_on, close_date, lead_source, next_step,
// loss_reason; amounts in whole units.
static int import_row(raw_store *store, sqlite3_stmt *put, const raw_text *fields) {
  raw_text none = {0, -1};
  raw_deal deal = {.id = RAW_NULL, .contact = RAW_NULL, .closed_at = RAW_NULL, .product = RAW_NULL,
                   .number = fields[0], .name = fields[1], .type = fields[4], .lead_source = fields[10],
                   .next_step = fields[11], .loss_reason = fields[12], .forecast_category = none, .description = none};
  int code = find(store, ACCOUNT_BY_NUMBER, fields[2], &deal.account);
  if (code == SQLITE_OK) code = find(store, USER_BY_EMAIL, fields[3], &deal.owner);
  if (code == SQLITE_OK) code = find(store, STAGE_BY_NAME, fields[5], &deal.stage);
  if (code == SQLITE_OK) code = whole(fields[6], &deal.probability);
  if (code == SQLITE_OK) code = whole(fields[7], &deal.amount);
  if (code == SQLITE_OK) code = day(fields[8], &deal.opened_on);
  if (code == SQLITE_OK) code = day(fields[9], &deal.close_date);
  if (code != SQLITE_OK) return code;
  if (deal.amount != RAW_NULL && __builtin_mul_overflow(deal.amount, 100, &deal.amount)) return SQLITE_MISMATCH;
  return insert(put, &deal);
}

int raw_import_csv(raw_store *store, const char *bytes, int64_t length) {
  enum { FIELDS = 13, LONGEST = 1 << 16 };
  const char *at = bytes, *end = bytes + length;
  sqlite3_stmt *put;
  int code = prepared(store, INSERT, &put);
  if (code == SQLITE_OK) code = run(store, BEGIN_WRITE);
  if (code != SQLITE_OK) return code;
  char *scratch = malloc(LONGEST);
  if (!scratch) return ended(store, SQLITE_NOMEM);
  while (at < end && *at != '\n') at++;
  while (++at < end && code == SQLITE_OK) {
    raw_text fields[FIELDS];
    const char *start = at;
    for (int index = 0; index < FIELDS && code == SQLITE_OK; index++) {
      // No unquoted field is longer than what is read of the row, so all of them fit.
      at = field(at, end < start + LONGEST ? end : start + LONGEST, scratch + (at - start), &fields[index]);
      if (at < end && *at != (index == FIELDS - 1 ? '\n' : ',')) code = SQLITE_MISMATCH;
      if (index < FIELDS - 1) at++;
    }
    if (code == SQLITE_OK) code = import_row(store, put, fields);
  }
  free(scratch);
  return ended(store, code);
}

// MARK: Freeing

void raw_free_deals(raw_deals *deals) {
  free(deals->items);
  free_blocks(deals->texts);
  *deals = (raw_deals){0};
}

void raw_free_custom(raw_custom *custom) { free(custom); }

void raw_free_rows(raw_rows *rows) {
  free(rows->cells);
  free_blocks(rows->texts);
  *rows = (raw_rows){0};
}

void raw_free_cards(raw_cards *cards) {
  free(cards->items);
  free_blocks(cards->texts);
  *cards = (raw_cards){0};
}

void raw_free_groups(raw_groups *groups) {
  free(groups->slots);
  *groups = (raw_groups){0};
}

void raw_free_forecast(raw_forecast *forecast) {
  free(forecast->rows);
  *forecast = (raw_forecast){0};
}
