// Every list of the API over a world with many records of each kind, called through the generated
// binding without a socket.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "api/accounts.h"
#include "api/coupons.h"
#include "api/customers.h"
#include "api/iam.h"
#include "api/products.h"
#include "bss/mock/api/dispatch.h"
#include "support/bulk_rows.h"
#include "support/domain_fixture.h"

namespace bss::mock::api {

class ListsOfTheApi : public testing::Test {
 protected:
  static constexpr int kRows = 60;

  ListsOfTheApi() { test::lay_bulk_rows(*world_, kRows); }

  static std::vector<const OperationInfo*> lists() {
    std::vector<const OperationInfo*> lists;
    for (const OperationInfo& operation : operation_table())
      if (operation.page.max_limit > 0) lists.push_back(&operation);
    return lists;
  }

  /// The answer's body; `around` runs the call inside of its command.
  std::string page(const OperationInfo& operation, int offset, int limit,
                   const std::function<void(const std::function<void()>&)>& around = {}) {
    auto bound = bind(operation, request_of(operation, offset, limit), Site::kChina);
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
    const iam::Caller caller = caller_of(operation);
    const auto execute = [&] {
      call.execute(handlers, CallContext{*world_, &caller, "", "", false});
    };
    world_->run([&] {
      if (around) return around(execute);
      execute();
    });
    if (call.failure()) {
      ADD_FAILURE() << operation.name << " " << call.failure()->code;
      return {};
    }
    return call.serialize().body;
  }

  std::unique_ptr<domain::World> world_ = test::make_demo_world();

 private:
  static iam::Caller caller_of(const OperationInfo& operation) {
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

  static EncodedRequest request_of(const OperationInfo& operation, int offset, int limit) {
    EncodedRequest request;
    request.path = operation.path;
    request.has_body = operation.has_body;
    if (operation.has_body) {
      request.body =
          "{\"offset\":" + std::to_string(offset) + ",\"limit\":" + std::to_string(limit) + "}";
    } else {
      request.query = needed(operation.name);
      request.query.emplace_back("offset", std::to_string(offset));
      request.query.emplace_back("limit", std::to_string(limit));
    }
    return request;
  }

  static NameValues needed(std::string_view operation) {
    if (operation == "ListPartnerAccountChangeRecords" ||
        operation == "ListCustomerAccountChangeRecords")
      return {{"balance_type", "BALANCE_TYPE_DEBIT"}};
    if (operation == "ListCustomerCouponChangeRecords")
      return {{"balance_type", "BALANCE_TYPE_COUPON"}};
    if (operation == "ListStoredValueCards") return {{"status", "1"}};
    if (operation == "ListServiceResources") return {{"service_type_code", "hws.service.type.vpc"}};
    if (operation == "ListCities") return {{"province_code", "CN-13"}};
    if (operation == "ListCounties") return {{"city_code", "CN-13-001"}};
    return {};
  }
};

}  // namespace bss::mock::api
