#include "api/customers.h"

#include <utility>

#include "api/refusals.h"
#include "domain/customers.h"
#include "domain/verification.h"

namespace bss::mock::api {

namespace {

domain::IdentityKind kind_of(const std::string& search_type) {
  namespace values = check_user_identity_request_search_type_values;
  if (search_type == values::kMobile) return domain::IdentityKind::kMobile;
  if (search_type == values::kEmail) return domain::IdentityKind::kEmail;
  return domain::IdentityKind::kName;
}

domain::NewCustomer wish_of(const CreateSubCustomerRequest& request) {
  domain::NewCustomer wish;
  wish.xaccount_id = request.xaccount_id;
  wish.xaccount_type = request.xaccount_type;
  wish.domain_name = request.domain_name;
  wish.mobile_phone = request.mobile_phone;
  wish.email = request.email;
  wish.domain_area = request.domain_area.value_or("");
  wish.verification_code = request.verification_code;
  wish.password = request.password;
  wish.cooperation_type = request.cooperation_type.value_or("");
  wish.marketing_off = request.is_close_market_ms ==
                       create_sub_customer_request_is_close_market_ms_values::kNoMarketing;
  wish.indirect_partner_id = request.indirect_partner_id;
  return wish;
}

/// What the caller who waits for the association is told now (CreateSubCustomer 2).
Reply<CreateSubCustomerResponse> told(const CallContext& context,
                                      const domain::CreatedCustomer& created) {
  switch (created.association) {
    case domain::AssociationState::kFailed:
      context.world.keep_changes();  // the account remains
      return failure_of({domain::Refusal::kAuthorizationFailed, ""});
    case domain::AssociationState::kPending:
      if (context.waited_out) {
        return Failure{"CBC.99000050",
                       "",
                       {{"domain_id", created.domain_id}, {"domain_name", created.domain_name}}};
      }
      return Wait{std::chrono::milliseconds(
                      context.world.settings().number(domain::Setting::kAssociationWaitLimitMs)),
                  created.domain_id};
    case domain::AssociationState::kAssociated:
    case domain::AssociationState::kNone:
      break;
  }
  return CreateSubCustomerResponse{created.domain_id, created.domain_name};
}

CustomerInformation on_wire(const store::CustomerRow& row, domain::Site site) {
  namespace frozen = customer_information_is_frozen_values;
  CustomerInformation wire;
  wire.customer = row.real_name;
  wire.account_name = row.name;
  wire.customer_id = row.id;
  wire.associated_on = time_of(row.associated_at);
  const auto type = static_cast<domain::AssociationType>(row.association_type);
  wire.association_type = std::string(domain::association_code(type, site));
  if (!row.label.empty()) wire.label = row.label;
  if (row.mobile_phone) {
    wire.telephone = row.mobile_phone;
    wire.country_code = row.country_code;
  }
  wire.verified_status = std::to_string(row.verified_status);
  wire.customer_type = static_cast<std::int32_t>(row.customer_type);
  wire.is_frozen = row.frozen ? frozen::kAccountFrozen : frozen::kNotFrozen;
  if (site == domain::Site::kChina && row.freeze_type == "ACCOUNT_AND_RESOURCE") {
    wire.is_frozen = frozen::kAccountAndResourcesFrozen;
  }
  if (!row.manager_id.empty()) wire.account_managers.push_back({row.manager_id});
  wire.xaccount_id = row.xaccount_id;
  wire.xaccount_type = row.xaccount_type;
  wire.customer_level = row.customer_level;
  wire.email = row.email;
  return wire;
}

}  // namespace

Reply<CheckUserIdentityResponse> CustomersHandlers::check_user_identity(
    const CallContext& context, const CheckUserIdentityRequest& request) {
  namespace values = check_user_identity_response_check_result_values;
  const auto check = domain::check_identity(context.world, actor_of(context),
                                            kind_of(request.search_type), request.search_value);
  if (!check) return failure_of(check.refusal());
  CheckUserIdentityResponse response;
  response.check_result = check->available ? values::kAvailable : values::kUsedByUser;
  if (check->remaining) response.mobile_remain_available_num = count_of(*check->remaining);
  return response;
}

Reply<SendVerificationMessageCodeResponse> CustomersHandlers::send_verification_message_code(
    const CallContext& context, const SendVerificationMessageCodeRequest& request) {
  domain::CodeOrder order;
  order.channel =
      request.receiver_type == send_verification_message_code_request_receiver_type_values::kEmail
          ? domain::Channel::kEmail
          : domain::Channel::kSms;
  order.mobile_phone = request.mobile_phone.value_or("");
  order.email = request.email.value_or("");
  order.timeout_minutes = request.timeout;
  order.scene = request.scene;
  order.customer_id = request.customer_id;
  order.lang = request.lang.value_or("");
  const auto sent = domain::send_code(context.world, actor_of(context), order);
  if (sent) return SendVerificationMessageCodeResponse{};
  if (sent.refusal().reason == domain::Refusal::kMobileMalformed) {
    const auto code = context.world.settings().choice(domain::Setting::kSendCodeBadMobileAnswer);
    return failure_with(code, sent.refusal());
  }
  return failure_of(sent.refusal());
}

Reply<CreateSubCustomerResponse> CustomersHandlers::create_sub_customer(
    const CallContext& context, const CreateSubCustomerRequest& request) {
  if (!context.resume_token.empty()) {
    const auto created = domain::find_created(context.world, context.resume_token);
    if (!created) return Failure{"CBC.0999", "", {}};
    return told(context, *created);
  }
  const auto created = domain::create_customer(context.world, actor_of(context), wish_of(request));
  if (!created) return failure_of(created.refusal());
  if (request.include_association_result) return told(context, *created);
  return CreateSubCustomerResponse{created->domain_id, created->domain_name};
}

Reply<ListSubCustomersResponse> CustomersHandlers::list_sub_customers(
    const CallContext& context, const ListSubCustomersRequest& request) {
  const domain::Site site = context.caller->site;
  domain::CustomerQuery query;
  if (request.association_type) {
    const auto type = domain::association_type_of(*request.association_type, site);
    if (!type) return invalid_field("association_type");
    query.filter.association_type = static_cast<std::int64_t>(*type);
  }
  query.indirect_partner_id = request.indirect_partner_id;
  query.filter.name_part = request.account_name;
  query.filter.real_name_part = request.customer;
  query.filter.label_part = request.label;
  query.filter.customer_id = request.customer_id;
  // Inclusive at both ends, in whole seconds (customers.md 1.9).
  query.filter.associated =
      inclusive_bounds(request.associated_on_begin, request.associated_on_end);
  query.filter.offset = request.offset;
  query.filter.limit = request.limit;
  const auto page = domain::list_customers(context.world, actor_of(context), std::move(query));
  if (!page) return failure_of(page.refusal());
  ListSubCustomersResponse response;
  response.count = count_of(page->total);
  for (const auto& row : page->rows) response.customer_infos.push_back(on_wire(row, site));
  return response;
}

}  // namespace bss::mock::api
