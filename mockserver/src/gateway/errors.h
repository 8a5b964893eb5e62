// Bodies of refusals in the shapes of the real service (auth-gateway 6.1, 7.1, 3.8). The shape
// follows the code: `CBC.` two fields, `APIG.`/`APIGW.` three with request_id, `IAM.` two the other
// way round, `keystone-` the nested one. Used by the gateway's steps; pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/reply.h"
#include "bss/operation_info.h"

namespace bss::mock::gateway {

/// For X-Mock-Explain and the journal: which rule, which field, and what it means in a sentence.
/// Never a secret.
struct Why {
  std::string rule;
  std::string field;
  std::string reason;
};

/// An answer that refuses, before the common headers are added.
struct Refused {
  int status = 500;
  std::string code;  ///< as in the body, or the description's name of a Keystone error
  std::string body;
  Why why;
};

/// Writes the bodies of one exchange.
class ErrorWriter {
 public:
  /// `prefix` is APIG or APIGW (setting error_prefix).
  ErrorWriter(std::string request_id, std::string prefix)
      : request_id_(std::move(request_id)), prefix_(std::move(prefix)) {}

  const std::string& request_id() const noexcept { return request_id_; }

  /// A gateway body; `number` is the four digits. 0101 is always APIGW, as in the one documented
  /// sample.
  Refused gateway(int status, std::string_view number, std::string_view message, Why why) const;
  /// 401 ...0301 with its documented beginning.
  Refused unauthenticated(std::string_view detail, Why why) const;
  /// A code that the description lists for the operation. `detail`: fills the one <placeholder> of
  /// the text; without one, a sentence (it has a blank) replaces the text and a bare field name
  /// goes into CBC.0100's text only. A code that is not listed is a mistake of this server: 500
  /// with 0601.
  Refused described(const OperationInfo& operation, const api::Failure& failure,
                    Why why = {}) const;
  /// The same for an entry that is at hand.
  Refused from_entry(const ErrorInfo& entry, const api::Failure& failure, Why why) const;
  /// 500 ...0601.
  Refused internal(std::string reason) const;

 private:
  std::string request_id_;
  std::string prefix_;
};

/// The entry of any operation for this code, for faults; also codes that only the gateway knows.
const ErrorInfo* find_any_error(std::string_view code) noexcept;

}  // namespace bss::mock::gateway
