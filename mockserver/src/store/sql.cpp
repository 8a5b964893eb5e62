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

std::int64_t Filter::count(Database& db, std::string_view from) const {
  const std::string key = total_key(from);
  if (const auto known = db.totals().find(key)) return *known;
  const std::string sql = "SELECT COUNT(*) " + std::string(from) + conditions_;
  const auto rows =
      run<Single<std::int64_t>>(db, std::make_tuple(&Single<std::int64_t>::value), sql);
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
