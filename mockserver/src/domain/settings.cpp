#include "domain/settings.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <utility>

#include "store/text_key.h"

namespace bss::mock::domain {

namespace {

using std::string_view;
constexpr std::int64_t kAnyMaximum = std::numeric_limits<std::int32_t>::max();

constexpr std::array<string_view, 4> kExpiredAnswers = {"gateway_0307", "gateway_0301",
                                                        "business_0154", "business_text"};
constexpr std::array<string_view, 2> kPrefixes = {"APIG", "APIGW"};
constexpr std::array<string_view, 3> kSites = {"by_account", "cn", "intl"};
constexpr std::array<string_view, 2> kBadMobileAnswers = {"CBC.0100", "CBC.5017"};

constexpr SettingInfo integer(Setting setting, string_view key, std::int64_t fallback,
                              std::int64_t minimum, string_view unit, string_view rule,
                              string_view description) {
  return {setting, key,        SettingType::kInteger, fallback, minimum, kAnyMaximum, {}, unit,
          rule,    description};
}
constexpr SettingInfo boolean(Setting setting, string_view key, bool fallback, string_view rule,
                              string_view description) {
  return {setting, key, SettingType::kBoolean, fallback ? 1 : 0, 0, 1, {}, "", rule, description};
}
constexpr SettingInfo choice(Setting setting, string_view key, std::span<const string_view> choices,
                             string_view rule, string_view description) {
  return {setting, key, SettingType::kChoice, 0, 0, 0, choices, "", rule, description};
}
constexpr SettingInfo list(Setting setting, string_view key, string_view unit, string_view rule,
                           string_view description) {
  return {setting, key, SettingType::kList, 0, 0, 0, {}, unit, rule, description};
}

constexpr std::array<SettingInfo, static_cast<std::size_t>(Setting::kCount_)> kTable = {
    integer(Setting::kTokenLifeSeconds, "token_life_seconds", 86400, 1, "seconds, workspace clock",
            "auth-gateway 3.5", "how long a token lives"),
    choice(Setting::kExpiredTokenAnswer, "expired_token_answer", kExpiredAnswers,
           "contract, order of refusals", "the answer of BSS operations to a token past its life"),
    choice(Setting::kErrorPrefix, "error_prefix", kPrefixes, "auth-gateway 6.1",
           "prefix of the gateway's codes 0201, 0301, 0307, 0308"),
    choice(Setting::kEndpointSite, "endpoint_site", kSites, "auth-gateway 7.1",
           "the site whose endpoint the server plays; accounts of the other one get CBC.0156"),
    integer(Setting::kAssociationDelayMs, "association_delay_ms", 0, 0, "ms, workspace clock",
            "customers CreateSubCustomer 1", "from the creation of a customer to its association"),
    integer(Setting::kAssociationWaitLimitMs, "association_wait_limit_ms", 5000, 0, "ms, wall time",
            "customers CreateSubCustomer 2",
            "how long include_association_result waits before CBC.99000050"),
    integer(Setting::kAccountsPerMobile, "accounts_per_mobile", 3, 1, "accounts",
            "customers CheckUserIdentity 3", "how many accounts may share a mobile number"),
    list(Setting::kReportedContacts, "reported_contacts", "mobile numbers and e-mail addresses",
         "customers CreateSubCustomer 7", "contacts the vendor reported itself: CBC.99000051"),
    list(Setting::kMobileExists, "mobile_exists", "mobile numbers", "customers CreateSubCustomer 6",
         "numbers that are refused with CBC.99000029"),
    list(Setting::kRefuseAuthorizationFor, "refuse_authorization_for", "xaccount_id values",
         "customers CreateSubCustomer 2", "customers whose association fails with CBC.99000004"),
    list(Setting::kUnsupportedDomainAreas, "unsupported_domain_areas", "two-letter areas",
         "customers CreateSubCustomer 14", "areas whose customers cannot register: CBC.0101"),
    boolean(Setting::kCooperationTypeEnabled, "cooperation_type_enabled", false,
            "customers CreateSubCustomer fields", "cooperation_type 1 makes a referral customer"),
    list(Setting::kFailCodeDeliveryTo, "fail_code_delivery_to", "receivers",
         "customers SendVerificationMessageCode", "a code is made but not delivered: CBC.99004003"),
    choice(Setting::kSendCodeBadMobileAnswer, "send_code_bad_mobile_answer", kBadMobileAnswers,
           "customers SendVerificationMessageCode errors",
           "the answer to a malformed mobile number"),
    integer(Setting::kRecordsDelayMs, "records_delay_ms", 0, 0, "ms, workspace clock",
            "accounts-coupons E.6",
            "adjustment records become visible this long after the posting"),
    boolean(Setting::kRepayArrearsOnAllocation, "repay_arrears_on_allocation", true,
            "accounts-coupons UpdateCustomerAccountAmount 6", "an allocation first repays arrears"),
    integer(Setting::kQuotaIssueIntervalMs, "quota_issue_interval_ms", 0, 0, "ms, workspace clock",
            "accounts-coupons UpdateCouponQuotas 6",
            "how long after an issue to resellers the same quota answers CBC.50000045"),
    integer(Setting::kLoginFailuresBeforeLock, "login_failures_before_lock", 5, 1,
            "wrong passwords in a row", "auth-gateway 3.5", "how many lock a user"),
    integer(Setting::kLoginLockSeconds, "login_lock_seconds", 900, 0, "seconds, workspace clock",
            "auth-gateway 3.5", "how long a user stays locked"),
};

constexpr std::size_t index_of(Setting setting) {
  return static_cast<std::size_t>(setting);
}

const SettingInfo& info_of(Setting setting) {
  return kTable[index_of(setting)];
}

std::string join(std::span<const string_view> words, string_view between) {
  std::string text;
  for (const string_view word : words) {
    if (!text.empty()) text += between;
    text += word;
  }
  return text;
}

std::vector<std::string> split_list(string_view text) {
  std::vector<std::string> entries;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(','), text.size());
    string_view entry = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    while (!entry.empty() && entry.front() == ' ') entry.remove_prefix(1);
    while (!entry.empty() && entry.back() == ' ') entry.remove_suffix(1);
    if (!entry.empty()) entries.emplace_back(entry);
  }
  return entries;
}

}  // namespace

Settings::Settings() {
  reset();
}

Settings::Settings(const Settings& other) {
  *this = other;
}

Settings& Settings::operator=(const Settings& other) {
  if (this == &other) return *this;
  for (std::size_t i = 0; i < kSize; ++i) values_[i] = other.values_[i].load();
  const std::scoped_lock lock(lists_mutex_, other.lists_mutex_);
  lists_ = other.lists_;
  return *this;
}

void Settings::reset() {
  for (const SettingInfo& info : kTable) values_[index_of(info.setting)] = info.fallback;
  const std::lock_guard<std::mutex> lock(lists_mutex_);
  for (auto& entries : lists_) entries.clear();
}

std::int64_t Settings::number(Setting setting) const noexcept {
  return values_[index_of(setting)].load(std::memory_order_relaxed);
}

string_view Settings::choice(Setting setting) const noexcept {
  return info_of(setting).choices[static_cast<std::size_t>(number(setting))];
}

bool Settings::listed(Setting setting, string_view entry, bool any_case) const {
  const std::lock_guard<std::mutex> lock(lists_mutex_);
  const auto& entries = lists_[index_of(setting)];
  if (!any_case) return std::find(entries.begin(), entries.end(), entry) != entries.end();
  const std::string key = store::text_key(entry);
  return std::any_of(entries.begin(), entries.end(),
                     [&](const std::string& other) { return store::text_key(other) == key; });
}

std::vector<std::string> Settings::list(Setting setting) const {
  const std::lock_guard<std::mutex> lock(lists_mutex_);
  return lists_[index_of(setting)];
}

std::string Settings::text(Setting setting) const {
  switch (info_of(setting).type) {
    case SettingType::kInteger:
      return std::to_string(number(setting));
    case SettingType::kBoolean:
      return flag(setting) ? "true" : "false";
    case SettingType::kChoice:
      return std::string(choice(setting));
    case SettingType::kList:
      break;
  }
  std::string text;
  for (const std::string& entry : list(setting)) {
    if (!text.empty()) text += ',';
    text += entry;
  }
  return text;
}

std::optional<std::string> Settings::set(string_view key, string_view value) {
  const SettingInfo* info = find(key);
  if (info == nullptr) return "there is no setting of that name";
  const std::string name(key);
  switch (info->type) {
    case SettingType::kInteger: {
      std::int64_t number = 0;
      const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
      if (error != std::errc() || end != value.data() + value.size() || number < info->minimum ||
          number > info->maximum) {
        return name + " is a whole number from " + std::to_string(info->minimum) + " to " +
               std::to_string(info->maximum);
      }
      set_number(info->setting, number);
      return std::nullopt;
    }
    case SettingType::kBoolean:
      if (value != "true" && value != "false") return name + " is true or false";
      set_number(info->setting, value == "true" ? 1 : 0);
      return std::nullopt;
    case SettingType::kChoice: {
      const auto found = std::find(info->choices.begin(), info->choices.end(), value);
      if (found == info->choices.end()) return name + " is one of: " + join(info->choices, ", ");
      set_number(info->setting, found - info->choices.begin());
      return std::nullopt;
    }
    case SettingType::kList:
      set_list(info->setting, split_list(value));
      return std::nullopt;
  }
  return "there is no setting of that name";
}

void Settings::set_number(Setting setting, std::int64_t value) noexcept {
  values_[index_of(setting)] = value;
}

void Settings::set_list(Setting setting, std::vector<std::string> entries) {
  const std::lock_guard<std::mutex> lock(lists_mutex_);
  lists_[index_of(setting)] = std::move(entries);
}

std::span<const SettingInfo> Settings::table() noexcept {
  return kTable;
}

const SettingInfo* Settings::find(string_view key) noexcept {
  const auto found = std::find_if(kTable.begin(), kTable.end(),
                                  [&](const SettingInfo& info) { return info.key == key; });
  return found == kTable.end() ? nullptr : &*found;
}

}  // namespace bss::mock::domain
