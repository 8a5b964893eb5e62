#include "control/body_reader.h"

#include <functional>

#include <gtest/gtest.h>

namespace bss::mock::control {
namespace {

wire::Json json(const char* text) {
  return *wire::read_json(text).value;
}

std::string field_of_refusal(const char* text, const std::function<void(BodyReader&)>& read) {
  const auto document = json(text);
  try {
    BodyReader reader(document);
    read(reader);
    reader.finish();
  } catch (const ControlError& error) {
    EXPECT_EQ(error.status(), 400);
    return error.field().empty() ? "(no field)" : error.field();
  }
  return "(accepted)";
}

TEST(BodyReader, ReadsMoneyExactlyWhicheverWayItIsWritten) {
  const auto document = json(R"({"a":"10.05","b":10.05,"c":"0.10"})");
  BodyReader reader(document);
  EXPECT_EQ(reader.money("a"), domain::Money::cents(1005));
  EXPECT_EQ(reader.money("b"), domain::Money::cents(1005));
  EXPECT_EQ(reader.money("c"), domain::Money::cents(10));
  EXPECT_NO_THROW(reader.finish());
}

TEST(BodyReader, RefusesAmountsThatAreNone) {
  const auto money = [](BodyReader& reader) { reader.money("amount"); };
  for (const char* text :
       {R"({"amount":"10.001"})", R"({"amount":"-1"})", R"({"amount":0})", R"({"amount":1e3})",
        R"({"amount":true})", R"({"amount":""})", R"({})"}) {
    EXPECT_EQ(field_of_refusal(text, money), "amount") << text;
  }
}

TEST(BodyReader, NamesTheFieldThatIsWrong) {
  EXPECT_EQ(field_of_refusal(R"({"x":1})", [](BodyReader& r) { r.text("x"); }), "x");
  EXPECT_EQ(field_of_refusal(R"({"x":"1"})", [](BodyReader& r) { r.whole("x", 0, 9); }), "x");
  EXPECT_EQ(field_of_refusal(R"({"x":10})", [](BodyReader& r) { r.whole("x", 0, 9); }), "x");
  EXPECT_EQ(field_of_refusal(R"({"x":"true"})", [](BodyReader& r) { r.flag("x"); }), "x");
  EXPECT_EQ(field_of_refusal(R"({"x":"soon"})", [](BodyReader& r) { r.instant("x"); }), "x");
  EXPECT_EQ(field_of_refusal(R"({"x":["a",1]})", [](BodyReader& r) { r.texts("x"); }), "x");
  EXPECT_EQ(field_of_refusal(R"({"x":1,"typo":2})", [](BodyReader& r) { r.whole("x", 0, 9); }),
            "typo");
  EXPECT_EQ(field_of_refusal(R"([])", [](BodyReader&) {}), "(no field)");
  EXPECT_EQ(field_of_refusal(R"({"x":null})", [](BodyReader& r) { r.flag("x"); }), "(accepted)");
}

}  // namespace
}  // namespace bss::mock::control
