#include "bss/wire/json.h"

#include <gtest/gtest.h>

#include <chrono>
#include <clocale>
#include <random>
#include <string>

namespace bss::wire {
namespace {

std::string again(std::string_view text) {
  const JsonResult result = read_json(text);
  return result.value ? write_json(*result.value) : "refused: " + result.error.message;
}

constexpr const char* kDocument =
    R"({"a":"x\"\\\/\n\u00e9\ud83d\ude00","b":[1,-2.50,0.0,1e3,true,false,null,{}],"c":{"d":[[],[{}]]},"äß":"中"})";

TEST(JsonReader, KeepsTheTextOfNumbers) {
  // Money: 10.00 must not become 10.0 or 10.
  EXPECT_EQ(
      again("[10.00,10,0.10,-0.00,12345678901234567890123456789.10,1.5e10,9223372036854775807]"),
      "[10.00,10,0.10,-0.00,12345678901234567890123456789.10,1.5e10,9223372036854775807]");
}

TEST(JsonReader, KeepsLongIntegersAsText) {
  const auto result =
      read_json("[18446744073709551615,123456789012345678901234567890,-9223372036854775808]");
  ASSERT_TRUE(result.value);
  EXPECT_EQ(result.value->items()[0].text(), "18446744073709551615");
  EXPECT_FALSE(result.value->items()[0].as_integer());
  EXPECT_EQ(result.value->items()[1].text(), "123456789012345678901234567890");
  EXPECT_FALSE(result.value->items()[1].as_decimal());
  EXPECT_EQ(result.value->items()[2].as_integer(), INT64_MIN);
}

TEST(JsonReader, GivesNumbersOnlyWithoutExponent) {
  const auto result = read_json(R"([1e2,1.5e1,1.0,7,"7",true])");
  ASSERT_TRUE(result.value);
  const auto& items = result.value->items();
  EXPECT_FALSE(items[0].as_integer());
  EXPECT_FALSE(items[0].as_decimal());
  EXPECT_FALSE(items[1].as_decimal());
  EXPECT_FALSE(items[2].as_integer());
  EXPECT_EQ(items[2].as_decimal()->to_string(), "1.0");
  EXPECT_EQ(items[3].as_integer(), 7);
  EXPECT_FALSE(items[4].as_integer());
  EXPECT_FALSE(items[4].as_decimal());
  EXPECT_FALSE(items[5].as_integer());
}

TEST(JsonReader, KeepsMembersInTheirOrder) {
  EXPECT_EQ(again(R"( {"z":1 , "a":2} )"), R"({"z":1,"a":2})");
}

TEST(JsonReader, NamesTheDuplicate) {
  const auto result = read_json(R"({"amount":1,"b":{"x":1},"amount":2})");
  EXPECT_FALSE(result.value);
  EXPECT_EQ(result.error.duplicate, "amount");
  // Equal after unescaping is equal.
  EXPECT_FALSE(read_json(R"({"a":1,"\u0061":2})").value);
  EXPECT_TRUE(read_json(R"([{"a":1},{"a":2},{"b":{"a":1},"a":1}])").value);
}

TEST(JsonReader, FindsDuplicatesAmongManyMembers) {
  std::string text = "{";
  for (int i = 0; i < 40; ++i) text += "\"m" + std::to_string(i) + "\":0,";
  EXPECT_TRUE(read_json(text + "\"last\":1}").value);
  for (const char* twice : {"m0", "m11", "m12", "m39"}) {
    const auto result = read_json(text + "\"" + twice + "\":1}");
    EXPECT_FALSE(result.value);
    EXPECT_EQ(result.error.duplicate, twice);
  }
}

TEST(JsonReader, TakesTheFirstOfEqualNamesWhereTheyAreAllowed) {
  const auto result = read_json(R"({"a":1,"a":2})", JsonLimits{64, false});
  ASSERT_TRUE(result.value);
  EXPECT_EQ(result.value->find("a")->as_integer(), 1);
}

TEST(JsonReader, LimitsDepth) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  EXPECT_TRUE(read_json(nested(64)).value);
  EXPECT_FALSE(read_json(nested(65)).value);
  EXPECT_EQ(read_json(nested(65)).error.message, "nested too deeply");
  EXPECT_FALSE(read_json(nested(2'000'000)).value);
  EXPECT_FALSE(read_json(nested(2), JsonLimits{1, true}).value);
  EXPECT_TRUE(read_json("1", JsonLimits{0, true}).value);
}

TEST(JsonReader, RefusesWhatIsNoDocument) {
  for (const char* text :
       {"",        " ",   "{",     "}",         "[1,]",    "{\"a\":}",    "{a:1}",
        "{'a':1}", "01",  "1.",    ".5",        "+1",      "--1",         "1 2",
        "{}{}",    "nul", "True",  "\"",        "\"\\x\"", "\"\\ud800\"", "\"\n\"",
        "<html>",  "NaN", "[1 2]", "{\"a\" 1}", "/**/1",   "1e"}) {
    EXPECT_FALSE(read_json(text).value) << text;
    EXPECT_FALSE(read_json(text).error.message.empty()) << text;
  }
}

TEST(JsonReader, RefusesBrokenUtf8) {
  for (const char* bytes : {"\x80", "\xC3", "\xC3\x28", "\xC0\xAF", "\xE2\x82", "\xED\xA0\x80",
                            "\xF5\x80\x80\x80", "\xFF"}) {
    EXPECT_FALSE(read_json("{\"a\":\"" + std::string(bytes) + "\"}").value);
    EXPECT_FALSE(read_json("{\"" + std::string(bytes) + "\":1}").value);
    EXPECT_FALSE(read_json(bytes).value);
  }
}

TEST(JsonReader, NeverQuotesTheDocumentInItsMessages) {
  const auto result = read_json(R"({"password":"Partner@2025" x})");
  EXPECT_FALSE(result.value);
  EXPECT_EQ(result.error.message.find("Partner"), std::string::npos);
  EXPECT_EQ(result.error.message.find("password"), std::string::npos);
}

TEST(JsonReader, ReportsNumbersThatAreOutOfRange) {
  EXPECT_EQ(read_json("1e999").error.message, "a number is out of range");
  EXPECT_TRUE(read_json("1e-999").value);
}

TEST(JsonReader, SurvivesTruncationAtEveryByte) {
  const std::string document(kDocument);
  ASSERT_TRUE(read_json(document).value);
  for (std::size_t length = 0; length < document.size(); ++length) {
    EXPECT_FALSE(read_json(std::string_view(document).substr(0, length)).value) << length;
  }
}

TEST(JsonReader, SurvivesEveryDamagedByte) {
  std::mt19937 random(7);
  const std::string document(kDocument);
  for (std::size_t at = 0; at < document.size(); ++at) {
    for (int i = 0; i < 20; ++i) {
      std::string damaged = document;
      damaged[at] = static_cast<char>(random());
      const auto result = read_json(damaged);
      // What is still a document must survive writing and reading.
      if (result.value) {
        EXPECT_EQ(again(write_json(*result.value)), write_json(*result.value));
      }
    }
  }
}

TEST(JsonReader, DoesNotDependOnTheLocale) {
  const std::string before = std::setlocale(LC_NUMERIC, nullptr);
  // Where no such locale is installed the rest still holds.
  for (const char* name : {"de_DE.UTF-8", "fr_FR.UTF-8", "de_DE"}) {
    if (std::setlocale(LC_NUMERIC, name) != nullptr) break;
  }
  EXPECT_EQ(again("[10.05,-1.5e-3]"), "[10.05,-1.5e-3]");
  std::setlocale(LC_NUMERIC, before.c_str());
}

TEST(JsonReader, ReadsHostileDocumentsInLinearTime) {
  const auto seconds = [](const std::string& text) {
    const auto start = std::chrono::steady_clock::now();
    (void)read_json(text);
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  std::string members = "{";
  for (int i = 0; i < 100'000; ++i) members += "\"k" + std::to_string(i) + "\":0,";
  members += "\"end\":0}";
  // Quadratic search would take minutes.
  EXPECT_LT(seconds(members), 10.0);
  EXPECT_LT(seconds("[" + std::string(2'000'000, ' ') + "1" + std::string(2'000'000, '0') + "]"),
            10.0);
}

TEST(JsonWriter, EscapesWhatMustBeEscaped) {
  std::string out;
  append_json_string(out, std::string_view("a\"\\\b\f\n\r\t\x01\x1f/\x7f\0é中", 18));
  EXPECT_EQ(out, "\"a\\\"\\\\\\b\\f\\n\\r\\t\\u0001\\u001f/\x7f\\u0000é中\"");
  EXPECT_TRUE(read_json(out).value);
}

TEST(JsonWriter, WritesEveryKind) {
  Json object = Json::object();
  object.add("n", Json());
  object.add("t", Json::boolean(true));
  object.add("i", Json::number(-5));
  object.add("d", Json::decimal(*Decimal::parse("10.5"), 2));
  object.add("s", Json::string("x"));
  object.add("a", Json::array({Json::number(1), Json::array()}));
  object.add("o", Json::object());
  EXPECT_EQ(write_json(object),
            R"({"n":null,"t":true,"i":-5,"d":10.50,"s":"x","a":[1,[]],"o":{}})");
}

TEST(JsonPointer, FollowsRfc6901) {
  const auto result = read_json(R"({"foo":["bar",{"x":1}],"":0,"a/b":1,"m~n":8,"0":"zero"})");
  ASSERT_TRUE(result.value);
  const Json& root = *result.value;
  EXPECT_EQ(root.at_pointer(""), &root);
  EXPECT_EQ(root.at_pointer("/foo/0")->text(), "bar");
  EXPECT_EQ(root.at_pointer("/foo/1/x")->text(), "1");
  EXPECT_EQ(root.at_pointer("/")->text(), "0");
  EXPECT_EQ(root.at_pointer("/a~1b")->text(), "1");
  EXPECT_EQ(root.at_pointer("/m~0n")->text(), "8");
  EXPECT_EQ(root.at_pointer("/0")->text(), "zero");
  for (const char* missing :
       {"foo", "/nope", "/foo/2", "/foo/01", "/foo/-1", "/foo/x", "/foo/0/x", "/m~n", "/m~"}) {
    EXPECT_EQ(root.at_pointer(missing), nullptr) << missing;
  }
}

}  // namespace
}  // namespace bss::wire
