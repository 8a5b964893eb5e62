// Turns the bytes of one HTTP/1 request into http::Request, within limits. Used by the session for
// every request, and alone by tests. One parser reads one request; not shared between threads.
//
// It takes Beast's grammar but not its `fields` container: that one throws on a field of 64 KB and
// moves equal names together, and a signature is made over the headers as they were sent.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include <boost/beast/http/basic_parser.hpp>

#include "http/options.h"
#include "http/request.h"

namespace bss::mock::http {

class RequestParser final : private boost::beast::http::basic_parser<true> {
 public:
  enum class Step : std::uint8_t {
    kNeedMore,  ///< everything given was used as far as it goes
    kHeadDone,  ///< told once; the body has not been touched
    kDone,      ///< the request is complete; what was not used belongs to the next one
    kRefused,   ///< see refusal(); nothing more can be read from this connection
  };
  struct Progress {
    Step step = Step::kNeedMore;
    std::size_t used = 0;
  };

  explicit RequestParser(const Limits& limits);

  /// Reads on. Bytes that were not `used` must be given again, in front of what follows.
  Progress consume(const char* data, std::size_t size);

  /// A byte of the request (not only an empty line in front of it) has been seen.
  bool begun() const noexcept { return started_; }
  const Refusal& refusal() const noexcept { return refusal_; }
  bool head_done() const noexcept { return head_done_; }
  /// The client waits for "100 Continue" before it sends the body.
  bool expects_continue() const noexcept { return expects_continue_ && request_.version == 11; }
  bool wants_keep_alive() const { return keep_alive(); }
  bool is_head() const noexcept { return request_.method == "HEAD"; }
  Request take() { return std::move(request_); }

 private:
  using Error = boost::beast::error_code;
  using Text = boost::beast::string_view;

  void on_request_impl(boost::beast::http::verb, Text method, Text target, int version,
                       Error& error) override;
  void on_response_impl(int, Text, int, Error&) override {}
  void on_field_impl(boost::beast::http::field name, Text name_text, Text value,
                     Error& error) override;
  void on_header_impl(Error& error) override;
  void on_body_init_impl(const boost::optional<std::uint64_t>& length, Error&) override;
  std::size_t on_body_impl(Text part, Error&) override;
  void on_chunk_header_impl(std::uint64_t, Text, Error&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, Text part, Error& error) override;
  void on_finish_impl(Error&) override {}

  void refuse(int status, std::string reason, Error& error);
  void refuse_unreadable(const Error& error, std::string_view unused);

  const Limits& limits_;
  Request request_;
  Refusal refusal_{0, {}};
  std::size_t header_bytes_ = 0;
  int hosts_ = 0;
  bool started_ = false;
  bool head_done_ = false;
  bool head_told_ = false;
  bool in_chunk_header_ = false;  ///< which has not come in whole
  bool expects_continue_ = false;
};

}  // namespace bss::mock::http
