#include "transport/answer_reader.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>

namespace bss::detail {

namespace http = boost::beast::http;
using boost::beast::error_code;
using boost::beast::string_view;

namespace {

// The limits only keep a broken server from filling the memory of its client.
constexpr std::uint32_t kLongestHead = 1024 * 1024;
constexpr std::uint64_t kLongestBody = 256ULL * 1024 * 1024;
/// What a length in a header is believed at most before the body is there.
constexpr std::uint64_t kReservedAtOnce = 1024ULL * 1024;
constexpr std::size_t kShortestEndOfChunks = 5;  // "0\r\n\r\n"
constexpr int kFirstFinal = 200;
constexpr int kSwitching = 101;

/// One message. Beast's own fields end at 64 KB, and tokens come in headers that are as long.
class Message final : public http::basic_parser<false> {
 public:
  explicit Message(AnswerReader::Body body) {
    header_limit(kLongestHead);
    body_limit(kLongestBody);
    skip(body == AnswerReader::Body::kNone);
  }

  TransportResponse response;

  bool is_interim() const {
    return is_done() && response.status < kFirstFinal && response.status != kSwitching;
  }

 private:
  void on_request_impl(http::verb, string_view, string_view, int, error_code&) override {}
  void on_response_impl(int code, string_view, int, error_code&) override {
    response.status = code;
  }
  void on_field_impl(http::field, string_view name, string_view value, error_code&) override {
    response.headers.emplace_back(std::string(name), std::string(value));
  }
  void on_header_impl(error_code&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>& length, error_code&) override {
    if (length) response.body.reserve(std::min(*length, kReservedAtOnce));
  }
  std::size_t on_body_impl(string_view part, error_code&) override {
    response.body.append(part.data(), part.size());
    return part.size();
  }
  void on_chunk_header_impl(std::uint64_t, string_view, error_code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, string_view part, error_code& problem) override {
    return on_body_impl(part, problem);
  }
  void on_finish_impl(error_code&) override {}
};

}  // namespace

struct AnswerReader::Parser {
  Body body = Body::kAsTold;
  std::optional<Message> message;
  std::string unread;  ///< bytes of a head that is not whole yet, or behind the answer
  bool started = false;

  void begin() { message.emplace(body); }

  /// Parses as far as it goes; tells how many bytes were used up.
  std::size_t parse(const char* bytes, std::size_t size, error_code& problem) {
    std::size_t used = 0;
    while (used < size && !message->is_done()) {
      if (message->is_header_done()) {
        // Beast asserts that it gets the end of the last chunk in one piece, or begins with five
        // bytes of it. More than these always follow, so they can wait for each other.
        if (message->chunked() && size - used < kShortestEndOfChunks) break;
        message->eager(true);
      }
      const std::size_t more =
          message->put(boost::asio::const_buffer(bytes + used, size - used), problem);
      used += more;
      if (problem || more == 0) break;
    }
    if (problem == http::error::need_more) problem = {};
    return used;
  }
};

AnswerReader::AnswerReader(Body body) : parser_(std::make_unique<Parser>()) {
  parser_->body = body;
  parser_->begin();
}

AnswerReader::~AnswerReader() = default;

AnswerReader::State AnswerReader::take(const char* bytes, std::size_t size) {
  Parser& parser = *parser_;
  parser.started = parser.started || size > 0;
  const bool fresh = parser.unread.empty();
  if (!fresh) parser.unread.append(bytes, size);
  const char* at = fresh ? bytes : parser.unread.data();
  std::size_t left = fresh ? size : parser.unread.size();
  error_code problem;
  for (;;) {
    const std::size_t used = parser.parse(at, left, problem);
    at += used;
    left -= used;
    if (problem) return State::kInvalid;
    if (!parser.message->is_interim()) break;
    parser.begin();
  }
  std::string rest(at, left);
  parser.unread = std::move(rest);
  return parser.message->is_done() ? State::kComplete : State::kIncomplete;
}

AnswerReader::State AnswerReader::end() {
  // Nothing at all, or interim answers alone: Beast must not be asked about that.
  if (!parser_->message->got_some()) return State::kInvalid;
  error_code problem;
  if (!parser_->message->is_done()) parser_->message->put_eof(problem);
  return !problem && parser_->message->is_done() ? State::kComplete : State::kInvalid;
}

bool AnswerReader::started() const {
  return parser_->started;
}

bool AnswerReader::keeps_connection() const {
  return parser_->message->keep_alive() && parser_->unread.empty();
}

TransportResponse AnswerReader::take_response() {
  return std::move(parser_->message->response);
}

}  // namespace bss::detail
