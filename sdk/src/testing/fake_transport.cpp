#include "bss/testing/fake_transport.h"

#include <utility>

namespace bss::testing {

TransportResult FakeTransport::make_answer(int status, std::string body, NameValues headers) {
  TransportResponse response;
  response.status = status;
  response.body = std::move(body);
  if (headers.empty()) headers.emplace_back("Content-Type", "application/json;charset=UTF-8");
  response.headers = std::move(headers);
  TransportResult result;
  result.response = std::move(response);
  return result;
}

TransportResult FakeTransport::make_failure(TransportFailure::Known known,
                                            TransportFailure::Cause cause) {
  TransportResult result;
  result.failure.known = known;
  result.failure.cause = cause;
  result.failure.message = known == TransportFailure::Known::kNotSent
                               ? "The fake network refused the connection."
                               : "The fake network lost the answer.";
  return result;
}

FakeTransport& FakeTransport::answer(int status, std::string body, NameValues headers) {
  return then([result = make_answer(status, std::move(body), std::move(headers))](
                  const TransportRequest&) { return result; });
}

FakeTransport& FakeTransport::refuse_connection(TransportFailure::Cause cause) {
  return then([cause](const TransportRequest&) {
    return make_failure(TransportFailure::Known::kNotSent, cause);
  });
}

FakeTransport& FakeTransport::lose_answer(TransportFailure::Cause cause) {
  return then([cause](const TransportRequest&) {
    return make_failure(TransportFailure::Known::kUnknown, cause);
  });
}

FakeTransport& FakeTransport::then(Handler handler) {
  const std::lock_guard<std::mutex> lock(mutex_);
  script_.push_back(std::move(handler));
  return *this;
}

FakeTransport& FakeTransport::otherwise(Handler handler) {
  const std::lock_guard<std::mutex> lock(mutex_);
  otherwise_ = std::move(handler);
  return *this;
}

std::vector<TransportRequest> FakeTransport::requests() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return requests_;
}

std::size_t FakeTransport::count() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return requests_.size();
}

TransportResult FakeTransport::send(const TransportRequest& request, const CancellationToken&) {
  Handler handler;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    requests_.push_back(request);
    if (!script_.empty()) {
      handler = std::move(script_.front());
      script_.pop_front();
    } else {
      handler = otherwise_;
    }
  }
  if (!handler)
    return make_failure(TransportFailure::Known::kNotSent, TransportFailure::Cause::kConnect);
  // Outside the lock: a handler may send requests of its own.
  return handler(request);
}

}  // namespace bss::testing
