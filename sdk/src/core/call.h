// From a typed request to a typed result: the one path that every generated operation takes.
// Generated code calls `call`, `call_async` and `all_pages`; calls with steps of their own
// specialise CallSteps (sdk/src/money).
//
// Templates only; what does not depend on the operation stands in call.cpp.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "bss/call_options.h"
#include "bss/operation_info.h"
#include "bss/page_range.h"
#include "bss/result.h"
#include "core/invoker.h"

namespace bss {

// Named here so that the specialisation of CallSteps is seen wherever `call` is used.
struct CreateSubCustomerRequest;
struct CreateSubCustomerResponse;
namespace operations {
struct CreateSubCustomer;
}

namespace detail {

Error local_error(const OperationInfo& operation, ErrorKind kind, std::string message);
Error invalid_request(const OperationInfo& operation, FieldProblem problem);
/// Tightening a class is always allowed; loosening needs the caller's explicit word.
std::optional<Error> choose_class(const OperationInfo& operation, const CallOptions& options,
                                  OperationClass* chosen);

inline bool names_nothing(const std::string& text) {
  return text.empty();
}
inline bool names_nothing(const std::optional<std::string>& text) {
  return !text || text->empty();
}
inline const std::string& text_of(const std::string& text) {
  return text;
}
inline std::string text_of(const std::optional<std::string>& text) {
  return text.value_or(std::string());
}
inline std::optional<Decimal> amount_of(const Decimal& amount) {
  return amount;
}
inline std::optional<Decimal> amount_of(const std::optional<Decimal>& amount) {
  return amount;
}
inline std::optional<Decimal> amount_of(const std::string& amount) {
  return Decimal::parse(amount);
}
inline std::optional<Decimal> amount_of(const std::optional<std::string>& amount) {
  return amount ? Decimal::parse(*amount) : std::nullopt;
}

/// Several counterparties in one call, separated by commas.
inline std::string names_of(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ",") + name;
  return text;
}

template <class T, class = void>
struct HasReseller : std::false_type {};
template <class T>
struct HasReseller<T, std::void_t<decltype(text_of(std::declval<const T&>().indirect_partner_id))>>
    : std::true_type {};
template <class T, class = void>
struct HasCustomer : std::false_type {};
template <class T>
struct HasCustomer<T, std::void_t<decltype(text_of(std::declval<const T&>().customer_id))>>
    : std::true_type {};
template <class T, class = void>
struct HasAmount : std::false_type {};
template <class T>
struct HasAmount<T, std::void_t<decltype(amount_of(std::declval<const T&>().amount))>>
    : std::true_type {};
template <class T, class = void>
struct HasCustomers : std::false_type {};
template <class T>
struct HasCustomers<T, std::void_t<decltype(names_of(std::declval<const T&>().customer_ids))>>
    : std::true_type {};
template <class T, class = void>
struct HasResellers : std::false_type {};
template <class T>
struct HasResellers<T,
                    std::void_t<decltype(names_of(std::declval<const T&>().indirect_partner_ids))>>
    : std::true_type {};
template <class T, class = void>
struct HasQuotaAmount : std::false_type {};
template <class T>
struct HasQuotaAmount<T, std::void_t<decltype(amount_of(std::declval<const T&>().quota_amount))>>
    : std::true_type {};
template <class T, class = void>
struct HasFaceValue : std::false_type {};
template <class T>
struct HasFaceValue<T, std::void_t<decltype(amount_of(std::declval<const T&>().face_value))>>
    : std::true_type {};
template <class T, class = void>
struct HasTransactionId : std::false_type {};
template <class T>
struct HasTransactionId<T, std::void_t<decltype(text_of(std::declval<const T&>().trans_id)),
                                       decltype(std::declval<T&>().trans_id = std::string())>>
    : std::true_type {};
template <class Op, class = void>
struct ActsForReseller : std::false_type {};
template <class Op>
struct ActsForReseller<
    Op, std::void_t<decltype(Op::act_for_reseller(std::declval<typename Op::Request&>(),
                                                  std::declval<const std::string&>()))>>
    : std::true_type {};

/// Fills the reseller in, or refuses: acting on the wrong owner must never happen silently.
template <class Op>
std::optional<Error> name_reseller(typename Op::Request& request, const CallerIdentity& identity) {
  if (identity.reseller_id.empty()) return std::nullopt;
  if constexpr (ActsForReseller<Op>::value) {
    if constexpr (HasReseller<typename Op::Request>::value) {
      if (!names_nothing(request.indirect_partner_id) &&
          text_of(request.indirect_partner_id) != identity.reseller_id) {
        return local_error(
            Op::info(), ErrorKind::kInvalidArgument,
            "The request names another indirect_partner_id than the reseller it is called for.");
      }
    }
    Op::act_for_reseller(request, identity.reseller_id);
    return std::nullopt;
  } else {
    (void)request;
    return local_error(
        Op::info(), ErrorKind::kInvalidArgument,
        "This operation cannot act for a reseller: it carries no indirect_partner_id.");
  }
}

template <class Op>
Intent intent_of(const typename Op::Request& request) {
  using Request = typename Op::Request;
  Intent intent;
  intent.operation = std::string(Op::info().name);
  if constexpr (HasReseller<Request>::value)
    intent.reseller_id = text_of(request.indirect_partner_id);
  if constexpr (HasCustomer<Request>::value) {
    intent.counterparty = text_of(request.customer_id);
  } else if constexpr (HasCustomers<Request>::value) {
    intent.counterparty = names_of(request.customer_ids);
  } else if constexpr (HasResellers<Request>::value) {
    intent.counterparty = names_of(request.indirect_partner_ids);
  } else {
    // The transfers to a reseller name it as their counterparty.
    intent.counterparty = intent.reseller_id;
  }
  if constexpr (HasAmount<Request>::value) intent.amount = amount_of(request.amount);
  if constexpr (HasFaceValue<Request>::value) intent.amount = amount_of(request.face_value);
  if constexpr (HasQuotaAmount<Request>::value) intent.amount = amount_of(request.quota_amount);
  return intent;
}

/// Checks and encodes: everything about a call that needs no answer, but what reads one.
template <class Op>
std::optional<Error> prepare(const Invoker& invoker, typename Op::Request request,
                             const CallOptions& options, Call& call) {
  const OperationInfo& info = Op::info();
  call.operation = &info;
  if (auto refused = choose_class(info, options, &call.operation_class)) return refused;
  if (auto refused = name_reseller<Op>(request, invoker.identity())) return refused;
  if constexpr (HasTransactionId<typename Op::Request>::value) {
    if (call.operation_class == OperationClass::kKeyed) {
      // Repeating is sound only under a key that this call made: one of the caller's may have been
      // used before, and then its duplicate code says nothing about this movement.
      if (names_nothing(request.trans_id)) {
        request.trans_id = invoker.engine().new_key();
      } else {
        call.operation_class = OperationClass::kMoney;
      }
    }
  }
  if (auto problem = Op::validate(request, invoker.engine().site())) {
    return invalid_request(info, *std::move(problem));
  }
  call.request = Op::encode(request);
  if (call.operation_class == OperationClass::kMoney ||
      call.operation_class == OperationClass::kKeyed) {
    call.intent = intent_of<Op>(request);
  }
  return std::nullopt;
}

/// Keeps the typed response of an answer that is one.
template <class Op>
AnswerReader reader_into(std::optional<typename Op::Response>& response, DecodeOptions options) {
  return [&response, options](const EncodedResponse& answer,
                              std::vector<UnknownPart>& unknown) -> std::optional<Error> {
    Result<typename Op::Response> decoded = Op::decode(answer, options);
    if (!decoded) return std::move(decoded).error();
    unknown = decoded.meta().unknown;
    response.emplace(std::move(decoded).value());
    return std::nullopt;
  };
}

template <class Response>
Result<Response> concluded(CallOutcome outcome, std::optional<Response> response) {
  if (outcome.error) {
    Result<Response> failed(*std::move(outcome.error));
    failed.set_meta(std::move(outcome.meta));
    return failed;
  }
  Result<Response> done(response ? *std::move(response) : Response{});
  done.set_meta(std::move(outcome.meta));
  return done;
}

/// One call without steps of its own: check, encode, execute, decode. `unknown_before` tells the
/// steps of others whether an attempt before the last one may have been executed.
template <class Op>
Result<typename Op::Response> call_plainly(const Invoker& invoker, typename Op::Request request,
                                           const CallOptions& options,
                                           bool* unknown_before = nullptr) {
  Call call;
  if (auto refused = prepare<Op>(invoker, std::move(request), options, call))
    return *std::move(refused);
  std::optional<typename Op::Response> response;
  call.read = reader_into<Op>(response, invoker.engine().decode_options());
  CallOutcome outcome = invoker.execute(call, options);
  if (unknown_before != nullptr) *unknown_before = outcome.unknown_before_last;
  return concluded(std::move(outcome), std::move(response));
}

template <class Op>
using Callback = Function<void(Result<typename Op::Response>)>;

/// The same without waiting.
template <class Op>
void start_plainly(const std::shared_ptr<const Invoker>& invoker, typename Op::Request request,
                   CallOptions options, Callback<Op> callback) {
  struct Pending {
    Call call;
    std::optional<typename Op::Response> response;
  };
  const auto pending = std::make_shared<Pending>();
  const Engine& engine = invoker->engine();
  if (auto refused = prepare<Op>(*invoker, std::move(request), options, pending->call)) {
    engine.post([callback = std::move(callback), refused = *std::move(refused)] {
      callback(Result<typename Op::Response>(refused));
    });
    return;
  }
  pending->call.read = reader_into<Op>(pending->response, engine.decode_options());
  engine.start(std::shared_ptr<const Call>(pending, &pending->call),
               std::shared_ptr<const CallerIdentity>(invoker, &invoker->identity()),
               std::move(options), [pending, callback = std::move(callback)](CallOutcome outcome) {
                 callback(concluded(std::move(outcome), std::move(pending->response)));
               });
}

template <class Op>
struct CallSteps {
  static Result<typename Op::Response> run(const Invoker& invoker,
                                           const typename Op::Request& request,
                                           const CallOptions& options) {
    return call_plainly<Op>(invoker, request, options);
  }
  static void start(const std::shared_ptr<const Invoker>& invoker, typename Op::Request request,
                    CallOptions options, Callback<Op> callback) {
    start_plainly<Op>(invoker, std::move(request), std::move(options), std::move(callback));
  }
};

/// CreateSubCustomer clears a lost answer up by looking the customer up (money/keyed_create.cpp).
/// These steps wait for each other, so an asynchronous call of them holds a thread.
template <>
struct CallSteps<operations::CreateSubCustomer> {
  static Result<CreateSubCustomerResponse> run(const Invoker& invoker,
                                               const CreateSubCustomerRequest& request,
                                               const CallOptions& options);
  template <class Request, class Callback>
  static void start(const std::shared_ptr<const Invoker>& invoker, Request request,
                    CallOptions options, Callback callback) {
    invoker->engine().post(
        [invoker, request = std::move(request), options = std::move(options),
         callback = std::move(callback)] { callback(run(*invoker, request, options)); });
  }
};

template <class Op>
Result<typename Op::Response> call(const std::shared_ptr<const Invoker>& invoker,
                                   const typename Op::Request& request,
                                   const CallOptions& options) {
  const std::shared_ptr<const Invoker> used = options.identity ? options.identity : invoker;
  return CallSteps<Op>::run(*used, request, options);
}

/// `callback` runs on the client's executor, exactly once. The deadline starts now, not when a
/// thread is free.
template <class Op>
void call_async(const std::shared_ptr<const Invoker>& invoker, typename Op::Request request,
                CallOptions options, Callback<Op> callback) {
  const std::shared_ptr<const Invoker> used = options.identity ? options.identity : invoker;
  used->engine().start_clock(options);
  CallSteps<Op>::start(used, std::move(request), std::move(options), std::move(callback));
}

template <class Op>
PageRange<Op> all_pages(const std::shared_ptr<const Invoker>& invoker, typename Op::Request request,
                        const CallOptions& options) {
  return PageRange<Op>(std::move(request), [invoker, options](const typename Op::Request& page) {
    return call<Op>(invoker, page, options);
  });
}

}  // namespace detail
}  // namespace bss
