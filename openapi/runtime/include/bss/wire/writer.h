// Writes the generated structs to the wire, and checks requests before they leave the SDK.
//
// Internal, not installed. One writer serves one message.
#pragma once

#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "bss/wire/json.h"
#include "bss/wire/reader.h"
#include "bss/wire/rules.h"

namespace bss::wire {

/// How a half writes.
struct WriteStyle {
  std::uint8_t sites = kBothSites;  ///< fields of other sites are left out
  bool empty_arrays = false;        ///< optional arrays are written as [] too, as answers do
  int minimum_scale = 0;            ///< decimals get at least so many digits behind the point
};

/// Requests of the SDK: amounts as the caller wrote them, nothing that was not set.
constexpr WriteStyle request_style() {
  return {};
}
/// Answers: lists are always there, amounts have two decimals.
constexpr WriteStyle answer_style(std::uint8_t sites = kBothSites) {
  return {sites, true, 2};
}

/// Writes one JSON object, member by member.
class BodyWriter {
 public:
  BodyWriter(std::string& out, const WriteStyle& style) : out_(out), style_(style) { out_ += '{'; }
  void finish() { out_ += '}'; }

  template <class T>
  bool operator()(const FieldRules& rules, const T& member) {
    if ((rules.sites & style_.sites) == 0) return true;
    if constexpr (IsOptional<T>::value) {
      if (!member) return true;
    } else if constexpr (IsVector<T>::value) {
      if (member.empty() && !style_.empty_arrays && rules.required_sites == 0) return true;
    }
    name(rules.name);
    value(rules, member);
    return true;
  }

 private:
  void name(std::string_view member_name);
  void number(const FieldRules& rules, const Decimal& number);

  template <class T>
  void value(const FieldRules& rules, const T& member) {
    if constexpr (IsOptional<T>::value) {
      value(rules, *member);
    } else if constexpr (IsVector<T>::value) {
      out_ += '[';
      bool first = true;
      for (const auto& item : member) {
        if (!first) out_ += ',';
        first = false;
        value(rules.item == nullptr ? rules : *rules.item, item);
      }
      out_ += ']';
    } else if constexpr (TextAccess<T>::kIsText) {
      append_json_string(out_, TextAccess<T>::get(member));
    } else if constexpr (std::is_same_v<T, bool>) {
      out_ += member ? "true" : "false";
    } else if constexpr (std::is_same_v<T, Decimal>) {
      number(rules, member);
    } else if constexpr (std::is_integral_v<T>) {
      out_ += std::to_string(member);
    } else {
      BodyWriter nested(out_, style_);
      Fields<T>::visit_body(nested, member);
      nested.finish();
    }
  }

  std::string& out_;
  WriteStyle style_;
  bool first_ = true;
};

/// Writes fields that travel as text: query parameters, headers, path segments.
class TextWriter {
 public:
  explicit TextWriter(NameValues& out) : out_(out) {}

  template <class T>
  bool operator()(const FieldRules& rules, const T& member) {
    if constexpr (IsOptional<T>::value) {
      if (member) (*this)(rules, *member);
    } else if constexpr (IsVector<T>::value) {
      for (const auto& item : member) (*this)(rules, item);
    } else {
      out_.emplace_back(std::string(rules.name), text_of(member));
    }
    return true;
  }

 private:
  template <class T>
  static std::string text_of(const T& member) {
    if constexpr (TextAccess<T>::kIsText) {
      return TextAccess<T>::get(member);
    } else if constexpr (std::is_same_v<T, bool>) {
      return member ? "true" : "false";
    } else if constexpr (std::is_same_v<T, Decimal>) {
      return member.to_string();
    } else {
      return std::to_string(member);
    }
  }

  NameValues& out_;
};

/// Checks a request against the description before it is sent. Shown a field, it answers false at
/// the first problem; messages never hold a value.
class Validator {
 public:
  explicit Validator(Site site, const Place* outer = nullptr) : site_(site), outer_(outer) {}

  std::optional<FieldProblem> take_problem() { return std::move(problem_); }

  template <class T>
  bool operator()(const FieldRules& rules, const T& member) {
    const Place place{outer_, rules.name, std::nullopt};
    if constexpr (IsOptional<T>::value) {
      return presence(rules, place, member.has_value()) &&
             (!member || value(rules, place, *member));
    } else if constexpr (IsVector<T>::value) {
      return presence(rules, place, !member.empty() || rules.required_sites == kBothSites) &&
             (member.empty() && rules.required_sites == 0 ? true : value(rules, place, member));
    } else {
      return !rules.on_site(site_) || value(rules, place, member);
    }
  }

 protected:
  bool fail(const Place& place, std::string_view complaint);

 private:
  bool presence(const FieldRules& rules, const Place& place, bool given);
  bool text(const FieldRules& rules, const Place& place, std::string_view value);
  bool report(const Place& place, const Complaint& complaint);

  template <class T>
  bool value(const FieldRules& rules, const Place& place, const T& member) {
    if constexpr (IsVector<T>::value) {
      if (!report(place, check_count(rules, member.size()))) return false;
      constexpr FieldRules kNoRules;
      for (std::size_t i = 0; i < member.size(); ++i) {
        const Place item{&place, {}, i};
        if (!value(rules.item == nullptr ? kNoRules : *rules.item, item, member[i])) return false;
      }
      return true;
    } else if constexpr (TextAccess<T>::kIsText) {
      return text(rules, place, TextAccess<T>::get(member));
    } else if constexpr (std::is_same_v<T, bool>) {
      return true;
    } else if constexpr (std::is_same_v<T, Decimal>) {
      return report(place, check_decimal(rules, member));
    } else if constexpr (std::is_integral_v<T>) {
      return report(place, check_integer(rules, member));
    } else {
      Validator nested(site_, &place);
      if (Fields<T>::visit_body(nested, member)) return true;
      problem_ = nested.take_problem();
      return false;
    }
  }

  Site site_;
  const Place* outer_;
  std::optional<FieldProblem> problem_;
};

/// Checks fields that travel in the head of a request. A path segment must not change which
/// operation is called: no
/// '/', not "." or "..", never empty. A header value must not end its line: no control characters.
class HeadValidator {
 public:
  enum class Part : std::uint8_t { kPath, kHeader };
  HeadValidator(Site site, Part part) : rules_check_(site), part_(part) {}

  template <class T>
  bool operator()(const FieldRules& rules, const T& member) {
    if (!rules_check_(rules, member)) {
      problem_ = rules_check_.take_problem();
      return false;
    }
    NameValues values;
    TextWriter writer(values);
    writer(rules, member);
    return safe(rules, values);
  }
  std::optional<FieldProblem> take_problem() { return std::move(problem_); }

 private:
  bool safe(const FieldRules& rules, const NameValues& values);

  Validator rules_check_;
  Part part_;
  std::optional<FieldProblem> problem_;
};

}  // namespace bss::wire
