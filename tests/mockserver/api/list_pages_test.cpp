// A metamorphic rule of every list: pages of any size, one after the other, are the same list, and
// each says the same total.
#include "bss/wire/json.h"
#include "lists_fixture.h"

namespace bss::mock::api {
namespace {

class ListPages : public ListsOfTheApi {
 protected:
  struct Page {
    std::vector<std::string> items;
    std::string total;
  };
  Page read(const OperationInfo& operation, int offset, int limit) {
    const auto document = wire::read_json(page(operation, offset, limit));
    Page page;
    if (!document.value) return page;
    if (const auto* items = document.value->find(operation.page.items)) {
      for (const auto& item : items->items()) page.items.push_back(wire::write_json(item));
    }
    if (const auto* total = document.value->find(operation.page.total)) page.total = total->text();
    return page;
  }
};

TEST_F(ListPages, OfAnySizeConcatenateToTheSameList) {
  for (const OperationInfo* operation : lists()) {
    SCOPED_TRACE(std::string(operation->name));
    const Page whole = read(*operation, 0, 100);
    const int size = static_cast<int>(whole.items.size());
    EXPECT_GT(size, 3) << "a list so short shows nothing";
    if (!operation->page.total.empty() && size < 100) {
      EXPECT_EQ(whole.total, std::to_string(size));
    }
    for (const int limit : {1, 3, 7, 33, 64}) {
      std::vector<std::string> walked;
      for (int offset = 0; offset < size + limit; offset += limit) {
        const Page page = read(*operation, offset, limit);
        EXPECT_EQ(page.total, whole.total) << "at " << offset;
        walked.insert(walked.end(), page.items.begin(), page.items.end());
      }
      walked.resize(std::min(walked.size(), whole.items.size()));  // a longer list goes on
      EXPECT_EQ(walked, whole.items) << "pages of " << limit;
    }
  }
}

}  // namespace
}  // namespace bss::mock::api
