// No byte of a signed request can be changed unnoticed, and no change that leaves the signed
// request the same is taken for one that does not. A good request follows every fourth bad one:
// five wrong signatures in a row would lock the key.
#include <algorithm>
#include <cctype>
#include <filesystem>
#include <iostream>
#include <ostream>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "mutation.h"
#include "recording.h"
#include "replaying.h"
#include "samples.h"

namespace bss::test {
namespace {

constexpr const char* kSampleDate = "20250601T120000Z";
constexpr int kBadInARow = 4;
constexpr int kFailuresShown = 10;

struct Source {
  std::string name;
  std::vector<RecordedRequest> requests;
};

void PrintTo(const Source& source, std::ostream* out) {
  *out << source.name;
}

std::vector<Source> sources() {
  std::vector<Source> all{{"samples", signed_samples(kSampleDate)}};
  for (const auto& file : recordings_in(BSS_RECORDINGS))
    all.push_back({file.stem().string(), read_recording(file)});
  return all;
}

/// IAM answers a token it cannot read in its own form (auth-gateway 3.8); signatures are the
/// gateway's business there too.
bool is_iam(std::string_view target) {
  return target.rfind("/v3/auth/", 0) == 0 || target.rfind("/v3/projects", 0) == 0;
}

/// Empty when the answer is the expected one, else what is wrong.
std::string difference(const Mutation& mutation, const Answer& answer) {
  const auto body = nlohmann::json::parse(answer.body, nullptr, false);
  const std::string code = body.is_object() ? body.value("error_code", "") : "";
  const std::string text = body.is_object() ? body.value("error_msg", "") : "";
  const auto says = [&](std::string_view words) { return text.find(words) != std::string::npos; };
  const bool signature_refused =
      answer.status == 401 && code == "APIG.0301" && !says("reach the limit");
  bool good = false;
  switch (mutation.expected) {
    case Expected::kAccepted:
      good = answer.status != 401 && answer.status != 404 && answer.status != 429;
      break;
    case Expected::kNotServed:
      good = (answer.status == 404 && code == "APIGW.0101") ||
             (answer.status == 400 && code == "APIG.0201");
      break;
    case Expected::kForeignScheme:
      good = is_iam(mutation.request.target)
                 ? answer.status == 401 && body.is_object() && body.contains("error")
                 : signature_refused && says("decrypt token fail");
      break;
    case Expected::kUnknownKey:
      good = signature_refused && says("ak not exist");
      break;
    case Expected::kWrongSignature:
      good = signature_refused && says("verify aksk signature fail");
      break;
    case Expected::kSomeSignature:
      good = signature_refused;
      break;
  }
  if (good) return {};
  std::ostringstream out;
  out << mutation.what << ": expected " << mutation.expected << ", got " << answer.status << " "
      << answer.body;
  return out.str();
}

class MutationTest : public ::testing::TestWithParam<Source> {};

TEST_P(MutationTest, EveryByteOfASignedRequestCounts) {
  const auto& requests = GetParam().requests;
  const auto date = date_of(requests);
  if (!date) GTEST_SKIP() << "no signed request in this recording";
  const mock::Server server = server_at(*date);
  Replayer replayer(server.port());
  int wrong = 0;
  std::size_t tried = 0;
  for (const RecordedRequest& request : requests) {
    if (!is_signed(request)) continue;
    const Answer first = replayer.send(request);
    if (request.status == 401 && first.status == 401)
      continue;  // recorded as refused: nothing to compare with
    ASSERT_NE(first.status, 401) << request.method << " " << request.target << " " << first.body;
    int bad_in_a_row = 0;
    for (const Mutation& mutation : mutations_of(request)) {
      const std::string problem = difference(mutation, replayer.send(mutation.request));
      ++tried;
      if (!problem.empty() && ++wrong <= kFailuresShown)
        ADD_FAILURE() << request.target << ": " << problem;
      if (++bad_in_a_row < kBadInARow) continue;
      bad_in_a_row = 0;
      const Answer good = replayer.send(request);
      ASSERT_NE(good.status, 401) << "after " << mutation.what << ": " << good.body;
    }
  }
  EXPECT_EQ(wrong, 0) << "of " << tried;
  EXPECT_GT(tried, 0U);
  std::cout << tried << " changes\n";
}

std::string source_name(const ::testing::TestParamInfo<Source>& source) {
  std::string name = source.param.name;
  std::replace_if(
      name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Of, MutationTest, ::testing::ValuesIn(sources()), source_name);

}  // namespace
}  // namespace bss::test
