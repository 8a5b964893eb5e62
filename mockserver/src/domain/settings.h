// The switches of a workspace: what a rules file calls configurable. Each has a name, a type, a
// default, a unit and the rule it bears on; the control API lists and changes them, `--set
// KEY=VALUE` and seeds set them.
//
// Thread safe: numbers, flags and choices are single machine words and read without a lock; lists
// take one.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bss::mock::domain {

enum class Setting : std::uint8_t {
  kTokenLifeSeconds,
  kExpiredTokenAnswer,
  kErrorPrefix,
  kEndpointSite,
  kAssociationDelayMs,
  kAssociationWaitLimitMs,
  kAccountsPerMobile,
  kReportedContacts,
  kMobileExists,
  kRefuseAuthorizationFor,
  kUnsupportedDomainAreas,
  kCooperationTypeEnabled,
  kFailCodeDeliveryTo,
  kSendCodeBadMobileAnswer,
  kRecordsDelayMs,
  kRepayArrearsOnAllocation,
  kQuotaIssueIntervalMs,
  kLoginFailuresBeforeLock,
  kLoginLockSeconds,
  kCount_,
};

enum class SettingType : std::uint8_t { kInteger, kBoolean, kChoice, kList };

struct SettingInfo {
  Setting setting;
  std::string_view key;
  SettingType type;
  std::int64_t fallback;  ///< the default: a number, 0 or 1, or the index of a choice; lists are
                          ///< empty by default
  std::int64_t minimum;   ///< integers only
  std::int64_t maximum;
  std::span<const std::string_view> choices;
  std::string_view unit;
  std::string_view rule;
  std::string_view description;
};

class Settings {
 public:
  Settings();
  Settings(const Settings& other);
  Settings& operator=(const Settings& other);

  std::int64_t number(Setting setting) const noexcept;
  bool flag(Setting setting) const noexcept { return number(setting) != 0; }
  std::string_view choice(Setting setting) const noexcept;
  /// Whether a list holds that entry; `any_case` compares without regard to case.
  bool listed(Setting setting, std::string_view entry, bool any_case = false) const;
  std::vector<std::string> list(Setting setting) const;
  /// The value as text, as `set` reads it.
  std::string text(Setting setting) const;

  /// Sets by name from text, lists comma separated; on refusal the sentence says what is allowed.
  [[nodiscard]] std::optional<std::string> set(std::string_view key, std::string_view value);
  void set_number(Setting setting, std::int64_t value) noexcept;
  void set_list(Setting setting, std::vector<std::string> entries);
  void reset();

  static std::span<const SettingInfo> table() noexcept;
  static const SettingInfo* find(std::string_view key) noexcept;

 private:
  static constexpr std::size_t kSize = static_cast<std::size_t>(Setting::kCount_);
  std::array<std::atomic<std::int64_t>, kSize> values_;
  mutable std::mutex lists_mutex_;
  std::array<std::vector<std::string>, kSize> lists_;
};

}  // namespace bss::mock::domain
