#include "money/keyed_create.h"

#include <array>
#include <chrono>
#include <utility>

#include "core/call.h"

namespace bss::detail {

CustomerMatch match_customer(const CreateSubCustomerRequest& request,
                             const CustomerInformation& customer) {
  if (text_of(customer.xaccount_id) != request.xaccount_id ||
      text_of(customer.xaccount_type) != request.xaccount_type) {
    return CustomerMatch::kOther;
  }
  if (!names_nothing(request.domain_name) &&
      text_of(customer.account_name) != text_of(request.domain_name)) {
    return CustomerMatch::kSamePlatform;
  }
  return CustomerMatch::kOurs;
}

bool asks_for_lookup(const std::string& code) {
  return code == "CBC.99000038" || code == "CBC.99000039" || code == "CBC.99000030";
}

namespace {

/// ListSubCustomers cannot filter by platform user. Without an account name the whole list has to
/// be read; beyond this many pages the check is given up rather than the partner's quota used up.
constexpr std::int64_t kMostPages = 10;
constexpr std::array<std::chrono::seconds, 4> kWaitsForAssociation{
    std::chrono::seconds(1), std::chrono::seconds(2), std::chrono::seconds(4),
    std::chrono::seconds(8)};

struct Lookup {
  bool complete = false;  ///< everything that could match was read
  CustomerMatch match = CustomerMatch::kOther;
  CustomerInformation customer;
};

Lookup look_up(const Invoker& invoker, const CreateSubCustomerRequest& request,
               const CallOptions& options, bool by_name) {
  using Op = operations::ListSubCustomers;
  ListSubCustomersRequest query;
  if (!names_nothing(request.indirect_partner_id))
    query.indirect_partner_id = text_of(request.indirect_partner_id);
  if (by_name && !names_nothing(request.domain_name))
    query.account_name = text_of(request.domain_name);
  std::int64_t pages = 0;
  const CallOptions question = [&] {
    CallOptions copy = options;
    copy.operation_class
        .reset();  // what the caller said of the creation does not concern the question
    return copy;
  }();
  PageRange<Op> range(query,
                      [&](const ListSubCustomersRequest& page) -> Result<ListSubCustomersResponse> {
                        if (++pages > kMostPages) {
                          return local_error(Op::info(), ErrorKind::kBadResponse,
                                             "Too many customers to look through.");
                        }
                        return call_plainly<Op>(invoker, page, question);
                      });
  Lookup found;
  for (const Result<CustomerInformation>& customer : range) {
    if (!customer) return found;
    const CustomerMatch match = match_customer(request, customer.value());
    if (match == CustomerMatch::kOther) continue;
    found.complete = true;
    found.match = match;
    found.customer = customer.value();
    return found;
  }
  found.complete = true;
  return found;
}

Error unknown(Error error, const char* why) {
  error.kind = ErrorKind::kOutcomeUnknown;
  error.message = std::string(why) + " Last: " + error.message;
  return error;
}

}  // namespace

Result<CreateSubCustomerResponse> CallSteps<operations::CreateSubCustomer>::run(
    const Invoker& invoker, const CreateSubCustomerRequest& request, const CallOptions& options) {
  using Op = operations::CreateSubCustomer;
  CallOptions timed = options;
  invoker.engine().start_clock(timed);
  OperationClass chosen = OperationClass::kKeyed;
  if (auto refused = choose_class(Op::info(), options, &chosen)) return *std::move(refused);
  if (auto problem = Op::validate(request, invoker.engine().site())) {
    // Before the question: a request that will not be sent needs none.
    return call_plainly<Op>(invoker, request, timed);
  }
  std::optional<CustomerMatch> before;
  const bool sent = !options.dry_run;
  if (sent && timed.check_before_create && chosen == OperationClass::kKeyed) {
    const Lookup check = look_up(invoker, request, timed, true);
    if (check.complete) before = check.match;
  }

  bool unknown_before = false;
  Result<CreateSubCustomerResponse> result =
      call_plainly<Op>(invoker, request, timed, &unknown_before);
  if (result.ok()) return result;
  Error& error = result.error();
  const bool duplicate = unknown_before && asks_for_lookup(error.code);
  const bool open = error.kind == ErrorKind::kOutcomeUnknown;
  if (!open && !duplicate) return result;
  // It was there before we asked for it: somebody else's, or an earlier call's.
  if (before && *before != CustomerMatch::kOther) return result;
  if (!before) {
    if (duplicate)
      error = unknown(std::move(error),
                      "An attempt's answer was lost, and whose customer exists is not known.");
    return result;
  }
  for (std::size_t round = 0;; ++round) {
    Lookup after = look_up(invoker, request, timed, true);
    if (after.complete && after.match == CustomerMatch::kOurs) {
      CreateSubCustomerResponse response;
      response.domain_id = text_of(after.customer.customer_id);
      response.domain_name = text_of(after.customer.account_name);
      Result<CreateSubCustomerResponse> created(std::move(response));
      created.set_meta(result.meta());
      return created;
    }
    if (after.complete && after.match == CustomerMatch::kSamePlatform) return result;
    // A customer shows in the list when its association is complete, which follows the creation.
    if (round == kWaitsForAssociation.size() ||
        !invoker.engine().pause(kWaitsForAssociation[round], timed))
      break;
  }
  if (error.code == "CBC.99000039") {
    // The platform user exists now and did not before: most likely ours, not yet associated; unless
    // the name filter hid it, which one look without the filter tells.
    const Lookup wide = look_up(invoker, request, timed, false);
    if (wide.complete && wide.match == CustomerMatch::kSamePlatform) return result;
    error =
        unknown(std::move(error),
                "An attempt's answer was lost, and the customer does not show in the list yet.");
  }
  return result;
}

}  // namespace bss::detail
