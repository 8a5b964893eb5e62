#include "bss/wire/reader.h"

#include <gtest/gtest.h>

#include <string>

#include "sample.h"

namespace bss::wire {
namespace {

using sample::Outer;

/// Empty when the text was read; else "field: message".
std::string read(ReadMode mode, std::string_view text, Outer& out) {
  ReadContext context(mode, Site::kChina);
  Json body;
  if (read_body_object(context, text, false, body) && read_object(context, nullptr, body, out))
    return "";
  return context.problem().field + ": " + context.problem().message;
}

std::string read(ReadMode mode, std::string_view text) {
  Outer out;
  return read(mode, text, out);
}

TEST(BodyReader, ReadsWhatIsDescribed) {
  Outer out;
  ASSERT_EQ(read(ReadMode::kServer,
                 R"({"name":"n","small":-3,"inner":[{"cost":1.50}],"total":"2.0","x":1})", out),
            "");
  EXPECT_EQ(out.name, "n");
  EXPECT_EQ(out.small, -3);
  EXPECT_EQ(out.inner.at(0).cost->to_string(), "1.50");
  // Numeric texts are amounts for the server too.
  EXPECT_EQ(out.total->to_string(), "2.0");
}

TEST(BodyReader, NamesTheFirstProblemInTheOrderOfTheDescription) {
  EXPECT_EQ(read(ReadMode::kServer, R"({"total":"x","small":"y"})"),
            "name: Invalid parameter: name. It is required.");
  EXPECT_EQ(read(ReadMode::kServer, R"({"name":null})"),
            "name: Invalid parameter: name. It is required.");
  EXPECT_EQ(read(ReadMode::kServer, R"({"name":""})"),
            "name: Invalid parameter: name. It must not be empty.");
  EXPECT_EQ(read(ReadMode::kServer, R"({"name":5})"),
            "name: Invalid parameter: name. It must be a string.");
  EXPECT_EQ(read(ReadMode::kServer, R"({"name":"n","inner":[{},{"cost":1e2}]})"),
            "inner[1].cost: Invalid parameter: inner[1].cost. It must be a decimal number without "
            "exponent.");
  EXPECT_EQ(read(ReadMode::kServer, R"({"name":"n","inner":[{},{},{}]})"),
            "inner: Invalid parameter: inner. It must have at most 2 items.");
  EXPECT_EQ(read(ReadMode::kServer, R"({"name":"n","inner":{}})"),
            "inner: Invalid parameter: inner. It must be an array.");
  EXPECT_EQ(read(ReadMode::kServer, R"({"name":"n","inner":[null]})"),
            "inner[0]: Invalid parameter: inner[0]. It must be an object.");
  EXPECT_EQ(read(ReadMode::kServer, R"({"name":"n","small":2147483648})"),
            "small: Invalid parameter: small. It is out of range.");
  EXPECT_EQ(read(ReadMode::kServer, R"({"name":"n","small":1.0})"),
            "small: Invalid parameter: small. It must be a whole number.");
}

TEST(BodyReader, ReportsABadBodyWithoutAField) {
  // CBC.0100: empty body, no JSON, equal names, no object.
  for (const char* text :
       {"", "x", "[]", "null", "\"a\"", R"({"name":"a","name":"b"})", "{\"name\":\"\xFF\"}"}) {
    EXPECT_EQ(read(ReadMode::kServer, text).rfind(": ", 0), 0U) << text;
  }
}

TEST(BodyReader, IsLenientWithAnswers) {
  Outer out;
  ASSERT_EQ(read(ReadMode::kLenient,
                 R"({"small":null,"inner":null,"new":[1],"name":"longer than eight"})", out),
            "");
  EXPECT_EQ(out.name, "longer than eight");
  EXPECT_FALSE(out.small);
  ASSERT_EQ(read(ReadMode::kLenient, "{}", out), "");
  // But never with types.
  EXPECT_NE(read(ReadMode::kLenient, R"({"small":"1"})"), "");
  EXPECT_NE(read(ReadMode::kLenient, R"({"total":1E2})"), "");
  EXPECT_NE(read(ReadMode::kLenient, "<html>"), "");
}

TEST(BodyReader, NotesInAnswersWhatIsNotDescribed) {
  ReadContext context(ReadMode::kLenient, Site::kChina);
  Json body = *read_json(R"({"new":[1],"name":"n","inner":[{"cost":1.5,"newer":"x"},{}]})").value;
  Outer out;
  ASSERT_TRUE(read_object(context, nullptr, body, out));
  const auto notes = context.take_unknown();
  ASSERT_EQ(notes.size(), 2U);
  EXPECT_EQ(notes[0].field, "inner[0].newer");
  EXPECT_EQ(notes[0].value, "\"x\"");
  EXPECT_EQ(notes[1].field, "new");
  EXPECT_EQ(notes[1].value, "[1]");
}

TEST(BodyReader, NotesNoMoreThanAHundredThings) {
  ReadContext context(ReadMode::kLenient, Site::kChina);
  std::string text = "{\"name\":\"n\"";
  for (int i = 0; i < 500; ++i) text += ",\"new" + std::to_string(i) + "\":1";
  Json body = *read_json(text + "}").value;
  Outer out;
  ASSERT_TRUE(read_object(context, nullptr, body, out));
  EXPECT_EQ(context.take_unknown().size(), 100U);
}

TEST(BodyReader, IsStrictWhenAsked) {
  EXPECT_EQ(read(ReadMode::kStrict, R"({"name":"n"})"), "");
  EXPECT_EQ(read(ReadMode::kStrict, "{}"), "name: Field name. It is required.");
  EXPECT_EQ(read(ReadMode::kStrict, R"({"name":"n","inner":[{"new":1}]})"),
            "inner[0].new: Field inner[0].new. The description does not know it.");
}

TEST(Paths, MatchTemplatesSegmentBySegment) {
  NameValues parameters;
  EXPECT_TRUE(match_path("/v2/{a}/b/{c}", "/v2/1/b/2 3", &parameters));
  EXPECT_EQ(parameters, (NameValues{{"a", "1"}, {"c", "2 3"}}));
  EXPECT_TRUE(match_path("/v2/x", "/v2/x", nullptr));
  for (const char* path : {"", "/", "/v2", "/v2/1/b", "/v2/1/b/", "/v2//b/2", "/v2/1/c/2",
                           "/v2/1/b/2/", "/v2/1/b/2/3", "v2/1/b/2", "/v2/1/b//"}) {
    EXPECT_FALSE(match_path("/v2/{a}/b/{c}", path, nullptr)) << path;
  }
}

TEST(Paths, AreFilledIn) {
  EXPECT_EQ(expand_path("/v2/{a}/b/{c}", {{"c", "2"}, {"a", "1"}}), "/v2/1/b/2");
  EXPECT_EQ(expand_path("/v2/x", {}), "/v2/x");
}

}  // namespace
}  // namespace bss::wire
