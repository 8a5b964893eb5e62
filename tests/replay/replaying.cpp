#include "replaying.h"

#include <stdexcept>

#include "demo.h"

namespace bss::test {

std::optional<std::string> date_of(const std::vector<RecordedRequest>& requests) {
  for (const RecordedRequest& request : requests) {
    if (const std::string* date = request.header("X-Sdk-Date")) return *date;
  }
  return std::nullopt;
}

mock::Server server_at(const std::string& sdk_date) {
  if (sdk_date.size() != 16) throw std::runtime_error("not an X-Sdk-Date: " + sdk_date);
  mock::Options options = unthrottled();
  const auto part = [&](std::size_t at, std::size_t count) { return sdk_date.substr(at, count); };
  options.start_at = part(0, 4) + "-" + part(4, 2) + "-" + part(6, 2) + "T" + part(9, 2) + ":" +
                     part(11, 2) + ":" + part(13, 2) + "Z";
  return mock::Server(options);
}

Answer Replayer::send(const RecordedRequest& request) {
  const std::string bytes = request.bytes();
  const bool kept = connection_ != nullptr;
  if (!kept) connection_ = std::make_unique<Connection>(port_);
  auto answer = connection_->exchange(bytes);
  if (!answer && kept) {
    connection_ = std::make_unique<Connection>(port_);
    answer = connection_->exchange(bytes);
  }
  if (!answer) throw std::runtime_error("no answer to " + request.method + " " + request.target);
  if (same_header_name(answer->header("Connection"), "close")) connection_.reset();
  return *answer;
}

}  // namespace bss::test
