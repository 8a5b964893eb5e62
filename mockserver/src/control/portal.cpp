#include "control/portal.h"

#include <array>
#include <string>
#include <utility>

#include "control/body_reader.h"
#include "control/commands.h"

namespace bss::mock::control {

using wire::Json;

namespace {

auto all_verbs() {
  return std::array{partner_verbs(), vendor_verbs(), benefit_verbs(), profile_verbs(),
                    customer_verbs()};
}

}  // namespace

const PortalVerb* find_portal_verb(std::string_view name) {
  for (const auto verbs : all_verbs()) {
    for (const auto& verb : verbs) {
      if (verb.name == name) return &verb;
    }
  }
  return nullptr;
}

Json list_portal_verbs() {
  auto list = Json::array();
  for (const auto verbs : all_verbs()) {
    for (const auto& verb : verbs) {
      auto fields = Json::array();
      for (const auto& field : verb.fields) {
        fields.items().push_back(
            Json::object({{"name", Json::string(std::string(field.name))},
                          {"type", Json::string(std::string(field.type))},
                          {"required", Json::boolean(field.required)},
                          {"description", Json::string(std::string(field.description))}}));
      }
      list.items().push_back(Json::object({{"verb", Json::string(std::string(verb.name))},
                                           {"summary", Json::string(std::string(verb.summary))},
                                           {"fields", std::move(fields)}}));
    }
  }
  return Json::object({{"verbs", std::move(list)}});
}

void refuse(const domain::Refused& refused) {
  using domain::Refusal;
  const std::string code = domain::to_text(refused.reason);
  switch (refused.reason) {
    case Refusal::kInvalidField:
      throw bad_field(refused.field, "is not allowed");
    case Refusal::kUnknownAccount:
    case Refusal::kUnknownQuota:
    case Refusal::kUnknownCoupon:
    case Refusal::kUnknownCard:
    case Refusal::kUnknownUser:
      throw ControlError(404, code, "there is no such thing: " + code, refused.field);
    default:
      throw ControlError(409, code, "the rules refuse it: " + code, refused.field);
  }
}

Json Commands::portal(std::string_view verb, const Json& body) {
  const auto* found = find_portal_verb(verb);
  if (found == nullptr) throw not_found("there is no portal verb of that name");
  return found->run(world(), body);
}

}  // namespace bss::mock::control
