// A transport that sends over the SDK's own one and keeps what came back, so that a test can look
// at the bytes of an answer which the SDK has already turned into values. Used by the contract
// tests only.
//
// Safe to use from several threads.
#pragma once

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "bss/transport.h"
#include "raw_http.h"

namespace bss::contract {

class RecordingTransport final : public bss::Transport {
 public:
  explicit RecordingTransport(std::shared_ptr<bss::Transport> real) : real_(std::move(real)) {}

  struct Sent {
    bss::TransportRequest request;
    HttpExchange answer;  ///< status 0 when none came
  };

  bss::TransportResult send(const bss::TransportRequest& request,
                            const bss::CancellationToken& cancellation) override {
    bss::TransportResult result = real_->send(request, cancellation);
    Sent sent;
    sent.request = request;
    if (result.response) {
      sent.answer = {result.response->status, result.response->headers, result.response->body};
    }
    const std::lock_guard<std::mutex> lock(mutex_);
    sent_.push_back(std::move(sent));
    return result;
  }

  std::vector<Sent> sent() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return sent_;
  }
  HttpExchange last() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return sent_.empty() ? HttpExchange{} : sent_.back().answer;
  }
  void forget() {
    const std::lock_guard<std::mutex> lock(mutex_);
    sent_.clear();
  }

 private:
  std::shared_ptr<bss::Transport> real_;
  mutable std::mutex mutex_;
  std::vector<Sent> sent_;
};

}  // namespace bss::contract
