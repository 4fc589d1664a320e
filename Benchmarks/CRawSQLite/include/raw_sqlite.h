// What a careful programmer writes by hand over SQLite's C interface for the cases of `peers`.
//
// Numbers that are not there are RAW_NULL, texts that are not there have the length -1. Every function returns an SQLite
// result code, SQLITE_OK if all went well. What a read hands out belongs to the caller, who frees it.

#ifndef RAW_SQLITE_H
#define RAW_SQLITE_H

#include <stdint.h>

#define RAW_NULL INT64_MIN
#define RAW_PERIODS 12
#define RAW_CATEGORIES 6

typedef struct raw_store raw_store;

typedef struct {
  const char *bytes;
  int64_t length;
} raw_text;

typedef struct {
  int64_t id, manager, is_active;
  raw_text display_name, email, title, region;
} raw_user;

typedef struct {
  int64_t id, owner, parent, employees, annual_revenue, year_established;
  raw_text name, number, type, industry;
} raw_account;

typedef struct {
  int64_t id, position, probability, is_closed, is_won;
  raw_text name, category;
} raw_stage;

// Amounts in minor units, probabilities in per cent, days and microseconds since 1970.
typedef struct {
  int64_t id, owner, account, contact, amount, stage, probability, close_date, opened_on, closed_at, product;
  raw_text name, number, forecast_category, type, lead_source, next_step, loss_reason, description;
} raw_deal;

// Three fields that a customer added.
typedef struct {
  raw_text tier;
  int64_t score, renewal;
} raw_custom;

typedef struct raw_block raw_block;

// Deals and the memory that their texts lie in.
typedef struct {
  raw_deal *items;
  int64_t count, room;
  raw_block *texts;
} raw_deals;

// A value of a type that SQLite names; only the member for that type is set.
typedef struct {
  int type;
  int64_t integer;
  double real;
  raw_text text;
} raw_cell;

// Rows of cells whose types are not known before: `columns` cells for each of `count` rows.
typedef struct {
  raw_cell *cells;
  int64_t count, room, columns;
  raw_text names[32];
  raw_block *texts;
} raw_rows;

typedef struct {
  raw_text name;
  int64_t amount, close_date;
} raw_card;

typedef struct {
  raw_card *items;
  int64_t count, room;
  raw_block *texts;
} raw_cards;

typedef struct {
  int64_t first, second, count, sum, greatest;
  int used;
} raw_group;

// An open hash table: the groups are the slots that are used.
typedef struct {
  raw_group *slots;
  int64_t count, room;
} raw_groups;

typedef struct {
  int64_t count, sum;
} raw_tally;

// `weighted` is in minor units times per cent.
typedef struct {
  int64_t count, amount, weighted;
} raw_figure;

// The figures of one user: of his own deals, and of his team with his own.
typedef struct {
  int64_t user;
  raw_figure own[RAW_PERIODS][RAW_CATEGORIES];
  raw_figure team[RAW_PERIODS][RAW_CATEGORIES];
} raw_forecast_row;

// The last row, of user RAW_NULL, has what belongs to nobody.
typedef struct {
  raw_forecast_row *rows;
  int64_t count;
} raw_forecast;

// Of the SQLite that is linked.
const char *raw_sqlite_version(void);
// The tables and indexes, which every peer that uses SQLite makes the same way.
const char *raw_schema(void);
// The settings of a connection that writes but for `synchronous`.
const char *raw_settings(void);

int raw_open(const char *path, int is_full, raw_store **store);
int raw_create(raw_store *store);
void raw_close(raw_store *store);
const char *raw_message(raw_store *store);

int raw_put_users(raw_store *store, const raw_user *users, int64_t count);
int raw_put_accounts(raw_store *store, const raw_account *accounts, int64_t count);
int raw_put_stages(raw_store *store, const raw_stage *stages, int64_t count);
int raw_insert_deals(raw_store *store, const raw_deal *deals, int64_t count);
int raw_import_csv(raw_store *store, const char *bytes, int64_t length);
int raw_insert_deal(raw_store *store, const raw_deal *deal);
int raw_update_next_step(raw_store *store, int64_t id, raw_text next_step);
int raw_update_amount(raw_store *store, int64_t id, int64_t amount);
int raw_delete_deal(raw_store *store, int64_t id);
// Gives deals the columns of raw_custom; to be done before there are any.
int raw_add_custom(raw_store *store);
int raw_insert_custom_deals(raw_store *store, const raw_deal *deals, const raw_custom *custom, int64_t count);

int raw_all_deals(raw_store *store, raw_deals *deals);
// One raw_custom for each deal, its texts among those of the deals.
int raw_all_custom_deals(raw_store *store, raw_deals *deals, raw_custom **custom);
int raw_all_rows(raw_store *store, raw_rows *rows);
int raw_all_cards(raw_store *store, raw_cards *cards);
int raw_deals_by_id(raw_store *store, const int64_t *ids, int64_t count, raw_deals *deals);
int raw_deals_by_number(raw_store *store, const raw_text *numbers, int64_t count, raw_deals *deals);
// One deal in a read of its own; none, if there is none.
int raw_deal_by_id(raw_store *store, int64_t id, raw_deals *deals);
int raw_deal_by_number(raw_store *store, raw_text number, raw_deals *deals);
int raw_first_page_of_all(raw_store *store, int64_t count, raw_deals *deals);
int raw_first_page_of_account(raw_store *store, int64_t account, int64_t count, raw_deals *deals);
int raw_first_page(raw_store *store, int64_t stage, int64_t count, raw_deals *deals);
int raw_next_page(raw_store *store, int64_t stage, int64_t count, const raw_deal *after, raw_deals *deals);
int raw_deals_with_prefix(raw_store *store, raw_text low, raw_text high, raw_deals *deals);
int raw_tally_deals(raw_store *store, raw_tally *tally);
int raw_tally_industry(raw_store *store, raw_text industry, raw_tally *tally);
int raw_tally_accounts(raw_store *store, int64_t stage, int64_t amount, raw_tally *tally);
int raw_groups_by_stage(raw_store *store, raw_groups *groups);
int raw_groups_by_owner_and_month(raw_store *store, raw_groups *groups);
int raw_count_accounts_with_deals(raw_store *store, int64_t *count);
int raw_count_users(raw_store *store, int64_t *count);
// Twelve months from the first day of a month, months from 1.
int raw_make_forecast(raw_store *store, int64_t year, int64_t month, raw_forecast *forecast);

void raw_free_deals(raw_deals *deals);
void raw_free_custom(raw_custom *custom);
void raw_free_rows(raw_rows *rows);
void raw_free_cards(raw_cards *cards);
void raw_free_groups(raw_groups *groups);
void raw_free_forecast(raw_forecast *forecast);

#endif
