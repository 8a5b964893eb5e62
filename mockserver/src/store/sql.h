// How the files of store/ speak to the database: cached statements for fixed SQL, and a builder for
// lists with optional filters. Nothing outside of store/ includes this.
//
// A fixed statement is prepared once per database and found again by the address of its text, so
// its text must be a string literal. A row is read straight into a struct through a tuple of member
// pointers:
//   inline constexpr auto kProject = std::make_tuple(&ProjectRow::id, &ProjectRow::name);
//   select_one<ProjectRow>(db, kProject, "SELECT id, name FROM projects WHERE id = :id", id);
#pragma once

#include <algorithm>
#include <concepts>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include <soci/soci.h>

#include "store/database.h"
#include "store/page.h"

namespace bss::mock::store {

namespace detail {

/// Room for one value on its way in or out, of the few types that SOCI moves.
template <class T>
struct Slot;

template <>
struct Slot<std::int64_t> {
  long long raw = 0;
  soci::indicator indicator = soci::i_ok;
  void put(std::int64_t value) { raw = value; }
  void get(std::int64_t& out) const { out = raw; }
};
template <>
struct Slot<bool> : Slot<std::int64_t> {
  void put(bool value) { raw = value ? 1 : 0; }
  void get(bool& out) const { out = raw != 0; }
};
template <>
struct Slot<std::string> {
  std::string raw;
  soci::indicator indicator = soci::i_ok;
  void put(std::string_view value) { raw.assign(value); }
  void get(std::string& out) const { out = raw; }
};
template <class T>
struct Slot<std::optional<T>> : Slot<T> {
  void put(const std::optional<T>& value) {
    this->indicator = value ? soci::i_ok : soci::i_null;
    if (value) Slot<T>::put(*value);
  }
  void get(std::optional<T>& out) const {
    if (this->indicator == soci::i_null) {
      out.reset();
    } else {
      Slot<T>::get(out.emplace());
    }
  }
};

template <class T>
struct ArgumentType {
  using type = std::conditional_t<std::convertible_to<T, std::string_view>, std::string,
                                  std::conditional_t<std::same_as<T, bool>, bool, T>>;
};
template <class T>
requires(std::integral<T> && !std::same_as<T, bool>) struct ArgumentType<T> {
  using type = std::int64_t;
};
template <class T>
using Argument = typename ArgumentType<std::remove_cvref_t<T>>::type;

template <class Member>
struct MemberType;
template <class Struct, class T>
struct MemberType<T Struct::*> {
  using type = T;
};

/// Turns what SOCI throws into our errors; the text never holds a bound value.
[[noreturn]] void rethrow();

class AnyStatement {
 public:
  using Make = std::unique_ptr<AnyStatement> (*)(soci::session& session, const char* sql);
  virtual ~AnyStatement() = default;
  Make again = nullptr;  ///< prepares the same statement in another database
};

template <class In, class Out>
class Statement;

template <class... In, class... Out>
class Statement<std::tuple<In...>, std::tuple<Out...>> final : public AnyStatement {
 public:
  Statement(soci::session& session, std::string_view sql) : statement_(session) {
    std::apply(
        [&](auto&... slot) { (statement_.exchange(soci::into(slot.raw, slot.indicator)), ...); },
        out_);
    std::apply(
        [&](auto&... slot) { (statement_.exchange(soci::use(slot.raw, slot.indicator)), ...); },
        in_);
    statement_.alloc();
    statement_.prepare(std::string(sql));
    statement_.define_and_bind();
  }

  template <class... Values>
  void bind(const Values&... values) {
    bind_all(std::index_sequence_for<In...>(), values...);
  }
  bool execute() { return statement_.execute(true); }
  bool fetch() { return statement_.fetch(); }
  std::int64_t affected() { return statement_.get_affected_rows(); }

  template <class Struct, class Members>
  void read(Struct& into, const Members& members) const {
    read_all(into, members, std::index_sequence_for<Out...>());
  }

 private:
  template <std::size_t... I, class... Values>
  void bind_all(std::index_sequence<I...> /*indices*/, const Values&... values) {
    (std::get<I>(in_).put(values), ...);
  }
  template <class Struct, class Members, std::size_t... I>
  void read_all(Struct& into, const Members& members, std::index_sequence<I...> /*indices*/) const {
    (std::get<I>(out_).get(into.*std::get<I>(members)), ...);
  }

  std::tuple<Slot<In>...> in_;
  std::tuple<Slot<Out>...> out_;
  soci::statement statement_;
};

template <class Members>
struct OutTypes;
template <class... Member>
struct OutTypes<std::tuple<Member...>> {
  using type = std::tuple<typename MemberType<Member>::type...>;
};

}  // namespace detail

/// Fixed statements, to be prepared in a database before it needs them.
struct StatementPlan {
  std::vector<std::pair<const char*, detail::AnyStatement::Make>> statements;
};

class StatementCache {
 public:
  template <class S>
  S& find(soci::session& session, const char* sql) {
    auto& entry = statements_[sql];
    if (!entry) entry = prepare<S>(session, sql);
    return static_cast<S&>(*entry);
  }
  /// What is not prepared yet of `plan`.
  void prepare_all(soci::session& session, const StatementPlan& plan);
  StatementPlan plan() const;
  void clear() { statements_.clear(); }

 private:
  template <class S>
  static std::unique_ptr<detail::AnyStatement> prepare(soci::session& session, const char* sql) {
    auto statement = std::make_unique<S>(session, sql);
    statement->again = &StatementCache::prepare<S>;
    return statement;
  }

  std::unordered_map<const char*, std::unique_ptr<detail::AnyStatement>> statements_;
};

/// One value of a query with one column.
template <class T>
struct Single {
  T value{};
};

/// Runs a fixed statement that gives no rows; how many rows it touched.
template <class... Values>
std::int64_t execute(Database& db, const char* sql, const Values&... values) {
  using S = detail::Statement<std::tuple<detail::Argument<Values>...>, std::tuple<>>;
  try {
    auto& statement = db.statements().find<S>(db.session(), sql);
    statement.bind(values...);
    statement.execute();
    return statement.affected();
  } catch (const soci::soci_error&) {
    detail::rethrow();
  }
}

template <class Row, class Members, class... Values>
std::optional<Row> select_one(Database& db, const Members& members, const char* sql,
                              const Values&... values) {
  using S = detail::Statement<std::tuple<detail::Argument<Values>...>,
                              typename detail::OutTypes<Members>::type>;
  try {
    auto& statement = db.statements().find<S>(db.session(), sql);
    statement.bind(values...);
    if (!statement.execute()) return std::nullopt;
    std::optional<Row> row(std::in_place);
    statement.read(*row, members);
    while (statement.fetch()) {
    }  // to its end, so that no read stays open
    return row;
  } catch (const soci::soci_error&) {
    detail::rethrow();
  }
}

template <class Row, class Members, class... Values>
std::vector<Row> select_all(Database& db, const Members& members, const char* sql,
                            const Values&... values) {
  using S = detail::Statement<std::tuple<detail::Argument<Values>...>,
                              typename detail::OutTypes<Members>::type>;
  std::vector<Row> rows;
  try {
    auto& statement = db.statements().find<S>(db.session(), sql);
    statement.bind(values...);
    for (bool more = statement.execute(); more; more = statement.fetch()) {
      statement.read(rows.emplace_back(), members);
    }
    return rows;
  } catch (const soci::soci_error&) {
    detail::rethrow();
  }
}

/// The only column of the only row; nothing when there is no row.
template <class T, class... Values>
std::optional<T> select_value(Database& db, const char* sql, const Values&... values) {
  auto row = select_one<Single<T>>(db, std::make_tuple(&Single<T>::value), sql, values...);
  if (!row) return std::nullopt;
  return std::move(row->value);
}

/// Inserts a struct: `sql` has one parameter a member, in the same order.
template <class Row, class... Member>
void insert_row(Database& db, const Row& row, const std::tuple<Member...>& members,
                const char* sql) {
  std::apply([&](auto... member) { execute(db, sql, row.*member...); }, members);
}

/// A SELECT with the filters that a request brings; prepared anew each time.
class Filter {
 public:
  using Value = std::variant<std::int64_t, std::string>;

  /// `condition` holds one `?`.
  void where(std::string_view condition, std::int64_t value) { add(condition, Value(value)); }
  void where(std::string_view condition, std::string_view value) {
    add(condition, Value(std::string(value)));
  }
  void where(std::string_view condition);
  /// `column IN (...)`; an empty list matches nothing.
  void where_in(std::string_view column, const std::vector<std::string>& values);
  void where_in(std::string_view column, const std::vector<std::int64_t>& values);

  /// Adds the condition when there is a value.
  template <class T>
  void where_if(std::string_view condition, const std::optional<T>& value) {
    if (value) where(condition, *value);
  }
  void where_within(const std::string& column, const TimeBounds& bounds) {
    where_if(column + " >= ?", bounds.from);
    where_if(column + " < ?", bounds.until);
  }

  /// How many rows match the conditions so far stands in list_totals.
  void total_is_kept(std::string_view list, std::string owner);
  /// A condition that leaves out few rows or none, those of `contrary` in `from`: it is set only
  /// when there are such rows, and then they are counted and not the rest. For what depends on the
  /// present time, which no total that is kept can know.
  void where_mostly(Database& db, std::string_view from, std::string_view condition,
                    std::string_view contrary, std::int64_t value);
  /// The same for bounds that most rows of a list lie within.
  void where_mostly_within(Database& db, std::string_view from, const std::string& column,
                           const TimeBounds& bounds);

  std::int64_t count(Database& db, std::string_view from) const;

  /// The rows of one page, and how many match at all; these are counted over `count_from` when the
  /// rows take joins that every match has. A page beyond the middle is read from the other end.
  template <class Row, class Members>
  Page<Row> page(Database& db, const Members& members, std::string_view select_from,
                 std::string_view order_by, std::int64_t offset, std::int64_t limit,
                 std::string_view count_from = {}) const {
    Page<Row> page;
    page.total =
        count(db, count_from.empty() ? select_from.substr(select_from.find("FROM ")) : count_from);
    if (offset >= page.total) return page;
    const std::int64_t size = std::min(limit, page.total - offset);
    if (offset <= page.total / 2) {
      page.rows = rows<Row>(db, members, select_from, order_by, offset, size);
    } else {
      page.rows =
          rows<Row>(db, members, select_from, turned(order_by), page.total - offset - size, size);
      std::reverse(page.rows.begin(), page.rows.end());
    }
    return page;
  }
  /// The rows of one page alone.
  template <class Row, class Members>
  std::vector<Row> rows(Database& db, const Members& members, std::string_view select_from,
                        std::string_view order_by, std::int64_t offset, std::int64_t limit) const {
    return run<Row>(db, members,
                    std::string(select_from) + conditions_ + " ORDER BY " + std::string(order_by) +
                        " LIMIT " + std::to_string(limit) + " OFFSET " + std::to_string(offset));
  }
  template <class Row, class Members>
  std::vector<Row> all(Database& db, const Members& members, std::string_view select_from,
                       std::string_view order_by) const {
    return run<Row>(db, members,
                    std::string(select_from) + conditions_ + " ORDER BY " + std::string(order_by));
  }

 private:
  void add(std::string_view condition, Value value);
  /// Ascending for descending and the other way round.
  static std::string turned(std::string_view order_by);
  std::string total_key(std::string_view from) const;
  /// No condition was added to those whose total is kept.
  bool whole_list() const { return kept_ && kept_->conditions == conditions_.size(); }

  template <class Row, class Members>
  std::vector<Row> run(Database& db, const Members& members, const std::string& sql) const {
    std::vector<Row> rows;
    try {
      Bound bound(db.session(), values_);
      typename Slots<typename detail::OutTypes<Members>::type>::type out;
      std::apply(
          [&](auto&... slot) {
            (bound.statement.exchange(soci::into(slot.raw, slot.indicator)), ...);
          },
          out);
      bound.prepare(sql);
      for (bool more = bound.statement.execute(true); more; more = bound.statement.fetch()) {
        read(rows.emplace_back(), members, out,
             std::make_index_sequence<std::tuple_size_v<Members>>());
      }
    } catch (const soci::soci_error&) {
      detail::rethrow();
    }
    return rows;
  }

  template <class Types>
  struct Slots;
  template <class... T>
  struct Slots<std::tuple<T...>> {
    using type = std::tuple<detail::Slot<T>...>;
  };
  template <class Row, class Members, class Out, std::size_t... I>
  static void read(Row& row, const Members& members, const Out& out,
                   std::index_sequence<I...> /*indices*/) {
    (std::get<I>(out).get(row.*std::get<I>(members)), ...);
  }

  struct Bound {
    Bound(soci::session& session, const std::vector<Value>& values);
    void prepare(const std::string& sql);
    std::deque<long long> numbers;
    std::deque<std::string> texts;
    soci::statement statement;
  };

  /// Where the total stands.
  struct Kept {
    std::string list;
    std::string owner;
    std::size_t conditions = 0;  ///< the length of their text
    std::int64_t left_out = 0;
  };

  std::string conditions_;
  std::vector<Value> values_;
  std::optional<Kept> kept_;
};

}  // namespace bss::mock::store
