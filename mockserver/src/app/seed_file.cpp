#include "app/seed_file.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

#include "app/start_options.h"

namespace bss::mock::app {

namespace {

using domain::Money;
using domain::SeedError;

int line_of(const YAML::Node& node) {
  return node.Mark().line + 1;
}

/// A map of the file: every member must be asked for.
class Entry {
 public:
  Entry(const YAML::Node& node, std::string what) : node_(node), what_(std::move(what)) {
    if (!node.IsMap()) throw SeedError(line_of(node), what_ + " must be a map");
    for (const auto& member : node) {
      const auto key = member.first.as<std::string>();
      if (!present_.insert(key).second)
        throw SeedError(line_of(member.first), "'" + key + "' stands twice in " + what_);
    }
  }

  int line() const { return line_of(node_); }

  std::string text(const std::string& key) {
    auto value = optional_text(key);
    if (!value || value->empty()) throw SeedError(line(), what_ + " needs '" + key + "'");
    return *std::move(value);
  }
  std::optional<std::string> optional_text(const std::string& key) {
    const auto value = member(key);
    if (!value) return std::nullopt;
    if (!value->IsScalar()) throw SeedError(line_of(*value), "'" + key + "' must be a text");
    return value->as<std::string>();
  }
  /// One of two words; the first when the key is absent.
  bool second_of(const std::string& key, const std::string& first, const std::string& second) {
    const auto word = optional_text(key).value_or(first);
    if (word != first && word != second)
      throw SeedError(line(), "'" + key + "' must be " + first + " or " + second);
    return word == second;
  }
  Money money(const std::string& key) {
    const auto value = optional_money(key);
    if (!value) throw SeedError(line(), what_ + " needs '" + key + "'");
    return *value;
  }
  std::optional<Money> optional_money(const std::string& key) {
    const auto text = optional_text(key);
    if (!text) return std::nullopt;
    const auto decimal = Decimal::parse(*text);
    const auto money = decimal ? Money::from_decimal(*decimal) : std::nullopt;
    if (!money || !money->is_positive() || !money->whole_cents())
      throw SeedError(line(), "'" + key + "' must be an amount such as 100.00");
    return money;
  }
  template <class T, class Read>
  std::vector<T> list(const std::string& key, Read read) {
    std::vector<T> items;
    const auto value = member(key);
    if (!value || value->IsNull()) return items;
    if (!value->IsSequence()) throw SeedError(line_of(*value), "'" + key + "' must be a list");
    for (const auto& item : *value) items.push_back(read(item));
    return items;
  }
  std::optional<YAML::Node> member(const std::string& key) {
    known_.insert(key);
    if (present_.count(key) == 0) return std::nullopt;
    return node_[key];
  }
  /// Call it last.
  void finish() const {
    for (const std::string& key : present_) {
      if (known_.count(key) != 0) continue;
      std::string allowed;
      for (const std::string& one : known_) allowed += (allowed.empty() ? "" : ", ") + one;
      throw SeedError(line(), what_ + " has no '" + key + "'; allowed are " + allowed);
    }
  }

 private:
  const YAML::Node node_;
  const std::string what_;
  std::set<std::string> present_;
  std::set<std::string> known_;
};

/// An account id as the service makes them (customers.md 1.10), or nothing.
std::string read_id(Entry& entry) {
  std::string id = entry.optional_text("id").value_or("");
  if (!id.empty() &&
      (id.size() != 32 || id.find_first_not_of("0123456789abcdef") != std::string::npos))
    throw SeedError(entry.line(), "'id' must be 32 lower-case hex digits");
  return id;
}

domain::SeedLogin read_login(Entry& entry) {
  domain::SeedLogin login;
  login.id = read_id(entry);
  login.role = entry.optional_text("role").value_or("");
  login.password = entry.optional_text("password");
  login.access_key = entry.optional_text("access_key");
  login.secret_key = entry.optional_text("secret_key").value_or("");
  if (login.access_key.has_value() == login.secret_key.empty())
    throw SeedError(entry.line(), "access_key and secret_key go together");
  return login;
}

domain::SeedCustomer read_customer(const YAML::Node& node) {
  Entry entry(node, "a customer");
  domain::SeedCustomer customer;
  customer.line = entry.line();
  customer.name = entry.text("name");
  customer.login = read_login(entry);
  if (entry.second_of("association", "resale", "referral"))
    customer.association = domain::AssociationType::kReferral;
  customer.real_name = entry.optional_text("real_name").value_or("");
  customer.allocated = entry.optional_money("allocated");
  entry.finish();
  return customer;
}

domain::SeedQuota read_quota(const YAML::Node& node, bool of_reseller) {
  Entry entry(node, "a quota");
  domain::SeedQuota quota;
  quota.line = entry.line();
  quota.name = entry.optional_text("name").value_or("");
  quota.value = entry.money("value");
  if (of_reseller) {
    quota.cut_out_of = entry.text("cut_out_of");
  } else {
    quota.quota_type = entry.second_of("kind", "voucher", "cash_coupon") ? 1 : 0;
  }
  entry.finish();
  return quota;
}

domain::SeedCoupon read_coupon(const YAML::Node& node) {
  Entry entry(node, "a coupon");
  domain::SeedCoupon coupon;
  coupon.line = entry.line();
  coupon.quota = entry.text("quota");
  coupon.customer = entry.text("customer");
  coupon.value = entry.money("value");
  if (const auto days = entry.optional_text("valid_days")) {
    coupon.valid_days = parse_whole(*days, 1, 3650);
    if (!coupon.valid_days)
      throw SeedError(entry.line(), "'valid_days' must be a number of days from 1 to 3650");
  }
  entry.finish();
  return coupon;
}

template <class Owner>
void read_what_an_owner_has(Entry& entry, bool reseller, Owner& owner) {
  owner.quotas = entry.list<domain::SeedQuota>(
      "quotas", [&](const YAML::Node& node) { return read_quota(node, reseller); });
  owner.customers = entry.list<domain::SeedCustomer>("customers", read_customer);
  owner.coupons = entry.list<domain::SeedCoupon>("coupons", read_coupon);
}

domain::SeedReseller read_reseller(const YAML::Node& node) {
  Entry entry(node, "a reseller");
  domain::SeedReseller reseller;
  reseller.line = entry.line();
  reseller.id = read_id(entry);
  reseller.name = entry.text("name");
  reseller.company = entry.optional_text("company").value_or("");
  reseller.cash = entry.optional_money("cash");
  read_what_an_owner_has(entry, true, reseller);
  entry.finish();
  return reseller;
}

domain::SeedPartner read_partner(const YAML::Node& node) {
  Entry entry(node, "a partner");
  domain::SeedPartner partner;
  partner.line = entry.line();
  partner.name = entry.text("name");
  if (entry.second_of("kind", "solution_partner", "distributor"))
    partner.kind = domain::AccountKind::kDistributor;
  if (entry.second_of("site", "cn", "intl")) partner.site = domain::Site::kInternational;
  partner.company = entry.optional_text("company").value_or("");
  partner.platform = entry.optional_text("platform").value_or("");
  partner.login = read_login(entry);
  partner.cash = entry.optional_money("cash");
  read_what_an_owner_has(entry, false, partner);
  partner.resellers = entry.list<domain::SeedReseller>("resellers", read_reseller);
  entry.finish();
  return partner;
}

domain::SeedSetting read_setting(const YAML::Node& key, const YAML::Node& value) {
  domain::SeedSetting setting{line_of(key), key.as<std::string>(), ""};
  if (value.IsScalar()) {
    setting.value = value.as<std::string>();
  } else if (value.IsSequence()) {
    for (const auto& item : value)
      setting.value += (setting.value.empty() ? "" : ",") + item.as<std::string>();
  } else {
    throw SeedError(setting.line, "a setting is a value or a list of values");
  }
  return setting;
}

domain::SeedPlan read_plan(const YAML::Node& document) {
  Entry entry(document, "a seed");
  domain::SeedPlan plan;
  if (const auto settings = entry.member("settings")) {
    if (!settings->IsMap()) throw SeedError(line_of(*settings), "'settings' must be a map");
    for (const auto& setting : *settings)
      plan.settings.push_back(read_setting(setting.first, setting.second));
  }
  plan.partners = entry.list<domain::SeedPartner>("partners", read_partner);
  entry.finish();
  return plan;
}

}  // namespace

domain::SeedPlan parse_seed(const std::string& text) {
  try {
    return read_plan(YAML::Load(text));
  } catch (const YAML::Exception& problem) {
    throw SeedError(problem.mark.line + 1, "not YAML: " + problem.msg);
  }
}

domain::SeedPlan parse_seed_of(const std::string& text, const std::string& name) {
  return read_plan(YAML::Load(text)[name]);
}

domain::SeedPlan read_seed_file(const std::string& path) {
  std::ifstream stream(path);
  if (!stream) throw std::invalid_argument(path + " cannot be read");
  const std::string text((std::istreambuf_iterator<char>(stream)),
                         std::istreambuf_iterator<char>());
  try {
    return parse_seed(text);
  } catch (const SeedError& problem) {
    throw std::invalid_argument(path + ":" + std::to_string(problem.line()) + ": " +
                                problem.what());
  }
}

}  // namespace bss::mock::app
