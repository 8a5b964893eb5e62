// One exchange on its way through the gateway, and the steps that may refuse it before anything is
// executed, in the order of contract.md "Order of refusals". Used by Gateway only; each step has
// one reason to change.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "bss/mock/api/dispatch.h"
#include "gateway/errors.h"
#include "gateway/gateway.h"
#include "gateway/workspace.h"
#include "http/request.h"
#include "iam/authenticator.h"
#include "iam/signature.h"

namespace bss::mock::gateway {

struct Call {
  Call(const http::Request& received, Workspace& in, GatewayOptions with);

  const http::Request& request;
  Workspace& workspace;
  GatewayOptions options;
  std::int64_t at_ms = 0;  ///< workspace clock when it came in
  std::chrono::steady_clock::time_point started;
  ErrorWriter errors;
  iam::TargetParts target;
  std::string path;  ///< decoded

  const OperationInfo* operation = nullptr;  ///< after check_route
  std::optional<iam::Identity> identity;     ///< after check_caller; none where no proof is needed
  std::optional<ThrottleVerdict> quota;      ///< after check_quota
  std::unique_ptr<api::BoundCall> bound;     ///< after check_content
  std::optional<FaultHit> fault;             ///< after the fault rule

  const iam::Caller* caller() const noexcept { return identity ? &identity->caller : nullptr; }
  /// The site whose fields count: the caller's, or the server's where nobody is proved.
  Site site() const noexcept;
};

using Step = std::optional<Refused>;

Step check_sizes(Call& call);    ///< 414, 494, 413
Step check_route(Call& call);    ///< 404 APIGW.0101, two texts
Step check_caller(Call& call);   ///< 401
Step check_quota(Call& call);    ///< 429; from here on a refused call has taken its quota
Step check_role(Call& call);     ///< 403
Step check_content(Call& call);  ///< 400: content type, JSON, fields

/// All of them in their order.
Step check(Call& call);

/// What a rule that acts instead of the command answers (`error`, `status`); nothing for the other
/// effects.
std::optional<Refused> fault_answer(const Call& call);

}  // namespace bss::mock::gateway
