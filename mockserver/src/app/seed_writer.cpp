#include "app/seed_writer.h"

#include <utility>

#include "app/seed_fields.h"

namespace bss::mock::app {

namespace {

using domain::Money;
using wire::Json;

/// The other form of seed_fields.h: takes the values of one entry.
class SeedWriter {
 public:
  void needed(const std::string& key, const std::string& value) {
    entry_.add(key, Json::string(value));
  }
  void needed(const std::string& key, Money value) {
    entry_.add(key, Json::decimal(value.to_decimal(), 2));
  }
  void text(const std::string& key, const std::string& value) {
    if (!value.empty()) needed(key, value);
  }
  void text(const std::string& key, const std::optional<std::string>& value) {
    if (value) needed(key, *value);
  }
  void id(const std::string& key, const std::string& value) { text(key, value); }
  template <class T>
  void choice(const std::string& key, T value, const char* /*first*/, T /*first_value*/,
              const char* second, T second_value) {
    if (value == second_value) needed(key, std::string(second));
  }
  void flag(const std::string& key, bool value) {
    if (value) entry_.add(key, Json::boolean(true));
  }
  void amount(const std::string& key, const std::optional<Money>& value) {
    if (value) needed(key, *value);
  }
  void days(const std::string& key, const std::optional<std::int64_t>& value) {
    if (value) entry_.add(key, Json::number(*value));
  }
  template <class T, class Describe>
  void list(const std::string& key, std::vector<T>& values, const char* /*what*/,
            Describe describe) {
    if (values.empty()) return;
    Json items = Json::array();
    for (T& value : values) {
      SeedWriter one;
      describe(one, value);
      items.items().push_back(one.take());
    }
    entry_.add(key, std::move(items));
  }
  void sentences(const std::string& key, const std::vector<std::string>& values) {
    if (values.empty()) return;
    Json items = Json::array();
    for (const std::string& value : values) items.items().push_back(Json::string(value));
    entry_.add(key, std::move(items));
  }
  void settings(const std::string& key, const std::vector<domain::SeedSetting>& values) {
    if (values.empty()) return;
    Json map = Json::object();
    for (const auto& setting : values) map.add(setting.key, Json::string(setting.value));
    entry_.add(key, std::move(map));
  }
  /// Of what is read.
  void require(bool /*holds*/, const char* /*sentence*/) const {}

  Json take() { return std::move(entry_); }

 private:
  Json entry_ = Json::object();
};

}  // namespace

Json write_seed(const domain::SeedPlan& plan) {
  SeedWriter form;
  domain::SeedPlan copy = plan;
  describe(form, copy);
  return form.take();
}

}  // namespace bss::mock::app
