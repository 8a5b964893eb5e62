#include "store/sql.h"

#include "store/sqlite_image.h"
#include "store/total_cache.h"

namespace bss::mock::store {

namespace detail {

void rethrow() {
  try {
    throw;
  } catch (const soci::soci_error& error) {
    // get_error_message() leaves out the statement and the bound values, which what() would print.
    const std::string message = error.get_error_message();
    if (sqlite_constraint_broken(error)) throw ConstraintError(message);
    throw StoreError(message);
  }
}

}  // namespace detail

namespace {
constexpr auto kSingleNumber = std::make_tuple(&Single<std::int64_t>::value);
}  // namespace

void StatementCache::prepare_all(soci::session& session, const StatementPlan& plan) {
  for (const auto& [sql, make] : plan.statements) {
    auto& entry = statements_[sql];
    if (!entry) entry = make(session, sql);
  }
}

StatementPlan StatementCache::plan() const {
  StatementPlan plan;
  for (const auto& [sql, statement] : statements_)
    plan.statements.emplace_back(sql, statement->again);
  return plan;
}

void Filter::where(std::string_view condition) {
  conditions_ += conditions_.empty() ? " WHERE " : " AND ";
  conditions_ += condition;
}

void Filter::add(std::string_view condition, Value value) {
  // Named parameters, because that is the form every backend of SOCI reads.
  const std::size_t mark = condition.find('?');
  std::string named(condition.substr(0, mark));
  named += ":p" + std::to_string(values_.size());
  if (mark != std::string_view::npos) named += condition.substr(mark + 1);
  where(named);
  values_.push_back(std::move(value));
}

void Filter::where_in(std::string_view column, const std::vector<std::string>& values) {
  if (values.empty()) return where("1 = 0");
  std::string condition = std::string(column) + " IN (";
  for (std::size_t i = 0; i < values.size(); ++i) {
    condition += (i == 0 ? ":p" : ", :p") + std::to_string(values_.size());
    values_.emplace_back(values[i]);
  }
  where(condition + ")");
}

void Filter::where_in(std::string_view column, const std::vector<std::int64_t>& values) {
  if (values.empty()) return where("1 = 0");
  std::string condition = std::string(column) + " IN (";
  for (std::size_t i = 0; i < values.size(); ++i) {
    condition += (i == 0 ? ":p" : ", :p") + std::to_string(values_.size());
    values_.emplace_back(values[i]);
  }
  where(condition + ")");
}

void Filter::total_is_kept(std::string_view list, std::string owner) {
  kept_ = Kept{std::string(list), std::move(owner), conditions_.size(), 0};
}

void Filter::where_mostly(Database& db, std::string_view from, std::string_view condition,
                          std::string_view contrary, std::int64_t value) {
  constexpr std::int64_t kFew = 10'000;
  Filter beyond = *this;
  beyond.where(contrary, value);
  const auto left_out = beyond
                            .run<Single<std::int64_t>>(
                                db, kSingleNumber,
                                "SELECT COUNT(*) FROM (SELECT 1 " + std::string(from) +
                                    beyond.conditions_ + " LIMIT " + std::to_string(kFew) + ") few")
                            .front()
                            .value;
  if (left_out == 0) return;
  const bool counted = whole_list() && left_out < kFew;
  where(condition, value);
  if (!counted) return;
  kept_->conditions = conditions_.size();
  kept_->left_out += left_out;
}

void Filter::where_mostly_within(Database& db, std::string_view from, const std::string& column,
                                 const TimeBounds& bounds) {
  const std::string at_least = column + " >= ?";
  const std::string below = column + " < ?";
  if (bounds.from) where_mostly(db, from, at_least, below, *bounds.from);
  if (bounds.until) where_mostly(db, from, below, at_least, *bounds.until);
}

std::int64_t Filter::count(Database& db, std::string_view from) const {
  if (whole_list()) {
    return select_value<std::int64_t>(
               db, "SELECT total FROM list_totals WHERE list = :list AND owner = :owner",
               kept_->list, kept_->owner)
               .value_or(0) -
           kept_->left_out;
  }
  const std::string key = total_key(from);
  if (const auto known = db.totals().find(key)) return *known;
  const std::string sql = "SELECT COUNT(*) " + std::string(from) + conditions_;
  const auto rows = run<Single<std::int64_t>>(db, kSingleNumber, sql);
  db.totals().put(key, sql, rows.front().value);
  return rows.front().value;
}

std::string Filter::total_key(std::string_view from) const {
  std::string key = std::string(from) + conditions_;
  for (const Value& value : values_) {
    const auto* number = std::get_if<std::int64_t>(&value);
    const std::string text =
        number != nullptr ? std::to_string(*number) : std::get<std::string>(value);
    key += (number != nullptr ? '#' : '$') + std::to_string(text.size()) + ':' + text;
  }
  return key;
}

std::string Filter::turned(std::string_view order_by) {
  constexpr std::string_view kDescending = " DESC";
  std::string turned;
  while (!order_by.empty()) {
    const std::size_t comma = std::min(order_by.find(", "), order_by.size());
    std::string_view column = order_by.substr(0, comma);
    order_by.remove_prefix(std::min(comma + 2, order_by.size()));
    if (!turned.empty()) turned += ", ";
    if (column.ends_with(kDescending)) {
      turned += column.substr(0, column.size() - kDescending.size());
    } else {
      turned += std::string(column) + std::string(kDescending);
    }
  }
  return turned;
}

Filter::Bound::Bound(soci::session& session, const std::vector<Value>& values)
    : statement(session) {
  for (const Value& value : values) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
      numbers.push_back(*number);
      statement.exchange(soci::use(numbers.back()));
    } else {
      texts.push_back(std::get<std::string>(value));
      statement.exchange(soci::use(texts.back()));
    }
  }
}

void Filter::Bound::prepare(const std::string& sql) {
  statement.alloc();
  statement.prepare(sql);
  statement.define_and_bind();
}

}  // namespace bss::mock::store
