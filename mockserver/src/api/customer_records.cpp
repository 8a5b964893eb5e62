// What partners look up about customers, resellers and addresses, beside the list of customers.
#include <cstddef>
#include <utility>

#include "api/customers.h"
#include "api/refusals.h"
#include "domain/divisions.h"
#include "domain/new_customer_tags.h"
#include "domain/resellers.h"

namespace bss::mock::api {

namespace {

constexpr const char* kTagType = "SMB";

std::optional<std::string> on_wire(domain::NewCustomerTag tag) {
  namespace values = new_customer_tag_item_new_customer_tag_values;
  switch (tag) {
    case domain::NewCustomerTag::kNew:
      return values::kNewCustomer;
    case domain::NewCustomerTag::kNotNew:
      return values::kNotNew;
    case domain::NewCustomerTag::kUndetermined:
      return values::kUndetermined;
    case domain::NewCustomerTag::kEmpty:
      break;
  }
  return std::nullopt;
}

NewCustomerTagItem on_wire(const domain::TaggedCustomer& customer) {
  NewCustomerTagItem wire;
  wire.customer_id = customer.customer_id;
  wire.customer_tag_type = kTagType;
  wire.new_customer_tag = on_wire(customer.tag);
  if (customer.months) {
    wire.effective_time = customer.months->first;
    wire.expire_time = customer.months->last;
  }
  return wire;
}

IndirectPartnerInfo on_wire(const store::ResellerRow& row) {
  IndirectPartnerInfo wire;
  wire.indirect_partner_id = row.id;
  wire.mobile_phone = row.mobile_phone;
  wire.email = row.email;
  wire.account_name = row.name;
  wire.name = row.corp_name;
  wire.associated_on = time_of(row.associated_on);
  if (!row.manager_id.empty()) wire.account_manager_id = row.manager_id;
  if (!row.manager_name.empty()) wire.account_manager_name = row.manager_name;
  return wire;
}

/// The lists of provinces, cities and counties differ in the name of the list only.
template <class Response, class Place>
Response places(const domain::DivisionPage& page, std::vector<Place> Response::*list) {
  Response response;
  response.count = count_of(static_cast<std::int64_t>(page.total));
  for (const domain::Division& division : page.rows)
    (response.*list).push_back({std::string(division.code), std::string(division.name)});
  return response;
}

}  // namespace

Reply<ListSubCustomerNewTagResponse> CustomersHandlers::list_sub_customer_new_tag(
    const CallContext& context, const ListSubCustomerNewTagRequest& request) {
  domain::TagQuery query;
  query.customer_ids = request.customer_ids;
  query.indirect_partner_id = request.indirect_partner_id;
  query.offset = request.offset;
  query.limit = request.limit;
  const auto customers = domain::list_new_customer_tags(context.world, actor_of(context), query);
  if (!customers) return failure_of(customers.refusal());
  ListSubCustomerNewTagResponse response;
  for (const auto& customer : *customers) response.new_customer_tags.push_back(on_wire(customer));
  return response;
}

Reply<ListIndirectPartnersResponse> CustomersHandlers::list_indirect_partners(
    const CallContext& context, const ListIndirectPartnersRequest& request) {
  store::ResellerFilter filter;
  filter.id = request.indirect_partner_id;
  filter.name = request.account_name;
  filter.associated = inclusive_bounds(request.associated_on_begin, request.associated_on_end);
  filter.offset = request.offset;
  filter.limit = request.limit;
  const auto page = domain::list_resellers(context.world, actor_of(context), std::move(filter));
  ListIndirectPartnersResponse response;
  response.count = count_of(page.total);
  for (const auto& row : page.rows) response.indirect_partners.push_back(on_wire(row));
  return response;
}

Reply<ListProvincesResponse> CustomersHandlers::list_provinces(
    const CallContext& /*context*/, const ListProvincesRequest& request) {
  return places<ListProvincesResponse, Province>(
      domain::list_provinces(size_of(request.offset), size_of(request.limit)),
      &ListProvincesResponse::provinces);
}

Reply<ListCitiesResponse> CustomersHandlers::list_cities(const CallContext& /*context*/,
                                                         const ListCitiesRequest& request) {
  return places<ListCitiesResponse, City>(
      domain::list_cities(request.province_code, size_of(request.offset), size_of(request.limit)),
      &ListCitiesResponse::cities);
}

Reply<ListCountiesResponse> CustomersHandlers::list_counties(const CallContext& /*context*/,
                                                             const ListCountiesRequest& request) {
  return places<ListCountiesResponse, County>(
      domain::list_counties(request.city_code, size_of(request.offset), size_of(request.limit)),
      &ListCountiesResponse::counties);
}

}  // namespace bss::mock::api
