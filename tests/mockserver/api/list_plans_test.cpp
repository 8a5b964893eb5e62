// Every list of the API finds its page by an index, whatever the number of records: the plans that
// SQLite makes for the statements behind it, first page and last page.
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include "lists_fixture.h"

namespace bss::mock::api {
namespace {

constexpr unsigned kTraceStatements = 1;  // SQLITE_TRACE_STMT: SOCI hides the macros

/// The statements a connection runs while this lives, with their values.
class Traced {
 public:
  explicit Traced(soci::session& session) : handle_(raw(session)) {
    sqlite_api::sqlite3_trace_v2(handle_, kTraceStatements, &Traced::note, this);
  }
  ~Traced() { sqlite_api::sqlite3_trace_v2(handle_, 0, nullptr, nullptr); }
  Traced(const Traced&) = delete;
  Traced& operator=(const Traced&) = delete;
  const std::vector<std::string>& statements() const noexcept { return statements_; }

 private:
  static sqlite_api::sqlite3* raw(soci::session& session) {
    return static_cast<soci::sqlite3_session_backend*>(session.get_backend())->conn_;
  }
  static int note(unsigned, void* context, void* statement, void*) {
    char* sql = sqlite_api::sqlite3_expanded_sql(static_cast<sqlite_api::sqlite3_stmt*>(statement));
    static_cast<Traced*>(context)->statements_.emplace_back(sql);
    sqlite_api::sqlite3_free(sql);
    return 0;
  }

  sqlite_api::sqlite3* handle_;
  std::vector<std::string> statements_;
};

class ListPlans : public ListsOfTheApi {
 protected:
  /// Runs the list and gives the SELECTs of the database behind it.
  std::vector<std::string> selects_of(const OperationInfo& operation, int offset,
                                      std::size_t& shown) {
    std::vector<std::string> selects;
    const std::string body = page(operation, offset, 5, [&](const std::function<void()>& execute) {
      Traced traced(world_->db().session());
      execute();
      for (const std::string& sql : traced.statements())
        if (sql.starts_with("SELECT")) selects.push_back(sql);
    });
    shown = body.size();
    return selects;
  }

  std::vector<std::string> plan_of(const std::string& sql) {
    std::vector<std::string> steps;
    const soci::rowset<soci::row> rows =
        (world_->db().session().prepare << "EXPLAIN QUERY PLAN " + sql);
    for (const soci::row& row : rows) steps.push_back(row.get<std::string>(3));
    return steps;
  }
};

/// Lists over read-only data outside of the database.
const std::set<std::string_view> kWithoutTables = {
    "ListProvinces",     "ListCities",     "ListCounties",        "ListServiceTypes",
    "ListResourceTypes", "ListUsageTypes", "ListServiceResources"};

TEST_F(ListPlans, OfEveryListUseAnIndexAndSortNothing) {
  std::size_t lists = 0;
  for (const OperationInfo* listed : ListsOfTheApi::lists()) {
    const OperationInfo& operation = *listed;
    if (kWithoutTables.count(operation.name) != 0) continue;
    SCOPED_TRACE(std::string(operation.name));
    ++lists;
    for (const int offset : {0, kRows - 7}) {
      std::size_t shown = 0;
      const auto selects = selects_of(operation, offset, shown);
      EXPECT_GT(shown, 200U) << "an empty page shows nothing about its plan";
      EXPECT_GE(selects.size(), 1U);
      for (const std::string& sql : selects) {
        for (const std::string& step : plan_of(sql)) {
          // That index holds the few referral customers and nothing else.
          if (step == "SCAN a USING INDEX associations_referral") continue;
          // A limited number of rows, found by the step before.
          if (step == "SCAN few") continue;
          EXPECT_NE(step.rfind("SCAN", 0), 0U) << step << "\n" << sql;
          EXPECT_EQ(step.find("TEMP B-TREE"), std::string::npos) << step << "\n" << sql;
        }
      }
    }
  }
  EXPECT_GE(lists, 13U);
}

}  // namespace
}  // namespace bss::mock::api
