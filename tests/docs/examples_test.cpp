// The example programs, run as a reader would run them: with the environment of `bss-mock env` and
// nothing else.
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>

#include <gtest/gtest.h>

#include "bss/bss.h"
#include "bss/mock/server.h"
#include "samples/samples.h"

namespace {

struct Finished {
  int exit_code = -1;
  std::string output;  ///< both streams
};

class Examples : public testing::Test {
 protected:
  Finished run(const bss::mock::Identity& who, const std::string& words) const {
    const std::string command =
        "env -i" + sanitizer_options() + " HUAWEICLOUD_BSS_ENDPOINT=" + server_.endpoint() +
        " HUAWEICLOUD_IAM_ENDPOINT=" + server_.endpoint() +
        " HUAWEICLOUD_BSS_XACCOUNT_TYPE=" + who.platform + identity_of(who, words) +
        " " BSS_EXAMPLES_DIR "/" + words + " 2>&1";
    Finished finished;
    FILE* pipe = ::popen(command.c_str(), "r");
    std::array<char, 512> piece{};
    while (std::fgets(piece.data(), static_cast<int>(piece.size()), pipe) != nullptr)
      finished.output += piece.data();
    finished.exit_code = WEXITSTATUS(::pclose(pipe));
    return finished;
  }
  Finished by_partner(const std::string& words) const {
    return run(server_.credentials().partner, words);
  }
  Finished by_distributor(const std::string& words) const {
    return run(server_.credentials().distributor, words);
  }
  std::string partner_quota() const {
    return bss::Client(samples::configuration(server_.endpoint()))
        .list_quota_coupons({})
        .value()
        .quotas.at(0)
        .quota_id.value();
  }
  static bool has(const Finished& run, const std::string& part) {
    return run.output.find(part) != std::string::npos;
  }

  bss::mock::Server server_;

 private:
  /// The one thing that a sanitized build needs beside.
  static std::string sanitizer_options() {
    std::string options;
    for (const char* name : {"ASAN_OPTIONS", "LSAN_OPTIONS", "TSAN_OPTIONS"}) {
      if (const char* value = std::getenv(name))
        options += std::string(" ") + name + "='" + value + "'";
    }
    return options;
  }
  /// Those that fetch tokens log in, the others sign.
  static std::string identity_of(const bss::mock::Identity& who, const std::string& words) {
    if (words.rfind("get_token", 0) == 0 || words.rfind("act_as", 0) == 0) {
      return " HUAWEICLOUD_USERNAME=" + who.user_name + " HUAWEICLOUD_PASSWORD=" + who.password;
    }
    return " HUAWEICLOUD_SDK_AK=" + who.access_key + " HUAWEICLOUD_SDK_SK=" + who.secret_key;
  }
};

TEST_F(Examples, SayWhatTheyDo) {
  for (const char* name : {"act_as_customer", "get_token", "handle_throttling", "issue_coupons",
                           "list_adjustments", "onboard_customer"}) {
    const Finished help = by_partner(std::string(name) + " --help");
    EXPECT_EQ(help.exit_code, 0) << name;
    EXPECT_EQ(help.output.rfind(name, 0), 0U) << help.output;
    EXPECT_EQ(by_partner(std::string(name) + " --no-such-switch").exit_code, 2) << name;
  }
}

TEST_F(Examples, OnboardACustomerAndActAsOne) {
  const Finished onboarded = by_partner("onboard_customer --amount 12.34");
  EXPECT_EQ(onboarded.exit_code, 0) << onboarded.output;
  EXPECT_TRUE(has(onboarded, "allocated 12.34 CNY")) << onboarded.output;
  EXPECT_EQ(by_partner("get_token").exit_code, 0);
  const Finished acting = by_partner("act_as_customer demo-customer");
  EXPECT_EQ(acting.exit_code, 0) << acting.output;
}

TEST_F(Examples, IssueCouponsToThoseWhoMayHaveThem) {
  const std::string quota = partner_quota();
  const std::string customer = server_.credentials().customer.domain_id;
  const Finished all =
      by_partner("issue_coupons " + quota + " 50.00 " + customer + " --memo campaign");
  EXPECT_EQ(all.exit_code, 0) << all.output;
  EXPECT_TRUE(has(all, "1 issued, 0 not")) << all.output;
  const Finished some = by_partner("issue_coupons " + quota + " 50.00 " + customer + " nobody");
  EXPECT_EQ(some.exit_code, 1);
  EXPECT_TRUE(has(some, "nobody CBC.99000035")) << some.output;
  EXPECT_EQ(by_partner("issue_coupons " + quota + " nothing " + customer).exit_code, 2);
  server_.workspace().lose_next_answers("CreatePartnerCoupons");
  const Finished lost = by_partner("issue_coupons " + quota + " 50.00 " + customer);
  EXPECT_EQ(lost.exit_code, 3) << lost.output;
}

TEST_F(Examples, ListAdjustmentsWithTheirSums) {
  const Finished partner = by_partner("list_adjustments");
  EXPECT_EQ(partner.exit_code, 0) << partner.output;
  EXPECT_TRUE(has(partner, "total allocated: 500.00")) << partner.output;
  EXPECT_TRUE(has(by_partner("list_adjustments nobody"), "no records"));
  const Finished reseller =
      by_distributor("list_adjustments --reseller d0000000000000000000000000000003");
  EXPECT_EQ(reseller.exit_code, 0) << reseller.output;
}

TEST_F(Examples, ThrottledOrPacedEveryCallEndsWell) {
  server_.workspace().refuse_next_as_throttled("ListPartnerBalances", 3);
  const Finished calls = by_partner("handle_throttling 8 2");
  EXPECT_EQ(calls.exit_code, 0) << calls.output;
  EXPECT_TRUE(has(calls, "8 of 8 calls")) << calls.output;
  EXPECT_TRUE(has(calls, "3 attempts were throttled")) << calls.output;
}

}  // namespace
