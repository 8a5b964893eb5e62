// The bytes that a server sends back, whole and in pieces. However they arrive, the same answer
// comes out, or none; and no piece of an answer is ever taken for all of it.
#include <algorithm>
#include <cstddef>
#include <string>

#include "fuzz.h"
#include "transport/answer_reader.h"

namespace {

using bss::TransportResponse;
using bss::detail::AnswerReader;
using State = AnswerReader::State;

struct Outcome {
  State state = State::kIncomplete;
  bool after_end = false;  ///< only the end of the connection completed it
  TransportResponse response;
};

/// Reads as an exchange does: until the answer is complete, then no further.
Outcome read(std::string_view bytes, std::size_t piece, AnswerReader::Body body) {
  AnswerReader reader(body);
  Outcome outcome;
  for (std::size_t at = 0; at < bytes.size() && outcome.state == State::kIncomplete; at += piece) {
    const std::string_view part = bytes.substr(at, piece);
    outcome.state = reader.take(part.data(), part.size());
    bss::fuzz::require(reader.started(), "a byte was taken");
  }
  if (outcome.state == State::kIncomplete) {
    outcome.after_end = true;
    outcome.state = reader.end();
    bss::fuzz::require(outcome.state != State::kIncomplete, "the end decides");
  }
  if (outcome.state != State::kComplete) return outcome;
  bss::fuzz::require(!outcome.after_end || !reader.keeps_connection(),
                     "a connection that ended cannot be used again");
  outcome.response = reader.take_response();
  return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes = bss::fuzz::text_of(data, size);
  for (const auto body : {AnswerReader::Body::kAsTold, AnswerReader::Body::kNone}) {
    const Outcome whole = read(bytes, std::max<std::size_t>(1, size), body);
    for (const std::size_t piece : {std::size_t{1}, std::size_t{2}, std::size_t{7}}) {
      const Outcome pieces = read(bytes, piece, body);
      bss::fuzz::require(pieces.state == whole.state, "pieces change nothing about the end");
      if (whole.state != State::kComplete) continue;
      bss::fuzz::require(pieces.response.status == whole.response.status, "the same status");
      bss::fuzz::require(pieces.response.headers == whole.response.headers, "the same headers");
      bss::fuzz::require(pieces.response.body == whole.response.body, "the same body");
    }
    if (whole.state == State::kComplete && body == AnswerReader::Body::kNone)
      bss::fuzz::require(whole.response.body.empty(), "no body where there is none");
  }
  return 0;
}
