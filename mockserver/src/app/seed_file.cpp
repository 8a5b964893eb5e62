#include "app/seed_file.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

#include "app/seed_fields.h"
#include "app/start_options.h"

namespace bss::mock::app {

namespace {

using domain::Money;
using domain::SeedError;

/// One entry of the file, a map: every member must be asked for.
class SeedReader {
 public:
  SeedReader(const YAML::Node& node, std::string what) : node_(node), what_(std::move(what)) {
    if (!node.IsMap()) throw SeedError(line(), what_ + " must be a map");
    for (const auto& member : node) {
      const auto key = member.first.as<std::string>();
      if (!present_.insert(key).second)
        throw SeedError(line_of(member.first), "'" + key + "' stands twice in " + what_);
    }
  }

  void needed(const std::string& key, std::string& value) {
    auto text = scalar(key);
    if (!text || text->empty()) throw SeedError(line(), what_ + " needs '" + key + "'");
    value = *std::move(text);
  }
  void text(const std::string& key, std::string& value) { value = scalar(key).value_or(""); }
  void text(const std::string& key, std::optional<std::string>& value) { value = scalar(key); }
  /// An account id as the service makes them (customers.md 1.10).
  void id(const std::string& key, std::string& value) {
    text(key, value);
    if (value.empty()) return;
    require(value.size() == 32 && value.find_first_not_of("0123456789abcdef") == std::string::npos,
            "'id' must be 32 lower-case hex digits");
  }
  /// One of two words, the first when it is absent.
  template <class T>
  void choice(const std::string& key, T& value, const std::string& first, T first_value,
              const std::string& second, T second_value) {
    const auto word = scalar(key).value_or(first);
    require(word == first || word == second, "'" + key + "' must be " + first + " or " + second);
    value = word == first ? first_value : second_value;
  }
  void flag(const std::string& key, bool& value) {
    choice(key, value, "false", false, "true", true);
  }
  void needed(const std::string& key, Money& value) {
    std::optional<Money> given;
    amount(key, given);
    if (!given) throw SeedError(line(), what_ + " needs '" + key + "'");
    value = *given;
  }
  void amount(const std::string& key, std::optional<Money>& value) {
    const auto text = scalar(key);
    if (!text) return;
    const auto decimal = Decimal::parse(*text);
    value = decimal ? Money::from_decimal(*decimal) : std::nullopt;
    require(value && value->is_positive() && value->whole_cents(),
            "'" + key + "' must be an amount such as 100.00");
  }
  void days(const std::string& key, std::optional<std::int64_t>& value) {
    const auto text = scalar(key);
    if (!text) return;
    value = parse_whole(*text, 1, 3650);
    require(value.has_value(), "'" + key + "' must be a number of days from 1 to 3650");
  }
  template <class T, class Describe>
  void list(const std::string& key, std::vector<T>& values, const char* what, Describe describe) {
    for_each(key, [&](const YAML::Node& node) {
      SeedReader one(node, what);
      T value;
      value.line = one.line();
      describe(one, value);
      one.finish();
      values.push_back(std::move(value));
    });
  }
  void sentences(const std::string& key, std::vector<std::string>& values) {
    for_each(key, [&](const YAML::Node& node) {
      if (!node.IsScalar()) throw SeedError(line_of(node), "'" + key + "' must be texts");
      values.push_back(node.as<std::string>());
    });
  }
  void settings(const std::string& key, std::vector<domain::SeedSetting>& values) {
    const auto value = member(key);
    if (!value) return;
    if (!value->IsMap()) throw SeedError(line_of(*value), "'" + key + "' must be a map");
    for (const auto& one : *value) values.push_back(setting(one.first, one.second));
  }
  void require(bool holds, const std::string& sentence) const {
    if (!holds) throw SeedError(line(), sentence);
  }
  /// When all members were asked for.
  void finish() const {
    for (const std::string& key : present_) {
      if (known_.count(key) != 0) continue;
      std::string allowed;
      for (const std::string& one : known_) allowed += (allowed.empty() ? "" : ", ") + one;
      throw SeedError(line(), what_ + " has no '" + key + "'; allowed are " + allowed);
    }
  }

 private:
  static int line_of(const YAML::Node& node) { return node.Mark().line + 1; }
  int line() const { return line_of(node_); }

  std::optional<YAML::Node> member(const std::string& key) {
    known_.insert(key);
    if (present_.count(key) == 0) return std::nullopt;
    return node_[key];
  }
  std::optional<std::string> scalar(const std::string& key) {
    const auto value = member(key);
    if (!value) return std::nullopt;
    if (!value->IsScalar()) throw SeedError(line_of(*value), "'" + key + "' must be a text");
    return value->as<std::string>();
  }
  template <class Take>
  void for_each(const std::string& key, Take take) {
    const auto value = member(key);
    if (!value || value->IsNull()) return;
    if (!value->IsSequence()) throw SeedError(line_of(*value), "'" + key + "' must be a list");
    for (const auto& item : *value) take(item);
  }
  static domain::SeedSetting setting(const YAML::Node& key, const YAML::Node& value) {
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

  const YAML::Node node_;
  const std::string what_;
  std::set<std::string> present_;
  std::set<std::string> known_;
};

domain::SeedPlan read_plan(const YAML::Node& document) {
  SeedReader form(document, "a seed");
  domain::SeedPlan plan;
  describe(form, plan);
  form.finish();
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
