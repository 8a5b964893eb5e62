// The SDK half of data/small, compiled and run.
#include <gtest/gtest.h>

#include <string>

#include "bss/shop.h"

namespace bss {
namespace {

using operations::BuyThing;
using operations::CreateShopToken;
using operations::DeleteThing;
using operations::ListThings;
using operations::ShowThing;

Decimal decimal(const char* text) {
  return *Decimal::parse(text);
}

BuyThingRequest good_request() {
  BuyThingRequest request;
  request.name = "测试";
  request.amount = decimal("10.50");
  request.items.push_back({"p1", decimal("0.04599822")});
  request.mobile = "13800138000";
  return request;
}

std::string problem(const BuyThingRequest& request, Site site = Site::kChina) {
  const auto found = BuyThing::validate(request, site);
  return found ? found->field + ": " + found->message : "";
}

Result<BuyThingResponse> decoded(const std::string& body, bool strict = false) {
  DecodeOptions options;
  options.strict = strict;
  return BuyThing::decode({200, {}, body}, options);
}

TEST(GeneratedSdk, DescribesItsOperations) {
  const OperationInfo& info = BuyThing::info();
  EXPECT_EQ(info.name, "BuyThing");
  EXPECT_EQ(info.method, "POST");
  EXPECT_EQ(info.operation_class, OperationClass::kMoney);
  EXPECT_EQ(info.quota.limit, 10);
  EXPECT_EQ(info.quota.evidence, Evidence::kInferred);
  EXPECT_TRUE(info.may_be_called_by(kCallerSolutionPartner));
  EXPECT_FALSE(info.may_be_called_by(kCallerCustomer));
  ASSERT_NE(info.find_error("CBC.5003"), nullptr);
  EXPECT_TRUE(info.find_error("CBC.5003")->repeat_slowly);
  EXPECT_EQ(info.find_error("CBC.0100")->message, "Invalid parameter.");
  EXPECT_EQ(info.find_error("CBC.99000048"), nullptr);
  EXPECT_TRUE(DeleteThing::info().find_error("CBC.99000048")->already_done);
  EXPECT_EQ(DeleteThing::info().sites, 1);
  EXPECT_EQ(DeleteThing::info().success_status, 204);
  EXPECT_FALSE(DeleteThing::info().on_site(Site::kInternational));
  EXPECT_EQ(ListThings::info().page.items, "things");
  EXPECT_EQ(CreateShopToken::info().authentication, Authentication::kNone);
  EXPECT_EQ(CreateShopToken::info().errors[0].title, "Unauthorized");
}

TEST(GeneratedSdk, EncodesWhatWasSet) {
  const EncodedRequest wire = BuyThing::encode(good_request());
  EXPECT_EQ(wire.path, "/v2/shop/things");
  EXPECT_TRUE(wire.has_body);
  EXPECT_EQ(
      wire.body,
      R"({"name":"测试","amount":10.50,"items":[{"id":"p1","price":0.04599822}],"mobile":"13800138000"})");
}

TEST(GeneratedSdk, EncodesEveryPlace) {
  ShowThingRequest request;
  request.thing_id = "a b";
  request.kind = show_thing_request_kind_values::kSmall;
  request.ids = {"1", "2"};
  request.limit = 5;
  request.x_language = "zh_CN";
  const EncodedRequest wire = ShowThing::encode(request);
  EXPECT_EQ(wire.path, "/v2/shop/things/a b");
  EXPECT_EQ(wire.query, (NameValues{{"kind", "2"}, {"ids", "1"}, {"ids", "2"}, {"limit", "5"}}));
  EXPECT_EQ(wire.headers, (NameValues{{"X-Language", "zh_CN"}}));
  EXPECT_FALSE(wire.has_body);
  EXPECT_EQ(wire.body, "");
}

TEST(GeneratedSdk, RequestsSurviveTheWire) {
  BuyThingRequest request = good_request();
  request.rate = decimal("0.85");
  request.due = "2025-01-31T00:00:00Z";
  request.count = -5;
  request.express = true;
  request.color = buy_thing_request_color_values::kDarkBlue;
  request.password = Secret("12345678");
  request.operator_ = "me";
  const auto again = BuyThing::decode_request(BuyThing::encode(request));
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(*again, request);
  request.password = Secret("other");
  EXPECT_NE(*again, request);

  ShowThingRequest show;
  show.thing_id = "t";
  show.kind = 1;
  show.ids = {"1"};
  show.indirect_partner_id = "r";
  const auto shown = ShowThing::decode_request(ShowThing::encode(show));
  ASSERT_TRUE(shown.ok());
  EXPECT_EQ(*shown, show);
}

TEST(GeneratedSdk, AnswersSurviveTheWire) {
  BuyThingResponse response;
  response.order_id = "CS1";
  response.paid = decimal("10.5");
  response.measure_id = 1;
  response.error_details.push_back({"CBC.5003", std::nullopt});
  const EncodedResponse wire = BuyThing::encode_response(response);
  EXPECT_EQ(wire.status, 200);
  EXPECT_EQ(
      wire.body,
      R"({"order_id":"CS1","paid":10.50,"measure_id":1,"error_details":[{"error_code":"CBC.5003"}]})");
  const auto again = BuyThing::decode(wire, {});
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(*again, response);
}

TEST(GeneratedSdk, NestsBodiesAndReadsHeaders) {
  CreateShopTokenRequest request;
  request.auth.user = {"demo", Secret("pw")};
  EXPECT_EQ(CreateShopToken::encode(request).body,
            R"({"auth":{"user":{"name":"demo","password":"pw"}}})");
  const auto answer =
      CreateShopToken::decode({201, {{"x-subject-token", "MII"}}, R"({"expires_at":"t"})"}, {});
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(answer->x_subject_token.reveal(), "MII");
  EXPECT_EQ(CreateShopToken::encode_response(*answer).headers,
            (NameValues{{"X-Subject-Token", "MII"}}));
  TokenReq by_schema_name = request;
  EXPECT_EQ(by_schema_name, request);
}

TEST(GeneratedSdk, ValidatesBeforeSending) {
  EXPECT_EQ(problem(good_request()), "");
  const auto with = [](auto change) {
    BuyThingRequest request = good_request();
    change(request);
    return problem(request);
  };
  const std::string amount = "amount: Invalid parameter: amount. ";
  EXPECT_EQ(with([](auto& r) { r.name = ""; }),
            "name: Invalid parameter: name. It must not be empty.");
  EXPECT_EQ(with([](auto& r) { r.name = "测试企业们"; }),
            "name: Invalid parameter: name. It must have at most 4 characters.");
  EXPECT_EQ(with([](auto& r) { r.amount = decimal("0"); }), amount + "It must be greater than 0.");
  EXPECT_EQ(with([](auto& r) { r.amount = decimal("-1"); }), amount + "It must be greater than 0.");
  EXPECT_EQ(with([](auto& r) { r.amount = decimal("1.005"); }),
            amount + "It must have at most 2 decimals.");
  EXPECT_EQ(with([](auto& r) { r.amount = decimal("1.500"); }), "");
  EXPECT_EQ(with([](auto& r) { r.amount = decimal("1000.01"); }),
            amount + "It must be at most 1000.");
  EXPECT_EQ(with([](auto& r) { r.rate = decimal("1.1"); }),
            "rate: Invalid parameter: rate. It must be at most 1.");
  EXPECT_EQ(with([](auto& r) { r.items.clear(); }),
            "items: Invalid parameter: items. It must have at least 1 items.");
  EXPECT_EQ(with([](auto& r) { r.items[0].id = "12345"; }),
            "items[0].id: Invalid parameter: items[0].id. It must have at most 4 characters.");
  EXPECT_EQ(with([](auto& r) { r.due = "2025-02-30T00:00:00Z"; }).substr(0, 27),
            "due: Invalid parameter: due");
  EXPECT_EQ(with([](auto& r) { r.code = "ab1"; }),
            "code: Invalid parameter: code. It does not have the required form.");
  EXPECT_EQ(with([](auto& r) { r.count = 6; }),
            "count: Invalid parameter: count. It must be at most 5.");
  EXPECT_EQ(with([](auto& r) { r.color = "pink"; }),
            "color: Invalid parameter: color. It must be one of red, dark-blue.");
  EXPECT_EQ(with([](auto& r) { r.color = ""; }), "");
  EXPECT_EQ(with([](auto& r) { r.operator_ = ""; }),
            "operator: Invalid parameter: operator. It must not be empty.");
}

TEST(GeneratedSdk, KeepsSecretsOutOfMessages) {
  BuyThingRequest request = good_request();
  request.password = Secret("secret");
  const std::string message = problem(request);
  EXPECT_EQ(message, "password: Invalid parameter: password. It must have at least 8 characters.");
}

TEST(GeneratedSdk, KnowsTheSites) {
  BuyThingRequest request = good_request();
  EXPECT_EQ(problem(request, Site::kInternational),
            "mobile: Invalid parameter: mobile. It does not exist on this site.");
  request.mobile.reset();
  EXPECT_EQ(problem(request, Site::kChina), "mobile: Invalid parameter: mobile. It is required.");
  EXPECT_EQ(problem(request, Site::kInternational),
            "email: Invalid parameter: email. It is required.");
  request.email = "a@b";
  EXPECT_EQ(problem(request, Site::kInternational), "");
}

TEST(GeneratedSdk, RefusesPathsThatLeadElsewhere) {
  ShowThingRequest request;
  request.kind = 1;
  for (const char* bad : {"", "..", "a/b"}) {
    request.thing_id = bad;
    EXPECT_TRUE(ShowThing::validate(request, Site::kChina)) << bad;
  }
  request.thing_id = "a";
  EXPECT_FALSE(ShowThing::validate(request, Site::kChina));
}

TEST(GeneratedSdk, ReadsAnswersLeniently) {
  const auto answer = decoded(R"({"order_id":null,"new":{"x":[1]},"error_details":null})");
  ASSERT_TRUE(answer.ok());
  EXPECT_FALSE(answer->order_id);
  EXPECT_TRUE(answer->error_details.empty());
  ShowThingResponse thing;
  const auto missing = ShowThing::decode({200, {}, R"({"kind":99})"}, {});
  ASSERT_TRUE(missing.ok());
  EXPECT_EQ(missing->name, "");
  EXPECT_EQ(missing->kind, 99);
  EXPECT_TRUE(DeleteThing::decode({204, {}, ""}, {}).ok());
}

TEST(GeneratedSdk, ReadsAnswersStrictlyWhenAsked) {
  DecodeOptions strict;
  strict.strict = true;
  EXPECT_FALSE(decoded(R"({"new":1})", true).ok());
  EXPECT_FALSE(ShowThing::decode({200, {}, "{}"}, strict).ok());
  EXPECT_FALSE(ShowThing::decode({200, {}, R"({"name":"n","kind":99})"}, strict).ok());
  EXPECT_TRUE(ShowThing::decode({200, {}, R"({"name":"n","kind":2,"tags":[]})"}, strict).ok());
}

TEST(GeneratedSdk, CallsNonsenseABadResponse) {
  for (const char* body :
       {"", "<html>", "[]", "null", "{\"order_id\":5}", "{\"order_id\":\"a\"", "{\"paid\":1e2}",
        "{\"error_details\":{}}", "{\"error_details\":[1]}", "{\"measure_id\":\"1\"}"}) {
    const auto answer = decoded(body);
    ASSERT_FALSE(answer.ok()) << body;
    EXPECT_EQ(answer.error().kind, ErrorKind::kBadResponse) << body;
    EXPECT_EQ(answer.error().http_status, 200);
    EXPECT_EQ(answer.error().operation, "BuyThing");
  }
}

TEST(GeneratedSdk, BringsMoneyToOneUnit) {
  const auto answer = ListThings::decode(
      {200,
       {},
       R"({"things":[{"id":"1","price":1250,"rate":"0.5","measure_id":3,"parts":[{"cost":10}]},
                              {"id":"2","price":12.50,"measure_id":1},{"id":"3","price":5}],"total_count":7})"},
      {});
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(answer->things[0].price->to_string(), "12.50");
  EXPECT_EQ(answer->things[0].rate->to_string(), "0.5");
  EXPECT_EQ(answer->things[0].parts[0].cost->to_string(), "0.10");
  EXPECT_EQ(answer->things[0].measure_id, 1);
  EXPECT_EQ(answer->things[1].price->to_string(), "12.50");
  EXPECT_EQ(answer->things[2].price->to_string(), "5");
  // An unknown unit is refused, never guessed.
  EXPECT_FALSE(
      ListThings::decode({200, {}, R"({"things":[{"id":"1","price":1,"measure_id":9}]})"}, {})
          .ok());
}

TEST(GeneratedSdk, OffersPages) {
  ListThingsRequest request;
  EXPECT_EQ(ListThings::first_offset(request), 0);
  ListThings::set_page(request, 200, 100);
  EXPECT_EQ(request.offset, 200);
  EXPECT_EQ(request.limit, 100);
  EXPECT_EQ(ListThings::first_offset(request), 200);
  EXPECT_EQ(ListThings::kMaxLimit, 100);
  ListThingsResponse response;
  EXPECT_EQ(ListThings::total(response), -1);
  response.total_count = 3;
  response.things.resize(2);
  EXPECT_EQ(ListThings::total(response), 3);
  EXPECT_EQ(ListThings::items(response).size(), 2U);
  EXPECT_EQ(ListThings::take_items(std::move(response)).size(), 2U);
}

TEST(GeneratedSdk, NamesTheResellerOnlyWhereTheCallerDidNot) {
  ShowThingRequest query;
  ShowThing::act_for_reseller(query, "r1");
  EXPECT_EQ(query.indirect_partner_id, "r1");
  ShowThing::act_for_reseller(query, "r2");
  EXPECT_EQ(query.indirect_partner_id, "r1");
  ListThingsRequest body;
  ListThings::act_for_reseller(body, "r1");
  EXPECT_EQ(body.indirect_partner_id, "r1");
}

}  // namespace
}  // namespace bss
