// New-customer tags, resellers and addresses (customers.md sections 4, 9 and 10; examples E8, E14
// and E15).
#include <algorithm>

#include "cast.h"

namespace bss::contract {
namespace {

class NewCustomerTags : public StageTest {
 protected:
  void authenticate(const std::string& customer) {
    stage.control.portal("vendor/set-real-name",
                         {{"customer_id", text(customer)}, {"real_name", text("Qinghe Foods")}});
  }
  void tag(const std::string& customer, const std::string& first, const std::string& last) {
    stage.control.portal("vendor/set-new-customer-tag", {{"customer_id", text(customer)},
                                                         {"effective_time", text(first)},
                                                         {"expire_time", text(last)}});
  }
  std::vector<NewCustomerTagItem> tags(ListSubCustomerNewTagRequest request) {
    return stage.partner().client.list_sub_customer_new_tag(request).value().new_customer_tags;
  }
  NewCustomerTagItem tag_of(const std::string& customer) {
    return tags({.customer_ids = {customer}}).at(0);
  }
  /// `YYYY-MM` in GMT+8, so many days from now.
  std::string month(std::int64_t days = 0) {
    return stage.control.later(days * 86400 + 8L * 3600).substr(0, 7);
  }
};

TEST_F(NewCustomerTags, E8OneForeignIdIsDropped) {
  authenticate(kCustomerId);
  tag(kCustomerId, month(-60), month(300));
  const auto answer = tags({.customer_ids = {kCustomerId, "ffffffffffffffffffffffffffffffff"},
                            .offset = 0,
                            .limit = 10});
  ASSERT_EQ(answer.size(), 1U);
  EXPECT_EQ(answer[0].customer_id, kCustomerId);
  EXPECT_EQ(answer[0].customer_tag_type, "SMB");
  EXPECT_EQ(answer[0].new_customer_tag, "Y");
  EXPECT_EQ(answer[0].effective_time, month(-60));
  EXPECT_EQ(answer[0].expire_time, month(300));
}

TEST_F(NewCustomerTags, WithoutRealNameTheTagIsEmpty) {  // rule 2
  tag(kCustomerId, month(), month());
  NewCustomerTagItem item = tag_of(kCustomerId);
  EXPECT_EQ(item.customer_tag_type, "SMB");
  EXPECT_FALSE(item.new_customer_tag);
  EXPECT_FALSE(item.effective_time);
  EXPECT_FALSE(item.expire_time);
  authenticate(kCustomerId);
  EXPECT_EQ(tag_of(kCustomerId).new_customer_tag, "Y");
  stage.control.portal("vendor/set-real-name", {{"customer_id", text(kCustomerId)}});
  EXPECT_FALSE(tag_of(kCustomerId).new_customer_tag);
}

TEST_F(NewCustomerTags, OutsideItsMonthsItReadsNAndTheMonthsStay) {  // rules 3 and 4
  authenticate(kCustomerId);
  const std::string first = month(40);
  const std::string last = month(75);
  tag(kCustomerId, first, last);
  EXPECT_EQ(tag_of(kCustomerId).new_customer_tag, "N") << "not yet";
  stage.control.advance_clock("P40D");
  EXPECT_EQ(tag_of(kCustomerId).new_customer_tag, "Y");
  stage.control.advance_clock("P75D");
  EXPECT_EQ(tag_of(kCustomerId).new_customer_tag, "N");
  EXPECT_EQ(tag_of(kCustomerId).effective_time, first);
  EXPECT_EQ(tag_of(kCustomerId).expire_time, last);
}

TEST_F(NewCustomerTags, EntitledAndNotEntitled) {
  authenticate(kCustomerId);
  EXPECT_EQ(tag_of(kCustomerId).new_customer_tag, "N") << "nothing was said about it";
  stage.control.portal("vendor/set-new-customer-tag", {{"customer_id", text(kCustomerId)}});
  EXPECT_EQ(tag_of(kCustomerId).new_customer_tag, "UNDETERMINED");
  EXPECT_FALSE(tag_of(kCustomerId).effective_time);
  stage.control.portal("vendor/set-new-customer-tag",
                       {{"customer_id", text(kCustomerId)}, {"entitled", no()}});
  EXPECT_EQ(tag_of(kCustomerId).new_customer_tag, "N");
}

TEST_F(NewCustomerTags, InTheOrderOfTheIdsElseOfTheCustomers) {  // rule 5
  stage.control.advance_clock("PT1M");
  const std::string b = add_customer(stage, "b");
  stage.control.advance_clock("PT1M");
  const std::string c = add_customer(stage, "c");
  const auto ids = [](const std::vector<NewCustomerTagItem>& items) {
    std::vector<std::string> found;
    for (const auto& item : items) found.push_back(item.customer_id.value());
    return found;
  };
  using Ids = std::vector<std::string>;
  const std::string second = "c0000000000000000000000000000002";  // of the seed
  EXPECT_EQ(ids(tags({})), (Ids{c, b, kCustomerId, second}));
  EXPECT_EQ(ids(tags({.offset = 1, .limit = 1})), Ids{b});
  EXPECT_EQ(ids(tags({.customer_ids = {b, kCustomerId, b, c}})), (Ids{b, kCustomerId, c}))
      << "a repeated id is answered once";
  EXPECT_EQ(ids(tags({.customer_ids = {b, kCustomerId, c}, .offset = 1, .limit = 1})),
            Ids{kCustomerId});
  EXPECT_TRUE(tags({.customer_ids = {b}, .offset = 5}).empty());
  std::vector<std::string> ranged;
  for (const auto& item : stage.partner().client.list_sub_customer_new_tag_all({.limit = 1}))
    ranged.push_back(item.value().customer_id.value());
  EXPECT_EQ(ranged, (Ids{c, b, kCustomerId, second})) << "the range ends without a total";
}

TEST_F(NewCustomerTags, OfAResellersCustomers) {
  const std::string own = add_distributor_customer(stage, "own");
  const std::string theirs = add_reseller_customer(stage, "theirs");
  const auto list = [&](std::optional<std::string> reseller) {
    return stage.distributor()
        .client.list_sub_customer_new_tag({.indirect_partner_id = std::move(reseller)})
        .value()
        .new_customer_tags;
  };
  ASSERT_EQ(list(kResellerId).size(), 2U) << "with the seed's";
  EXPECT_EQ(list(kResellerId)[0].customer_id, theirs);
  ASSERT_EQ(list(std::nullopt).size(), 1U);
  EXPECT_EQ(list(std::nullopt)[0].customer_id, own);
}

class Resellers : public StageTest {
 protected:
  std::string add(Fields more) {
    more.push_back({"distributor_id", text(kDistributorId)});
    return stage.control.portal("vendor/add-reseller", std::move(more)).find("reseller_id")->text();
  }
  ListIndirectPartnersResponse list(ListIndirectPartnersRequest request) {
    return stage.distributor().client.list_indirect_partners(request).value();
  }
};

TEST_F(Resellers, E15OneReseller) {
  stage.control.advance_clock("PT1H");
  const std::string since = stage.control.now();
  const std::string id = add({{"name", text("harbour-it")},
                              {"company", text("Harbour IT Co., Ltd.")},
                              {"mobile_phone", text("13611112222")},
                              {"email", text("sales@harbour-it.example")}});
  stage.control.portal("partner/assign-account-manager",
                       {{"account_id", text(id)},
                        {"account_manager_id", text("acme_cm_07")},
                        {"account_manager_name", text("Wang Fang")}});
  const auto answer = list({.indirect_partner_id = id});
  EXPECT_EQ(answer.count, 1);
  ASSERT_EQ(answer.indirect_partners.size(), 1U);
  const IndirectPartnerInfo& row = answer.indirect_partners[0];
  EXPECT_EQ(row.indirect_partner_id, id);
  EXPECT_EQ(row.mobile_phone, "13611112222");
  EXPECT_EQ(row.email, "sales@harbour-it.example");
  EXPECT_EQ(row.account_name, "harbour-it");
  EXPECT_EQ(row.name, "Harbour IT Co., Ltd.");
  EXPECT_EQ(row.associated_on, since);
  EXPECT_EQ(row.account_manager_id, "acme_cm_07");
  EXPECT_EQ(row.account_manager_name, "Wang Fang");
}

TEST_F(Resellers, NewestFirstAndFiltersNarrow) {
  const std::string seeded = stage.control.now();
  stage.control.advance_clock("PT1H");
  const std::string since = stage.control.now();
  const std::string b = add({{"name", text("harbour-b")}});
  const std::string a = add({{"name", text("harbour-a")}});
  const auto all = list({});
  EXPECT_EQ(all.count, 3);
  ASSERT_EQ(all.indirect_partners.size(), 3U);
  EXPECT_EQ(all.indirect_partners[0].indirect_partner_id, std::min(a, b)) << "then by id";
  EXPECT_EQ(all.indirect_partners[1].indirect_partner_id, std::max(a, b));
  EXPECT_EQ(all.indirect_partners[2].indirect_partner_id, kResellerId);
  EXPECT_EQ(list({.offset = 1, .limit = 1}).indirect_partners.at(0).indirect_partner_id,
            std::max(a, b));
  EXPECT_EQ(list({.account_name = "HARBOUR-A"}).indirect_partners.at(0).indirect_partner_id, a);
  EXPECT_EQ(list({.account_name = "harbour"}).count, 0) << "the whole name";
  EXPECT_EQ(list({.associated_on_begin = since}).count, 2);
  EXPECT_EQ(list({.associated_on_end = seeded}).count, 1);
}

// Section 10, 1: a filter, not an act-for.
TEST_F(Resellers, OfSomebodyElseIsAnEmptyList) {
  EXPECT_EQ(list({.indirect_partner_id = kPartnerId}).count, 0);
  EXPECT_EQ(list({.indirect_partner_id = "nobody"}).count, 0);
}

class Divisions : public StageTest {
 protected:
  bss::Client& partner() { return stage.partner().client; }
};

TEST_F(Divisions, E14FifthAndSixthCityOfHebei) {
  const auto answer =
      partner()
          .list_cities({.province_code = "CN-13", .offset = 4, .limit = 2, .x_language = "zh_cn"})
          .value();
  EXPECT_EQ(answer.count, 12);
  EXPECT_EQ(answer.cities, (std::vector<City>{{"CN-13-005", "邢台市"}, {"CN-13-006", "保定市"}}));
}

TEST_F(Divisions, ProvincesAreThirtyOneOfWhichTenAreShown) {
  const auto ten = partner().list_provinces({}).value();
  EXPECT_EQ(ten.count, 31);
  EXPECT_EQ(ten.provinces.size(), 10U);
  const auto all = partner().list_provinces({.limit = 1000, .x_language = "en_us"}).value();
  EXPECT_EQ(all.provinces.size(), 31U);
  EXPECT_EQ(all.provinces[0], (Province{"CN-11", "北京市"})) << "Chinese in every language";
  EXPECT_EQ(all.provinces[9], (Province{"CN-32", "江苏省"}));
}

TEST_F(Divisions, CountiesOfACityPageByPage) {
  const auto all = partner().list_counties({.city_code = "CN-13-001", .limit = 1000}).value();
  EXPECT_EQ(all.count, static_cast<int>(all.counties.size()));
  EXPECT_NE(std::find(all.counties.begin(), all.counties.end(), County{"CN-13-001-10", "晋州市"}),
            all.counties.end());
  std::vector<County> walked;
  for (const auto& county : partner().list_counties_all({.city_code = "CN-13-001", .limit = 4}))
    walked.push_back(county.value());
  EXPECT_EQ(walked, all.counties);
}

TEST_F(Divisions, OfAPlaceThatDoesNotExistThereAreNone) {
  EXPECT_EQ(partner().list_cities({.province_code = "CN-99"}).value().count, 0);
  EXPECT_EQ(partner().list_cities({.province_code = "CN"}).value().count, 0);
  EXPECT_EQ(partner().list_cities({.province_code = "CN-13-001"}).value().count, 0)
      << "a city has counties, not cities";
  EXPECT_EQ(partner().list_counties({.city_code = "CN-13"}).value().count, 0);
  EXPECT_EQ(partner().list_counties({.city_code = "CN-13-1"}).value().count, 0);
}

TEST_F(Divisions, EveryProvinceHasCitiesAndCustomersMayAsk) {
  bss::Client& customer = stage.customer().client;
  int cities = 0;
  for (const auto& province : customer.list_provinces_all({.limit = 1000})) {
    const auto answer =
        customer.list_cities({.province_code = province.value().code, .limit = 1000}).value();
    EXPECT_GT(answer.count.value(), 0) << province.value().code;
    cities += answer.count.value();
  }
  EXPECT_GT(cities, 300);
}

}  // namespace
}  // namespace bss::contract
