// A Client whose service is a set of functions: typed request in, typed answer or error out,
// without HTTP in between. For tests of programs that use the SDK; needs no test framework.
//
//   bss::testing::FakeClient fake;
//   fake.on<bss::operations::ListPartnerBalances>([](const auto& request) ->
//   bss::Result<bss::ListPartnerBalancesResponse> {
//     ...
//   });
//   program_under_test(fake.client());
//
// Requests are checked and answers are decoded as in a real client, so a request that the SDK would
// refuse is refused here too. Errors that a function returns reach the caller as they are; nothing
// is retried. Safe to use from several threads; the functions may be called from all of them at
// once.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "bss/client.h"
#include "bss/function.h"

namespace bss::testing {

/// One call that reached the fake.
struct FakeCall {
  std::string operation;
  EncodedRequest request;
  std::string reseller_id;  ///< of as_reseller, else empty
  std::string customer;     ///< name or id of as_customer, else empty
};

class FakeClient {
 public:
  explicit FakeClient(Site site = Site::kChina);

  /// The answer of operation `Op`; replaces an earlier one. `answer` takes `const Op::Request&`.
  template <class Op, class Answer>
  FakeClient& on(Answer answer) {
    set(std::string(Op::info().name),
        [answer = std::move(answer)](const EncodedRequest& encoded) -> Result<EncodedResponse> {
          Result<typename Op::Request> request = Op::decode_request(encoded);
          if (!request) return std::move(request).error();
          Result<typename Op::Response> response = answer(request.value());
          if (!response) return std::move(response).error();
          return Op::encode_response(response.value());
        });
    return *this;
  }

  /// The requests that operation `Op` received, in order.
  template <class Op>
  std::vector<typename Op::Request> requests() const {
    std::vector<typename Op::Request> found;
    for (const FakeCall& call : calls()) {
      if (call.operation == Op::info().name)
        found.push_back(Op::decode_request(call.request).value());
    }
    return found;
  }

  /// All calls, in order.
  std::vector<FakeCall> calls() const;

  /// A client on this fake; may outlive it. Operations without an answer fail with `not_sent`.
  Client client() const;

  struct State;

 private:
  using Answer = Function<Result<EncodedResponse>(const EncodedRequest&)>;
  void set(std::string operation, Answer answer);
  std::shared_ptr<State> state_;
};

}  // namespace bss::testing
