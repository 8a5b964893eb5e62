#include "bss/page_range.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "pipeline_fixture.h"

namespace bss::tests {
namespace {

/// A list without total, as ListSubCustomerNewTag is one.
struct Untotalled {
  struct Request {
    std::int64_t offset = 0;
    std::int64_t limit = 0;
  };
  using Response = std::vector<int>;
  using Item = int;
  static const OperationInfo& info() {
    static const OperationInfo kInfo = [] {
      OperationInfo one;
      one.name = "Untotalled";
      one.page.max_limit = 3;
      return one;
    }();
    return kInfo;
  }
  static std::vector<Item> take_items(Response&& response) { return std::move(response); }
  static std::int64_t total(const Response&) { return -1; }
  static std::int64_t first_offset(const Request& request) { return request.offset; }
  static void set_page(Request& request, std::int64_t offset, std::int64_t limit) {
    request.offset = offset;
    request.limit = limit;
  }
};

std::vector<int> read(PageRange<Untotalled> range, std::optional<Error>* error = nullptr) {
  std::vector<int> items;
  for (const Result<int>& item : range) {
    if (item) {
      items.push_back(item.value());
    } else if (error != nullptr) {
      *error = item.error();
    }
  }
  return items;
}

TEST(PageRange, WithoutATotalAShortPageIsTheLast) {
  std::vector<std::int64_t> offsets;
  PageRange<Untotalled> range({},
                              [&](const Untotalled::Request& request) -> Result<std::vector<int>> {
                                offsets.push_back(request.offset);
                                EXPECT_EQ(request.limit, 3);
                                if (request.offset == 0) return std::vector<int>{1, 2, 3};
                                return std::vector<int>{4};
                              });
  EXPECT_EQ(read(range), (std::vector<int>{1, 2, 3, 4}));
  EXPECT_EQ(offsets, (std::vector<std::int64_t>{0, 3}));
}

TEST(PageRange, StartsWhereTheRequestSays) {
  PageRange<Untotalled> range({7, 0},
                              [&](const Untotalled::Request& request) -> Result<std::vector<int>> {
                                EXPECT_EQ(request.offset, 7);
                                return std::vector<int>{};
                              });
  EXPECT_TRUE(read(range).empty());
}

TEST(PageRange, AnErrorIsTheLastElement) {
  int calls = 0;
  PageRange<Untotalled> range({}, [&](const Untotalled::Request&) -> Result<std::vector<int>> {
    if (++calls == 1) return std::vector<int>{1, 2, 3};
    Error error;
    error.kind = ErrorKind::kDenied;
    return error;
  });
  std::optional<Error> error;
  EXPECT_EQ(read(range, &error), (std::vector<int>{1, 2, 3}));
  ASSERT_TRUE(error);
  EXPECT_EQ(error->kind, ErrorKind::kDenied);
  EXPECT_EQ(calls, 2);
}

TEST(PageRange, AServiceThatIgnoresTheOffsetDoesNotHangTheProgram) {
  PageRange<Untotalled> range({}, [&](const Untotalled::Request&) -> Result<std::vector<int>> {
    return std::vector<int>{1, 2, 3};
  });
  std::optional<Error> error;
  EXPECT_EQ(read(range, &error).size(), 3U);
  ASSERT_TRUE(error);
  EXPECT_EQ(error->kind, ErrorKind::kBadResponse);
}

TEST(PageRange, AListThatGrowsForEverEndsInAnError) {
  int next = 0;
  PageRange<Untotalled> range({}, [&](const Untotalled::Request&) -> Result<std::vector<int>> {
    next += 3;
    return std::vector<int>{next, next, next};
  });
  std::optional<Error> error;
  EXPECT_EQ(read(range, &error).size(),
            static_cast<std::size_t>(3 * PageRange<Untotalled>::kMaxPages));
  ASSERT_TRUE(error);
  EXPECT_EQ(error->kind, ErrorKind::kBadResponse);
}

TEST(PageRange, AsksForTheLargestPageAndFollowsTheTotal) {
  Bench bench;
  bench.network->answer(200,
                        R"({"count":3,"customer_infos":[{"account_name":"a","customer_id":"1"},)"
                        R"({"account_name":"b","customer_id":"2"}]})");
  // Fewer than asked for, but the total says that there is more.
  bench.network->answer(200,
                        R"({"count":3,"customer_infos":[{"account_name":"c","customer_id":"3"}]})");
  std::string names;
  for (const Result<CustomerInformation>& customer :
       detail::all_pages<operations::ListSubCustomers>(bench.invoker, {}, {})) {
    ASSERT_TRUE(customer) << customer.error().to_string();
    names += customer->account_name;
  }
  EXPECT_EQ(names, "abc");
  ASSERT_EQ(bench.network->count(), 2U);
  EXPECT_EQ(bench.network->requests()[0].body, R"({"offset":0,"limit":100})");
  EXPECT_EQ(bench.network->requests()[1].body, R"({"offset":2,"limit":100})");
}

}  // namespace
}  // namespace bss::tests
