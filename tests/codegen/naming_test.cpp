#include "naming.h"

#include <gtest/gtest.h>

namespace bss::codegen {
namespace {

TEST(Naming, MakesFunctionsOfOperations) {
  EXPECT_EQ(snake_case("ListSubCustomers"), "list_sub_customers");
  EXPECT_EQ(snake_case("UpdateCustomerAccountAmount"), "update_customer_account_amount");
  EXPECT_EQ(snake_case("ShowHTTPCode"), "show_http_code");
  EXPECT_EQ(snake_case("BalanceV2Info"), "balance_v2_info");
}

TEST(Naming, MakesConstantsOfWords) {
  EXPECT_EQ(pascal_case("NOT_PAID"), "NotPaid");
  EXPECT_EQ(pascal_case("not paid"), "NotPaid");
  EXPECT_EQ(pascal_case("UsedByUser"), "UsedByUser");
  EXPECT_EQ(pascal_case("zh-cn"), "ZhCn");
}

TEST(Naming, KeepsTheWireNameOfBodyFields) {
  EXPECT_EQ(member_name("orderId"), "orderId");
  EXPECT_EQ(member_name("operator"), "operator_");
  EXPECT_EQ(member_name("domain.id"), "domain_id");
  EXPECT_EQ(parameter_member_name("X-Subject-Token"), "x_subject_token");
}

TEST(Naming, QuotesForTheCompiler) {
  EXPECT_EQ(quoted("a\"b\\c\n?\?="), "\"a\\\"b\\\\c\\n\\?\\?=\"");
}

}  // namespace
}  // namespace bss::codegen
