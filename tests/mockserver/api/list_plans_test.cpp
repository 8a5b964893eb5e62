// Every list of the API finds its page by an index, whatever the number of records: the plans that
// SQLite makes for the statements behind it, first page and last page.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include "api/accounts.h"
#include "api/coupons.h"
#include "api/customers.h"
#include "api/iam.h"
#include "api/products.h"
#include "bss/mock/api/dispatch.h"
#include "support/bulk_rows.h"
#include "support/domain_fixture.h"

namespace bss::mock::api {
namespace {

constexpr int kRows = 60;
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

class ListPlans : public testing::Test {
 protected:
  ListPlans() { test::lay_bulk_rows(*world_, kRows); }

  iam::Caller caller_of(const OperationInfo& operation) const {
    iam::Caller caller;
    if (operation.may_be_called_by(kCallerCustomer)) {
      caller.account_id = test::kCustomer;
      caller.kind = domain::AccountKind::kCustomer;
    } else if (operation.may_be_called_by(kCallerSolutionPartner)) {
      caller.account_id = test::kPartner;
    } else {
      caller.account_id = test::kDistributor;
      caller.kind = domain::AccountKind::kDistributor;
    }
    return caller;
  }

  /// Runs the list and gives the SELECTs of the database behind it.
  std::vector<std::string> selects_of(const OperationInfo& operation, const iam::Caller& caller,
                                      int offset, std::size_t& shown) {
    EncodedRequest request;
    request.path = operation.path;
    request.has_body = operation.has_body;
    const std::string paging = "\"offset\":" + std::to_string(offset) + ",\"limit\":5";
    if (operation.has_body) {
      request.body = "{" + paging + "}";
    } else {
      request.query = needed(operation.name);
      request.query.emplace_back("offset", std::to_string(offset));
      request.query.emplace_back("limit", "5");
    }
    auto bound = bind(operation, request, domain_site());
    if (const auto* problem = std::get_if<FieldProblem>(&bound)) {
      ADD_FAILURE() << operation.name << " " << problem->field << " " << problem->message;
      return {};
    }
    IamHandlers iam;
    CustomersHandlers customers;
    AccountsHandlers accounts;
    CouponsHandlers coupons;
    ProductsHandlers products;
    Handlers handlers{&iam, &customers, &accounts, &coupons, &products};
    auto& call = *std::get<std::unique_ptr<BoundCall>>(bound);
    std::vector<std::string> selects;
    world_->run([&] {
      Traced traced(world_->db().session());
      call.execute(handlers, CallContext{*world_, &caller, "", "", false});
      for (const std::string& sql : traced.statements())
        if (sql.starts_with("SELECT")) selects.push_back(sql);
    });
    EXPECT_FALSE(call.failure()) << operation.name << " " << call.failure()->code;
    const std::string body = call.serialize().body;
    shown = body.size();
    return selects;
  }
  static Site domain_site() { return Site::kChina; }

  static std::vector<std::pair<std::string, std::string>> needed(std::string_view operation) {
    if (operation == "ListPartnerAccountChangeRecords" ||
        operation == "ListCustomerAccountChangeRecords")
      return {{"balance_type", "BALANCE_TYPE_DEBIT"}};
    if (operation == "ListCustomerCouponChangeRecords")
      return {{"balance_type", "BALANCE_TYPE_COUPON"}};
    if (operation == "ListStoredValueCards") return {{"status", "1"}};
    return {};
  }

  std::vector<std::string> plan_of(const std::string& sql) {
    std::vector<std::string> steps;
    const soci::rowset<soci::row> rows =
        (world_->db().session().prepare << "EXPLAIN QUERY PLAN " + sql);
    for (const soci::row& row : rows) steps.push_back(row.get<std::string>(3));
    return steps;
  }

  std::unique_ptr<domain::World> world_ = test::make_demo_world();
};

/// Lists over read-only data outside of the database.
const std::set<std::string_view> kWithoutTables = {
    "ListProvinces",     "ListCities",     "ListCounties",        "ListServiceTypes",
    "ListResourceTypes", "ListUsageTypes", "ListServiceResources"};

TEST_F(ListPlans, OfEveryListUseAnIndexAndSortNothing) {
  std::size_t lists = 0;
  for (const OperationInfo& operation : operation_table()) {
    if (operation.page.max_limit == 0 || kWithoutTables.count(operation.name) != 0) continue;
    SCOPED_TRACE(std::string(operation.name));
    ++lists;
    const iam::Caller caller = caller_of(operation);
    for (const int offset : {0, kRows - 7}) {
      std::size_t shown = 0;
      const auto selects = selects_of(operation, caller, offset, shown);
      EXPECT_GT(shown, 200U) << "an empty page shows nothing about its plan";
      EXPECT_GE(selects.size(), 1U);
      for (const std::string& sql : selects) {
        for (const std::string& step : plan_of(sql)) {
          // That index holds the few referral customers and nothing else.
          if (step == "SCAN a USING INDEX associations_referral") continue;
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
