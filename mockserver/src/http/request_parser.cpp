#include "http/request_parser.h"

#include <algorithm>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>

namespace bss::mock::http {

namespace beast_http = boost::beast::http;

namespace {

/// Method, version, blanks and line ends beside the target.
constexpr std::size_t kLineSlack = 4096;

/// Beast's own limit guards only against a head that never ends; what is too large in it is judged
/// line by line.
std::uint32_t head_limit(const Limits& limits) {
  return static_cast<std::uint32_t>(limits.target + limits.headers + kLineSlack);
}

std::string_view view(boost::beast::string_view text) noexcept {
  return {text.data(), text.size()};
}

}  // namespace

RequestParser::RequestParser(const Limits& limits) : limits_(limits) {
  header_limit(head_limit(limits));
  body_limit(limits.body);
}

RequestParser::Progress RequestParser::consume(const char* data, std::size_t size) {
  Progress progress;
  if (!started_) {
    // RFC 9112 2.2: an empty line before the request line is skipped; some clients send one after a
    // body.
    while (size - progress.used >= 2 && data[progress.used] == '\r' &&
           data[progress.used + 1] == '\n') {
      progress.used += 2;
    }
    const bool half_line = size - progress.used == 1 && data[progress.used] == '\r';
    if (size == progress.used || half_line) return progress;
    started_ = true;
  }
  while (true) {
    if (head_told_ && is_done()) {
      progress.step = Step::kDone;
      return progress;
    }
    // Beast takes for granted that a last chunk it has begun comes back with all five bytes
    // "0 CR LF CR LF" or more. No chunk is shorter, so nothing is held up for good.
    constexpr std::size_t kShortestLastChunk = 5;
    if (in_chunk_header_ && size - progress.used < kShortestLastChunk) return progress;
    Error error;
    progress.used +=
        put(boost::asio::const_buffer(data + progress.used, size - progress.used), error);
    in_chunk_header_ = head_done_ && chunked() && error == beast_http::error::need_more;
    if (refusal_.status == 0 && error && error != beast_http::error::need_more) {
      refuse_unreadable(error, {data, size});
    }
    if (refusal_.status != 0) {
      progress.step = Step::kRefused;
      return progress;
    }
    if (head_done_ && !head_told_) {
      head_told_ = true;
      progress.step = Step::kHeadDone;
      return progress;
    }
    if (is_done()) continue;
    if (error == beast_http::error::need_more || progress.used == size) return progress;
  }
}

void RequestParser::on_request_impl(beast_http::verb, Text method, Text target, int version,
                                    Error& error) {
  if (target.size() > limits_.target) return refuse(414, "the request target is too long", error);
  request_.method.assign(method.data(), method.size());
  request_.target.assign(target.data(), target.size());
  request_.version = version;
}

void RequestParser::on_field_impl(beast_http::field name, Text name_text, Text value,
                                  Error& error) {
  const std::size_t size = name_text.size() + value.size();
  header_bytes_ += size + 4;  // ": " and the line end count, as they do for the gateway's buffer
  if (size > limits_.header) return refuse(494, "a header is too large", error);
  if (header_bytes_ > limits_.headers) {
    return refuse(494, "the headers are too large together", error);
  }
  if (head_done_) return;  // a trailer of a chunked body: counted, never taken for a header
  if (name == beast_http::field::host) ++hosts_;
  if (name == beast_http::field::expect && equal_names(view(value), "100-continue")) {
    expects_continue_ = true;
  }
  request_.headers.emplace_back(std::string(name_text.data(), name_text.size()),
                                std::string(value.data(), value.size()));
}

void RequestParser::on_header_impl(Error& error) {
  head_done_ = true;
  if (hosts_ > 1 || (request_.version == 11 && hosts_ == 0)) {
    refuse(400, "exactly one Host header is needed", error);
  }
}

void RequestParser::on_body_init_impl(const boost::optional<std::uint64_t>& length, Error&) {
  // A client that announces much and sends little must not make the server take the memory in
  // advance.
  constexpr std::uint64_t kReserveAtMost = std::uint64_t{256} * 1024;
  if (length) request_.body.reserve(static_cast<std::size_t>(std::min(*length, kReserveAtMost)));
}

std::size_t RequestParser::on_body_impl(Text part, Error&) {
  request_.body.append(part.data(), part.size());
  return part.size();
}

std::size_t RequestParser::on_chunk_body_impl(std::uint64_t, Text part, Error& error) {
  if (request_.body.size() + part.size() > limits_.body) {
    refuse(413, "the body is too large", error);
    return 0;
  }
  request_.body.append(part.data(), part.size());
  return part.size();
}

void RequestParser::refuse(int status, std::string reason, Error& error) {
  refusal_ = {status, std::move(reason)};
  error = beast_http::error::bad_field;
}

void RequestParser::refuse_unreadable(const Error& error, std::string_view unused) {
  if (error == beast_http::error::body_limit) {
    refusal_ = {413, "the body is too large"};
  } else if (error == beast_http::error::header_limit) {
    const bool in_request_line =
        request_.method.empty() &&
        unused.substr(0, limits_.target + kLineSlack).find('\n') == std::string_view::npos;
    refusal_ = in_request_line ? Refusal{414, "the request target is too long"}
                               : Refusal{494, "the headers are too large together"};
  } else {
    refusal_ = {400, "malformed HTTP: " + error.message()};
  }
}

}  // namespace bss::mock::http
