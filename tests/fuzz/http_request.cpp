// The bytes of a connection: head and body, whole and in pieces. However they arrive, the same
// requests come out.
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "fuzz.h"
#include "http/request_parser.h"

namespace {

using bss::mock::http::Limits;
using bss::mock::http::Request;
using bss::mock::http::RequestParser;

/// Small, so that a fuzzer meets each of them.
Limits limits() {
  Limits limits;
  limits.target = 200;
  limits.header = 300;
  limits.headers = 1000;
  limits.body = 500;
  return limits;
}

struct Outcome {
  std::vector<Request> requests;
  int refused = 0;
  std::size_t unread = 0;  ///< bytes of a request that is not complete
};

/// Reads as a session does: `piece` new bytes at a time, unused ones in front of the next.
Outcome read(std::string_view bytes, std::size_t piece) {
  static const Limits kLimits = limits();
  Outcome outcome;
  std::string waiting;
  auto parser = std::make_unique<RequestParser>(kLimits);
  while (true) {
    const auto progress = parser->consume(waiting.data(), waiting.size());
    bss::fuzz::require(progress.used <= waiting.size(), "no more is used than was given");
    waiting.erase(0, progress.used);
    switch (progress.step) {
      case RequestParser::Step::kHeadDone:
        break;
      case RequestParser::Step::kDone:
        outcome.requests.push_back(parser->take());
        parser = std::make_unique<RequestParser>(kLimits);
        break;
      case RequestParser::Step::kRefused:
        outcome.refused = parser->refusal().status;
        bss::fuzz::require(outcome.refused >= 400 && outcome.refused < 600,
                           "a refusal is 4xx or 5xx");
        return outcome;
      case RequestParser::Step::kNeedMore:
        outcome.unread = waiting.size();
        if (bytes.empty()) return outcome;
        waiting += bytes.substr(0, piece);
        bytes.remove_prefix(std::min(piece, bytes.size()));
        break;
    }
  }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes = bss::fuzz::text_of(data + 1, size - 1);
  const Outcome whole = read(bytes, size);
  const Outcome pieces = read(bytes, 1 + data[0] % 16);
  // A head that arrives in pieces is judged when it is complete, a whole one at once; which of
  // several mistakes is seen first may differ, and Beast counts a chunk against the limit anew each
  // time its malformed extension is looked at.
  const auto still_waiting = [](const Outcome& one) { return one.refused == 0 && one.unread > 0; };
  bss::fuzz::require((whole.refused == 0) == (pieces.refused == 0) || still_waiting(whole) ||
                         still_waiting(pieces),
                     "refused in pieces as well");
  bss::fuzz::require(whole.requests.size() == pieces.requests.size(), "as many requests in pieces");
  for (std::size_t i = 0; i < whole.requests.size(); ++i) {
    const Request& one = whole.requests[i];
    const Request& other = pieces.requests[i];
    bss::fuzz::require(one.method == other.method && one.target == other.target &&
                           one.headers == other.headers && one.body == other.body,
                       "the same request in pieces");
    bss::fuzz::require(one.body.size() <= limits().body && one.target.size() <= limits().target,
                       "the limits hold");
  }
  return 0;
}
