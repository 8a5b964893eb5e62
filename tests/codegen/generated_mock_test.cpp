// The server half of data/small, compiled and run.
#include <gtest/gtest.h>

#include <string>

#include "bss/mock/api/dispatch.h"
#include "bss/mock/api/shop.h"

namespace bss::mock::domain {
class World {};
}  // namespace bss::mock::domain

namespace bss::mock::api {
namespace {

const OperationInfo& operation(std::string_view name) {
  for (const OperationInfo& one : operation_table()) {
    if (one.name == name) return one;
  }
  ADD_FAILURE() << name;
  return operation_table().front();
}

/// Keeps the last requests and answers what it is told to.
class Shop final : public ShopApi {
 public:
  Reply<ShowThingResponse> show_thing(const CallContext&,
                                      const ShowThingRequest& request) override {
    shown = request;
    return ShowThingResponse{"n", 1, {}};
  }
  Reply<DeleteThingResponse> delete_thing(const CallContext&,
                                          const DeleteThingRequest& request) override {
    deleted = request.thing_id;
    return DeleteThingResponse{};
  }
  Reply<BuyThingResponse> buy_thing(const CallContext& context,
                                    const BuyThingRequest& request) override {
    bought = request;
    if (must_wait && context.resume_token.empty())
      return Wait{std::chrono::milliseconds(5), "again"};
    if (must_fail) return Failure{"CBC.5003", "", {{"domain_id", "d"}}};
    BuyThingResponse response;
    response.order_id = "CS1";
    response.paid = Decimal::from_scaled(5, 0);
    return response;
  }
  Reply<ListThingsResponse> list_things(const CallContext&,
                                        const ListThingsRequest& request) override {
    listed = request;
    return ListThingsResponse{};
  }
  Reply<CreateShopTokenResponse> create_shop_token(const CallContext&,
                                                   const CreateShopTokenRequest& request) override {
    CreateShopTokenResponse response;
    response.x_subject_token = "token of " + request.auth.user.name;
    return response;
  }

  ShowThingRequest shown;
  std::string deleted;
  BuyThingRequest bought;
  ListThingsRequest listed;
  bool must_wait = false;
  bool must_fail = false;
};

class GeneratedMock : public testing::Test {
 protected:
  /// Runs the call; empty, or the problem as "field: message".
  std::string run(std::string_view name, const EncodedRequest& request, Site site = Site::kChina) {
    BindResult bound = bind(operation(name), request, site);
    if (const auto* problem = std::get_if<FieldProblem>(&bound))
      return problem->field + ": " + problem->message;
    call_ = std::move(std::get<0>(bound));
    Handlers handlers;
    handlers.shop = &shop_;
    call_->execute(handlers, CallContext{world_, nullptr, "", resume_token_, false});
    return "";
  }
  std::string show(NameValues query, std::vector<std::string> blank = {}) {
    EncodedRequest request;
    request.path = "/v2/shop/things/t1";
    request.query = std::move(query);
    request.blank_query = std::move(blank);
    return run("ShowThing", request);
  }
  std::string buy(const std::string& more, Site site = Site::kChina) {
    const std::string where = site == Site::kChina ? R"("mobile":"1")" : R"("email":"e")";
    return buy_body(R"({"name":"ab","amount":1,"items":[{"id":"i"}],)" + where + more + "}", site);
  }
  std::string buy_body(const std::string& body, Site site = Site::kChina) {
    EncodedRequest request;
    request.path = "/v2/shop/things";
    request.body = body;
    request.has_body = true;
    return run("BuyThing", request, site);
  }

  domain::World world_;
  Shop shop_;
  std::string resume_token_;
  std::unique_ptr<BoundCall> call_;
};

TEST_F(GeneratedMock, FindsRoutes) {
  EXPECT_EQ(find_route("POST", "/v2/shop/things").operation->name, "BuyThing");
  EXPECT_EQ(find_route("POST", "/v2/shop/things/query").operation->name, "ListThings");
  const Route shown = find_route("GET", "/v2/shop/things/a b");
  EXPECT_EQ(shown.operation->name, "ShowThing");
  EXPECT_EQ(shown.path_parameters, (NameValues{{"thing_id", "a b"}}));
  EXPECT_TRUE(shown.path_known);
  EXPECT_EQ(find_route("DELETE", "/v2/shop/things/x").operation->name, "DeleteThing");
  // A literal path does not hide a template of another method.
  EXPECT_EQ(find_route("GET", "/v2/shop/things/query").operation->name, "ShowThing");
}

TEST_F(GeneratedMock, KnowsPathsUnderOtherMethods) {
  for (const char* path : {"/v2/shop/things", "/v2/shop/things/x"}) {
    const Route route = find_route("PATCH", path);
    EXPECT_EQ(route.operation, nullptr);
    EXPECT_TRUE(route.path_known);
  }
  for (const char* path :
       {"", "/", "/v2/shop", "/v2/shop/things/", "/v2/shop/things/a/b", "/V2/shop/things"}) {
    const Route route = find_route("POST", path);
    EXPECT_EQ(route.operation, nullptr) << path;
    EXPECT_FALSE(route.path_known) << path;
  }
}

TEST_F(GeneratedMock, ReadsEveryPlace) {
  EncodedRequest request;
  request.path = "/v2/shop/things/t1";
  request.query = {{"unknown", "x"}, {"ids", "1"}, {"kind", "2"}, {"ids", "2"}, {"limit", "7"}};
  request.headers = {{"x-LANGUAGE", "zh_CN"}, {"Other", "y"}};
  ASSERT_EQ(run("ShowThing", request), "");
  EXPECT_EQ(shop_.shown.thing_id, "t1");
  EXPECT_EQ(shop_.shown.kind, 2);
  EXPECT_EQ(shop_.shown.ids, (std::vector<std::string>{"1", "2"}));
  EXPECT_EQ(shop_.shown.limit, 7);
  EXPECT_EQ(shop_.shown.x_language, "zh_CN");
  EXPECT_EQ(call_->serialize().body, R"({"name":"n","kind":1,"tags":[]})");
  EXPECT_EQ(call_->serialize().status, 200);
}

TEST_F(GeneratedMock, AppliesEveryWordOfNullInTheQuery) {
  const auto with = [](const char* name, const char* value) {
    return NameValues{{"kind", "1"}, {name, value}};
  };
  const NameValues kind = {{"kind", "1"}};
  // omit
  ASSERT_EQ(show(kind), "");
  EXPECT_FALSE(shop_.shown.null_omit);
  for (const char* text : {"null", ""}) {
    ASSERT_EQ(show(with("null_omit", text)), "");
    EXPECT_FALSE(shop_.shown.null_omit);
  }
  ASSERT_EQ(show(kind, {"null_omit"}), "");
  EXPECT_FALSE(shop_.shown.null_omit);
  // error
  const std::string complaint = "null_error: Invalid parameter: null_error. ";
  EXPECT_EQ(show(with("null_error", "null")), complaint + "It is required.");
  EXPECT_EQ(show(with("null_error", "")), complaint + "It must not be empty.");
  EXPECT_EQ(show(kind, {"null_error"}), complaint + "It must not be empty.");
  ASSERT_EQ(show(with("null_error", "x")), "");
  EXPECT_EQ(shop_.shown.null_error, "x");
  // default
  for (const char* text : {"null", ""}) {
    ASSERT_EQ(show(with("null_default", text)), "");
    EXPECT_EQ(shop_.shown.null_default, "usual");
  }
  ASSERT_EQ(show(kind, {"null_default"}), "");
  EXPECT_EQ(shop_.shown.null_default, "usual");
  // value
  ASSERT_EQ(show(with("null_value", "null")), "");
  EXPECT_EQ(shop_.shown.null_value, "null");
  ASSERT_EQ(show(with("null_value", "")), "");
  EXPECT_EQ(shop_.shown.null_value, "");
  ASSERT_EQ(show(kind, {"null_value"}), "");
  EXPECT_FALSE(shop_.shown.null_value);
}

TEST_F(GeneratedMock, AppliesTheUsualMeaningsInTheQuery) {
  // Required: everything is an error but the text "null", which is a value, here of the wrong type.
  EXPECT_EQ(show({}), "kind: Invalid parameter: kind. It is required.");
  EXPECT_EQ(show({{"kind", ""}}), "kind: Invalid parameter: kind. It must not be empty.");
  EXPECT_EQ(show({}, {"kind"}), "kind: Invalid parameter: kind. It must not be empty.");
  EXPECT_EQ(show({{"kind", "null"}}), "kind: Invalid parameter: kind. It must be a whole number.");
  EXPECT_EQ(show({{"kind", "3"}}), "kind: Invalid parameter: kind. It must be one of 1, 2.");
  // Optional with a default.
  ASSERT_EQ(show({{"kind", "1"}}, {"limit"}), "");
  EXPECT_EQ(shop_.shown.limit, 10);
  EXPECT_EQ(show({{"kind", "1"}, {"limit", ""}}),
            "limit: Invalid parameter: limit. It must be a whole number.");
  EXPECT_EQ(show({{"kind", "1"}, {"limit", "0"}}),
            "limit: Invalid parameter: limit. It must be at least 1.");
  EXPECT_EQ(show({{"kind", "1"}, {"limit", "1e1"}}),
            "limit: Invalid parameter: limit. It must be a whole number.");
  EXPECT_EQ(show({{"kind", "1"}, {"indirect_partner_id", "null"}}), "");
  EXPECT_EQ(shop_.shown.indirect_partner_id, "null");
  EXPECT_EQ(show({{"kind", "1"}, {"null_value", "\xFF"}}),
            "null_value: Invalid parameter: null_value. It must be UTF-8.");
  EXPECT_EQ(show({{"kind", "1"}, {"ids", "1"}, {"ids", "2"}, {"ids", "3"}}),
            "ids: Invalid parameter: ids. It must have at most 2 items.");
  EXPECT_EQ(show({{"kind", "1"}, {"ids", "1"}, {"ids", "12345"}}),
            "ids[1]: Invalid parameter: ids[1]. It must have at most 4 characters.");
}

TEST_F(GeneratedMock, AppliesNullInBodies) {
  ASSERT_EQ(buy(""), "");
  EXPECT_FALSE(shop_.bought.color);
  EXPECT_FALSE(shop_.bought.express);
  EXPECT_EQ(buy(R"(,"color":null)"), "color: Invalid parameter: color. It is required.");
  ASSERT_EQ(buy(R"(,"color":"")"), "");
  EXPECT_FALSE(shop_.bought.color);
  ASSERT_EQ(buy(R"(,"express":null)"), "");
  ASSERT_EQ(buy(R"(,"express":"")"), "");
  EXPECT_FALSE(shop_.bought.express);
  ASSERT_EQ(buy(R"(,"express":"true")"), "");
  EXPECT_TRUE(shop_.bought.express);
  EXPECT_EQ(buy(R"(,"operator":"")"),
            "operator: Invalid parameter: operator. It must not be empty.");
  ASSERT_EQ(buy(R"(,"operator":null)"), "");
  ASSERT_EQ(buy(R"(,"rate":null)"), "");
  EXPECT_FALSE(shop_.bought.rate);
  EXPECT_EQ(buy(R"(,"due":"")").substr(0, 27), "due: Invalid parameter: due");
}

TEST_F(GeneratedMock, AcceptsTheLenientTypesOnly) {
  ASSERT_EQ(buy(R"(,"count":"-5")"), "");
  EXPECT_EQ(shop_.bought.count, -5);
  ASSERT_EQ(buy(R"(,"count":"")"), "");
  EXPECT_FALSE(shop_.bought.count);
  EXPECT_EQ(buy(R"(,"count":"6")"), "count: Invalid parameter: count. It must be at most 5.");
  EXPECT_EQ(buy(R"(,"count":"x")"), "count: Invalid parameter: count. It must be a whole number.");
  EXPECT_EQ(buy(R"(,"express":1)"),
            "express: Invalid parameter: express. It must be true or false.");
  EXPECT_EQ(buy(R"(,"operator":1)"), "operator: Invalid parameter: operator. It must be a string.");
  EXPECT_EQ(buy(R"(,"rate":0.5)"),
            "rate: Invalid parameter: rate. It must be a decimal number in a string.");
  ASSERT_EQ(buy(R"(,"rate":"0.50")"), "");
  EXPECT_EQ(shop_.bought.rate->to_string(), "0.50");
}

TEST_F(GeneratedMock, HoldsMoneyToItsRules) {
  const auto amount = [this](const std::string& literal) {
    return buy_body(R"({"name":"ab","items":[{"id":"i"}],"mobile":"1","amount":)" + literal + "}");
  };
  for (const char* good : {"1", "0.01", "1.000", "1000", "\"12.30\""})
    EXPECT_EQ(amount(good), "") << good;
  EXPECT_EQ(shop_.bought.amount.to_string(), "12.30");
  for (const char* bad : {"0", "-1", "0.001", "1000.01", "1e2", "1E0", "\"1e2\"", "\"\"", "\" 1\"",
                          "null", "true", "[]", "9999999999999999999"}) {
    EXPECT_EQ(amount(bad).substr(0, 34), "amount: Invalid parameter: amount.") << bad;
  }
}

TEST_F(GeneratedMock, ChecksValues) {
  EXPECT_EQ(buy(R"(,"code":"AB")"),
            "code: Invalid parameter: code. It does not have the required form.");
  EXPECT_EQ(buy(R"(,"due":"2025-02-29T00:00:00Z")").substr(0, 4), "due:");
  EXPECT_EQ(buy(R"(,"password":"short")"),
            "password: Invalid parameter: password. It must have at least 8 characters.");
  EXPECT_EQ(buy_body(R"({"name":"ab","amount":1,"items":[],"mobile":"1"})"),
            "items: Invalid parameter: items. It must have at least 1 items.");
  EXPECT_EQ(buy_body(R"({"name":"ab","amount":1,"items":[{"id":"i"},{}],"mobile":"1"})"),
            "items[1].id: Invalid parameter: items[1].id. It is required.");
}

TEST_F(GeneratedMock, TellsTheSitesApart) {
  ASSERT_EQ(buy("", Site::kInternational), "");
  EXPECT_EQ(shop_.bought.email, "e");
  EXPECT_EQ(buy_body(R"({"name":"ab","amount":1,"items":[{"id":"i"}]})", Site::kChina),
            "mobile: Invalid parameter: mobile. It is required.");
  EXPECT_EQ(buy_body(R"({"name":"ab","amount":1,"items":[{"id":"i"}],"email":null})",
                     Site::kInternational),
            "email: Invalid parameter: email. It is required.");
  // Elsewhere the field is unknown, so whatever it holds is ignored.
  ASSERT_EQ(buy(R"(,"mobile":[5])", Site::kInternational), "");
  EXPECT_FALSE(shop_.bought.mobile);
}

TEST_F(GeneratedMock, WantsAJsonObject) {
  for (const char* body : {"", "x", "[]", "5", R"({"name":"a","name":"b"})"}) {
    EXPECT_EQ(buy_body(body).rfind(": ", 0), 0U) << body;
  }
  EncodedRequest request;
  request.path = "/v2/shop/things/query";
  EXPECT_EQ(run("ListThings", request), "");
  EXPECT_EQ(shop_.listed.limit, 10);
  EXPECT_EQ(call_->serialize().body, R"({"things":[]})");
}

TEST_F(GeneratedMock, CarriesFailuresAndWaits) {
  shop_.must_wait = true;
  ASSERT_EQ(buy(""), "");
  ASSERT_TRUE(call_->wait());
  EXPECT_EQ(call_->wait()->resume_token, "again");
  Handlers handlers;
  handlers.shop = &shop_;
  shop_.must_fail = true;
  call_->execute(handlers, CallContext{world_, nullptr, "", "again", true});
  EXPECT_FALSE(call_->wait());
  ASSERT_TRUE(call_->failure());
  EXPECT_EQ(call_->failure()->code, "CBC.5003");
  shop_.must_fail = false;
  call_->execute(handlers, CallContext{world_, nullptr, "", "again", true});
  EXPECT_FALSE(call_->failure());
  EXPECT_EQ(call_->serialize().body, R"({"order_id":"CS1","paid":5.00,"error_details":[]})");
}

TEST_F(GeneratedMock, AnswersHeadersAndEmptyBodies) {
  EncodedRequest request;
  request.path = "/v3/shop/tokens";
  request.body = R"({"auth":{"user":{"name":"demo","password":"p"}}})";
  ASSERT_EQ(run("CreateShopToken", request), "");
  const EncodedResponse answer = call_->serialize();
  EXPECT_EQ(answer.status, 201);
  EXPECT_EQ(answer.headers, (NameValues{{"X-Subject-Token", "token of demo"}}));
  EXPECT_EQ(answer.body, "{}");
  request.body = R"({"auth":{"user":{"name":"demo"}}})";
  EXPECT_EQ(run("CreateShopToken", request),
            "auth.user.password: Invalid parameter: auth.user.password. It is required.");

  EncodedRequest removal;
  removal.path = "/v2/shop/things/t9";
  ASSERT_EQ(run("DeleteThing", removal), "");
  EXPECT_EQ(shop_.deleted, "t9");
  EXPECT_EQ(call_->serialize().status, 204);
  EXPECT_EQ(call_->serialize().body, "");
}

TEST_F(GeneratedMock, BindsACopyOfARow) {
  const OperationInfo copy = operation("DeleteThing");
  EncodedRequest removal;
  removal.path = "/v2/shop/things/t9";
  EXPECT_TRUE(
      std::holds_alternative<std::unique_ptr<BoundCall>>(bind(copy, removal, Site::kChina)));
  EXPECT_TRUE(std::holds_alternative<FieldProblem>(bind(OperationInfo{}, removal, Site::kChina)));
}

TEST_F(GeneratedMock, HoldsTheDocument) {
  EXPECT_EQ(openapi_document().rfind(R"({"openapi":"3.0.3")", 0), 0U);
  EXPECT_NE(openapi_document().find(R"("$ref":"#/components/schemas/ErrorDetail")"),
            std::string::npos);
  EXPECT_NE(openapi_document().find("\"x-quota\""), std::string::npos);
}

}  // namespace
}  // namespace bss::mock::api
