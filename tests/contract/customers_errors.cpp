// Documented errors of the customer operations. What all operations share stands in
// gateway_errors.cpp.
#include "cast.h"
#include "error_scenario.h"

namespace bss::contract {
namespace {

constexpr auto kSend = &bss::Operations::send_verification_message_code;
constexpr auto kCreate = &bss::Operations::create_sub_customer;
constexpr auto kList = &bss::Operations::list_sub_customers;

constexpr const char* kCheckPath = "/v2/partners/sub-customers/users/check-identity";
constexpr const char* kSendPath = "/v2/bases/verificationcode/send";
constexpr const char* kCreatePath = "/v2/partners/sub-customers";
constexpr const char* kListPath = "/v2/partners/sub-customers/query";
constexpr const char* kSendName = "SendVerificationMessageCode";
constexpr const char* kCreateName = "CreateSubCustomer";
constexpr const char* kMobile = "13912345678";

const std::string k65(65, 'a');

CreateSubCustomerRequest new_customer() {
  return {.xaccount_id = "u-1", .xaccount_type = kPlatform};
}
CreateSubCustomerRequest new_distributor_customer(std::optional<std::string> reseller) {
  return {.xaccount_id = "u-1",
          .xaccount_type = kDistributorPlatform,
          .indirect_partner_id = std::move(reseller)};
}

/// The six digits that were sent to the number.
std::string send_code(Stage& stage, const std::string& mobile,
                      std::optional<std::int32_t> timeout = {}) {
  stage.partner()
      .client
      .send_verification_message_code(
          {.receiver_type = 1, .timeout = timeout, .mobile_phone = mobile})
      .value();
  return stage.control.newest_code(mobile);
}

/// Six digits that are certainly not this code.
std::string wrong(std::string code) {
  code.back() = code.back() == '0' ? '1' : '0';
  return code;
}

CreateSubCustomerRequest with_code(const std::string& mobile, const std::string& code) {
  CreateSubCustomerRequest request = new_customer();
  request.mobile_phone = mobile;
  request.verification_code = Secret(code);
  return request;
}

void add_check(std::vector<ErrorScenario>& table) {
  const auto of = [](const std::string& type, const std::string& value) {
    return R"({"search_type":")" + type + R"(","search_value":")" + value + "\"}";
  };
  add_bad_inputs(table, "CheckUserIdentity", "POST", kCheckPath,
                 {{"NoType", R"({"search_value":"north-lake"})"},
                  {"NullType", R"({"search_type":null,"search_value":"north-lake"})"},
                  {"EmptyType", of("", "north-lake")},
                  {"UnknownType", of("phone", "0086-13800138000")},
                  {"NoValue", R"({"search_type":"name"})"},
                  {"NullValue", R"({"search_type":"name","search_value":null})"},
                  {"EmptyValue", of("name", "")},
                  {"LongValue", of("email", k65 + "@example.com")},
                  {"NameOf4", of("name", "lake")},
                  {"NameOf33", of("name", std::string(33, 'a'))},
                  {"NameDigitFirst", of("name", "1north-lake")},
                  {"NameUnderscoreFirst", of("name", "_north-lake")},
                  {"NameAllDigits", of("name", "1234567")},
                  {"NameWithDot", of("name", "north.lake")},
                  {"NameOp", of("name", "op_north")},
                  {"NameShadow", of("name", "shadow_north")},
                  {"MobileWithoutCountry", of("mobile", "13800138000")},
                  {"MobileOtherCountry", of("mobile", "0852-13800138000")},
                  {"MobileWithPlus", of("mobile", "+86-13800138000")},
                  {"EmailWithoutAt", of("email", "ops.example.com")}});
}

void add_send(std::vector<ErrorScenario>& table) {
  add_bad_inputs(
      table, kSendName, "POST", kSendPath,
      {{"NoType", R"({"mobile_phone":"13800138000"})"},
       {"EmailOnTheChinaSite", R"({"receiver_type":2,"email":"ops@example.com"})"},
       {"UnknownReceiverType", R"({"receiver_type":3,"mobile_phone":"13800138000"})"},
       {"NoMobile", R"({"receiver_type":1})"},
       {"NullMobile", R"({"receiver_type":1,"mobile_phone":null})"},
       {"EmptyMobile", R"({"receiver_type":1,"mobile_phone":""})"},
       {"ShortMobile", R"({"receiver_type":1,"mobile_phone":"1380013800"})"},
       {"MobileWithCountry", R"({"receiver_type":1,"mobile_phone":"0086-13800138000"})"},
       {"LongMobile", R"({"receiver_type":1,"mobile_phone":")" + std::string(33, '1') + R"("})"},
       {"TimeoutZero", R"({"receiver_type":1,"mobile_phone":"13800138000","timeout":0})"},
       {"Timeout3001", R"({"receiver_type":1,"mobile_phone":"13800138000","timeout":3001})"},
       {"UnknownLanguage", R"({"receiver_type":1,"mobile_phone":"13800138000","lang":"fr-fr"})"},
       {"UnknownScene", R"({"receiver_type":1,"mobile_phone":"13800138000","scene":30})"},
       {"EmptyScene", R"({"receiver_type":1,"mobile_phone":"13800138000","scene":""})"},
       {"Scene18WithoutCustomer", R"({"receiver_type":1,"mobile_phone":"13800138000","scene":18})"},
       {"Scene18EmptyCustomer",
        R"({"receiver_type":1,"mobile_phone":"13800138000","scene":18,"customer_id":""})"}});
  table.push_back({kSendName, "CBC.0100", 400, "SmsOnTheInternationalSite", [](Stage& stage) {
                     return raw(stage, stage.intl_token(), "POST", kSendPath,
                                R"({"receiver_type":1,"mobile_phone":"13800138000"})");
                   }});
  table.push_back({kSendName, "CBC.0100", 400, "EmailWithoutAt", [](Stage& stage) {
                     return raw(stage, stage.intl_token(), "POST", kSendPath,
                                R"({"receiver_type":2,"email":"ops.example.com"})");
                   }});
  table.push_back({kSendName, "CBC.5017", 400, "", [](Stage& stage) {
                     stage.control.set("send_code_bad_mobile_answer", text("CBC.5017"));
                     return call(stage.partner(), kSend,
                                 {.receiver_type = 1, .mobile_phone = "23800138000"});
                   }});
  for (const char* customer : {kStrangerId, kResellerCustomerId}) {
    table.push_back(
        {kSendName, "CBC.99000035", 400, customer, [customer](Stage& stage) {
           return call(
               stage.partner(), kSend,
               {.receiver_type = 1, .mobile_phone = kMobile, .scene = 18, .customer_id = customer});
         }});
  }
  table.push_back({kSendName, "CBC.99004003", 400, "", [](Stage& stage) {
                     stage.control.set("fail_code_delivery_to", list({kMobile}));
                     return call(stage.partner(), kSend,
                                 {.receiver_type = 1, .mobile_phone = kMobile});
                   }});
  table.push_back({kSendName, "CBC.99004015", 400, "SixteenthWithinAnHour", [](Stage& stage) {
                     for (int i = 0; i < 15; ++i) send_code(stage, kMobile);
                     return call(stage.partner(), kSend,
                                 {.receiver_type = 1, .mobile_phone = kMobile});
                   }});
  table.push_back({kSendName, "CBC.99004015", 400, "SixtyFirstWithinADay", [](Stage& stage) {
                     for (int hour = 0; hour < 4; ++hour) {
                       for (int i = 0; i < 15; ++i) send_code(stage, kMobile);
                       stage.control.advance_clock("PT1H1S");
                     }
                     return call(stage.partner(), kSend,
                                 {.receiver_type = 1, .mobile_phone = kMobile});
                   }});
}

void add_create_fields(std::vector<ErrorScenario>& table) {
  const auto body = [](const std::string& more) {
    return R"({"xaccount_id":"u-1","xaccount_type":"DEMO_PLATFORM")" + more + "}";
  };
  add_bad_inputs(
      table, kCreateName, "POST", kCreatePath,
      {{"NoPlatformUser", R"({"xaccount_type":"DEMO_PLATFORM"})"},
       {"EmptyPlatformUser", R"({"xaccount_id":"","xaccount_type":"DEMO_PLATFORM"})"},
       {"NullPlatformUser", R"({"xaccount_id":null,"xaccount_type":"DEMO_PLATFORM"})"},
       {"LongPlatformUser",
        R"({"xaccount_id":")" + std::string(129, 'u') + R"(","xaccount_type":"DEMO_PLATFORM"})"},
       {"NoPlatform", R"({"xaccount_id":"u-1"})"},
       {"LongPlatform", R"({"xaccount_id":"u-1","xaccount_type":")" + k65 + R"("})"},
       {"NumberForPlatformUser", R"({"xaccount_id":1,"xaccount_type":"DEMO_PLATFORM"})"},
       {"NoCode", body(R"(,"mobile_phone":"13912345678")")},
       {"NullCode", body(R"(,"mobile_phone":"13912345678","verification_code":null)")},
       {"EmptyCode", body(R"(,"verification_code":"")")},
       {"CodeOf5", body(R"(,"mobile_phone":"13912345678","verification_code":"12345")")},
       {"CodeOf7", body(R"(,"mobile_phone":"13912345678","verification_code":"1234567")")},
       {"EmptyPassword", body(R"(,"password":"")")},
       {"WordForWaiting", body(R"(,"include_association_result":"yes")")},
       {"WordForMarketing", body(R"(,"is_close_market_ms":"yes")")},
       {"LongReseller", body(R"(,"indirect_partner_id":")" + k65 + "\"")}});
  struct Intl {
    const char* name;
    const char* body;
  };
  for (
      const Intl& bad :
      {Intl{"NoArea", R"({"xaccount_id":"u-1","xaccount_type":"DEMO_PLATFORM_INTL"})"},
       Intl{"AreaOfDigits",
            R"({"xaccount_id":"u-1","xaccount_type":"DEMO_PLATFORM_INTL","domain_area":"12"})"},
       Intl{
           "EmailWithoutAt",
           R"({"xaccount_id":"u-1","xaccount_type":"DEMO_PLATFORM_INTL","domain_area":"MX","email":"a.b","verification_code":"123456"})"}}) {
    table.push_back({kCreateName, "CBC.0100", 400, bad.name, [bad](Stage& stage) {
                       return raw(stage, stage.intl_token(), "POST", kCreatePath, bad.body);
                     }});
  }
  table.push_back({kCreateName, "CBC.0101", 400, "AnotherPartnersPlatform", [](Stage& stage) {
                     CreateSubCustomerRequest request = new_customer();
                     request.xaccount_type = kDistributorPlatform;
                     return call(stage.partner(), kCreate, request);
                   }});
  table.push_back({kCreateName, "CBC.0101", 400, "UnknownPlatform", [](Stage& stage) {
                     CreateSubCustomerRequest request = new_customer();
                     request.xaccount_type = "NOBODYS_PLATFORM";
                     return call(stage.partner(), kCreate, request);
                   }});
  for (const char* mobile :
       {"23912345678", "1391234567", "139123456789", "0086-13912345678", "1391234567a"}) {
    table.push_back({kCreateName, "CBC.5017", 400, mobile, [mobile](Stage& stage) {
                       return call(stage.partner(), kCreate, with_code(mobile, "123456"));
                     }});
  }
  for (const char* name : {"lake", "north-lake-foods-north-lake-foods", "1north-lake", "12345678",
                           "north lake", "op_north", "shadow_north"}) {
    table.push_back({kCreateName, "CBC.99000031", 400, name, [name](Stage& stage) {
                       CreateSubCustomerRequest request = new_customer();
                       request.domain_name = name;
                       return call(stage.partner(), kCreate, request);
                     }});
  }
}

void add_passwords(std::vector<ErrorScenario>& table) {
  struct Bad {
    const char* name;
    const char* password;
  };
  for (const Bad& bad : {Bad{"Of7", "Lake#24"}, Bad{"Of33", "Lake#2024Lake#2024Lake#2024Lake#2024"},
                         Bad{"OneKind", "northlakefoods"}, Bad{"TheAccountName", "North-Lake1"},
                         Bad{"TheReverse", "1ekaL-htroN"}, Bad{"WithTheMobile", "x13912345678"}}) {
    table.push_back({kCreateName, "CBC.99000036", 400, bad.name, [bad](Stage& stage) {
                       CreateSubCustomerRequest request =
                           with_code(kMobile, send_code(stage, kMobile));
                       request.domain_name = "North-Lake1";
                       request.password = Secret(bad.password);
                       return call(stage.partner(), kCreate, request);
                     }});
  }
}

void add_partner_states(std::vector<ErrorScenario>& table) {
  struct State {
    const char* code;
    const char* flag;
    std::optional<std::string> reseller;
  };
  for (const State& state : {State{"CBC.50010059", "channel_only", std::nullopt},
                             State{"CBC.50010065", "removed", kResellerId},
                             State{"CBC.50010085", "restricted", std::nullopt},
                             State{"CBC.50010086", "restricted", kResellerId}}) {
    table.push_back({kCreateName, state.code, 400, "Distributor", [state](Stage& stage) {
                       set_flags(stage, kDistributorId, {{state.flag, yes()}});
                       return call(stage.distributor(), kCreate,
                                   new_distributor_customer(state.reseller));
                     }});
  }
  table.push_back({kCreateName, "CBC.50010085", 400, "SolutionPartner", [](Stage& stage) {
                     set_flags(stage, kPartnerId, {{"restricted", yes()}});
                     return call(stage.partner(), kCreate, new_customer());
                   }});
  table.push_back({kCreateName, "CBC.99005035", 400, "", [](Stage& stage) {
                     set_flags(stage, kPartnerId, {{"sandbox", yes()}});
                     return call(stage.partner(), kCreate, new_customer());
                   }});
  add_foreign_reseller(table, kCreateName, kCreate,
                       CreateSubCustomerRequest{.xaccount_id = "u-1", .xaccount_type = kPlatform});
}

void add_duplicates(std::vector<ErrorScenario>& table) {
  // CheckUserIdentity 2: names are compared without regard to case, over the whole cloud.
  for (const char* name : {"demo-customer", "Demo-Distributor"}) {
    table.push_back({kCreateName, "CBC.99000038", 400, name, [name](Stage& stage) {
                       CreateSubCustomerRequest request = new_customer();
                       request.domain_name = name;
                       return call(stage.partner(), kCreate, request);
                     }});
  }
  table.push_back({kCreateName, "CBC.99000039", 400, "", [](Stage& stage) {
                     add_customer(stage, "u-1");
                     return call(stage.partner(), kCreate, new_customer());
                   }});
  table.push_back({kCreateName, "CBC.99000029", 400, "", [](Stage& stage) {
                     stage.control.set("mobile_exists", list({kMobile}));
                     return call(stage.partner(), kCreate,
                                 with_code(kMobile, send_code(stage, kMobile)));
                   }});
  table.push_back(
      {kCreateName, "CBC.99000030", 400, "FourthAccount", [](Stage& stage) {
         for (int i = 0; i < 3; ++i) {
           CreateSubCustomerRequest request = with_code(kMobile, send_code(stage, kMobile));
           request.xaccount_id = "earlier-" + std::to_string(i);
           stage.partner().client.create_sub_customer(request).value();
         }
         return call(stage.partner(), kCreate, with_code(kMobile, send_code(stage, kMobile)));
       }});
  table.push_back({kCreateName, "CBC.99000051", 400, "", [](Stage& stage) {
                     stage.control.set("reported_contacts", list({kMobile}));
                     return call(stage.partner(), kCreate,
                                 with_code(kMobile, send_code(stage, kMobile)));
                   }});
}

void add_codes(std::vector<ErrorScenario>& table) {
  table.push_back({kCreateName, "CBC.99004008", 400, "", [](Stage& stage) {
                     const std::string code = send_code(stage, kMobile, 10);
                     stage.control.advance_clock("PT10M1S");
                     return call(stage.partner(), kCreate, with_code(kMobile, code));
                   }});
  // A code locks when its failure counter is above 3: the fifth try is refused although it is
  // right.
  table.push_back(
      {kCreateName, "CBC.99004009", 400, "RightCodeAfterFourWrongOnes", [](Stage& stage) {
         const std::string code = send_code(stage, kMobile);
         for (int i = 0; i < 4; ++i) {
           const auto refused =
               stage.partner().client.create_sub_customer(with_code(kMobile, wrong(code)));
           EXPECT_EQ(refused.ok() ? "ok" : refused.error().code, "CBC.99004010");
         }
         return call(stage.partner(), kCreate, with_code(kMobile, code));
       }});
  table.push_back({kCreateName, "CBC.99004010", 400, "NeverSent", [](Stage& stage) {
                     return call(stage.partner(), kCreate, with_code(kMobile, "123456"));
                   }});
  table.push_back({kCreateName, "CBC.99004010", 400, "Wrong", [](Stage& stage) {
                     return call(stage.partner(), kCreate,
                                 with_code(kMobile, wrong(send_code(stage, kMobile))));
                   }});
  table.push_back({kCreateName, "CBC.99004010", 400, "SentToAnotherNumber", [](Stage& stage) {
                     const std::string code = send_code(stage, kMobile);
                     return call(stage.partner(), kCreate, with_code("13800138000", code));
                   }});
  // Send 6: codes of scene 18 are not for registration.
  table.push_back({kCreateName, "CBC.99004010", 400, "OfAnotherScene", [](Stage& stage) {
                     stage.partner()
                         .client
                         .send_verification_message_code({.receiver_type = 1,
                                                          .mobile_phone = kMobile,
                                                          .scene = 18,
                                                          .customer_id = kCustomerId})
                         .value();
                     return call(stage.partner(), kCreate,
                                 with_code(kMobile, stage.control.newest_code(kMobile)));
                   }});
}

void add_association(std::vector<ErrorScenario>& table) {
  ErrorScenario refused{kCreateName, "CBC.99000004", 400, "", [](Stage& stage) {
                          stage.control.set("refuse_authorization_for", list({"u-1"}));
                          CreateSubCustomerRequest request = new_customer();
                          request.include_association_result = true;
                          return call(stage.partner(), kCreate, request);
                        }};
  refused.leaves_traces = true;  // rule 2: the account may remain
  table.push_back(std::move(refused));
  ErrorScenario late{kCreateName, "CBC.99000050", 500, "", [](Stage& stage) {
                       stage.control.set("association_delay_ms", number("60000"));
                       stage.control.set("association_wait_limit_ms", number("20"));
                       CreateSubCustomerRequest request = new_customer();
                       request.include_association_result = true;
                       return call(stage.partner(), kCreate, request);
                     }};
  late.leaves_traces = true;  // the account exists
  table.push_back(std::move(late));
}

void add_list(std::vector<ErrorScenario>& table) {
  add_bad_inputs(table, "ListSubCustomers", "POST", kListPath,
                 {{"NameWithBlank", R"({"account_name":"north lake"})"},
                  {"CustomerWithBlank", R"({"customer":"Qinghe Foods"})"},
                  {"LabelWithBlank", R"({"label":"fast food"})"},
                  {"LongName", R"({"account_name":")" + k65 + R"("})"},
                  {"LongCustomerId", R"({"customer_id":")" + k65 + R"("})"},
                  {"LimitZero", R"({"limit":0})"},
                  {"Limit101", R"({"limit":101})"},
                  {"LimitDecimal", R"({"limit":1.5})"},
                  {"OffsetNegative", R"({"offset":-1})"},
                  {"OffsetTooLarge", R"({"offset":40000001})"},
                  {"UnknownAssociation", R"({"association_type":"4"})"},
                  {"AssociationOfTheOtherSite", R"({"association_type":"3"})"},
                  {"EmptyBegin", R"({"associated_on_begin":""})"},
                  {"EmptyEnd", R"({"associated_on_end":""})"},
                  {"DateForTime", R"({"associated_on_begin":"2025-01-01"})"}});
  table.push_back(
      {"ListSubCustomers", "CBC.0100", 400, "ChinasAssociationAbroad", [](Stage& stage) {
         return raw(stage, stage.intl_token(), "POST", kListPath, R"({"association_type":"2"})");
       }});
  add_foreign_reseller(table, "ListSubCustomers", kList, ListSubCustomersRequest{});
}

void add_tags(std::vector<ErrorScenario>& table) {
  std::string ids;
  for (int i = 0; i <= 200; ++i) ids += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\"";
  add_bad_inputs(table, "ListSubCustomerNewTag", "POST",
                 "/v2/partners/sub-customers/new-customers-tags/batch-query",
                 {{"Ids201", R"({"customer_ids":[)" + ids + "]}"},
                  {"LongId", R"({"customer_ids":[")" + k65 + R"("]})"},
                  {"LimitZero", R"({"limit":0})"},
                  {"Limit201", R"({"limit":201})"},
                  {"OffsetNegative", R"({"offset":-1})"},
                  {"OffsetTooLarge", R"({"offset":2147483648})"}});
  add_foreign_reseller(table, "ListSubCustomerNewTag", &bss::Operations::list_sub_customer_new_tag,
                       ListSubCustomerNewTagRequest{});
}

void add_resellers(std::vector<ErrorScenario>& table) {
  add_bad_inputs(table, "ListIndirectPartners", "POST", "/v2/partners/indirect-partners/query",
                 {{"LongName", R"({"account_name":")" + k65 + R"("})"},
                  {"LongId", R"({"indirect_partner_id":")" + k65 + R"("})"},
                  {"LimitZero", R"({"limit":0})"},
                  {"Limit101", R"({"limit":101})"},
                  {"OffsetNegative", R"({"offset":-1})"},
                  {"OffsetTooLarge", R"({"offset":40000001})"},
                  {"EmptyBegin", R"({"associated_on_begin":""})"},
                  {"EmptyEnd", R"({"associated_on_end":""})"},
                  {"DateForTime", R"({"associated_on_begin":"2025-01-01"})"}});
}

void add_divisions(std::vector<ErrorScenario>& table) {
  struct List {
    const char* operation;
    const char* path;
    std::string of;
  };
  for (const List& list :
       {List{"ListProvinces", "/v2/systems/configs/provinces", ""},
        List{"ListCities", "/v2/systems/configs/cities", "province_code=CN-13&"},
        List{"ListCounties", "/v2/systems/configs/counties", "city_code=CN-13-001&"}}) {
    add_bad_inputs(table, list.operation, "GET", list.path,
                   {{"LimitZero", list.of + "limit=0"},
                    {"Limit1001", list.of + "limit=1001"},
                    {"LimitBlank", list.of + "limit"},
                    {"LimitEmpty", list.of + "limit="},
                    {"LimitTwoQuotes", list.of + "limit=%22%22"},
                    {"LimitNull", list.of + "limit=null"},
                    {"OffsetTwoQuotes", list.of + "offset=%22%22"},
                    {"OffsetTooLarge", list.of + "offset=1001"}});
  }
  add_bad_inputs(table, "ListCities", "GET", "/v2/systems/configs/cities",
                 {{"NoProvince", "limit=5"},
                  {"EmptyProvince", "province_code="},
                  {"LongProvince", "province_code=" + std::string(41, 'a')}});
  add_bad_inputs(table, "ListCounties", "GET", "/v2/systems/configs/counties",
                 {{"NoCity", "limit=5"},
                  {"EmptyCity", "city_code="},
                  {"LongCity", "city_code=" + std::string(21, 'a')}});
}

}  // namespace

std::vector<ErrorScenario> customers_errors() {
  std::vector<ErrorScenario> table;
  add_check(table);
  add_send(table);
  add_create_fields(table);
  add_passwords(table);
  add_partner_states(table);
  add_duplicates(table);
  add_codes(table);
  add_association(table);
  add_list(table);
  add_tags(table);
  add_resellers(table);
  add_divisions(table);
  return table;
}

}  // namespace bss::contract
