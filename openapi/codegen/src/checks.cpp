#include "checks.h"

#include <algorithm>
#include <functional>
#include <map>
#include <regex>
#include <set>

#include "bss/wire/rules.h"

namespace bss::codegen {
namespace {

class Checker {
 public:
  Checker(const Model& model, std::vector<std::string>& problems)
      : model_(model), problems_(problems) {}

  void run() {
    for (const Struct& one : model_.structs) {
      take_name(one.name, one.mark);
      check_fields(one);
    }
    for (const Operation& operation : model_.operations) check_operation(operation);
    check_remedies();
    if (problems_.empty()) check_money();
  }

 private:
  void report(const Mark& mark, const std::string& sentence) {
    const std::string text = DescriptionError(mark, sentence).what();
    if (std::find(problems_.begin(), problems_.end(), text) == problems_.end())
      problems_.push_back(text);
  }

  /// Where anything is said of what to do about codes, it is said of every code that a caller sees.
  void check_remedies() {
    if (model_.remedies.empty()) return;
    std::set<std::string> used;
    for (const Operation& operation : model_.operations) {
      for (const ErrorEntry& error : operation.errors) {
        // Names of answers that carry no code of their own.
        if (error.code.rfind("keystone-", 0) == 0) continue;
        used.insert(error.code);
        if (model_.remedies.count(error.code) == 0)
          report(error.mark, "Code " + error.code + " does not stand in x-error-remedies.");
      }
    }
  }

  void take_name(const std::string& name, const Mark& mark) {
    const auto [place, fresh] = names_.emplace(name, mark);
    if (!fresh && !name.empty()) {
      report(mark, "The name " + name + " is taken already in " + place->second.file + ", line " +
                       std::to_string(place->second.line) + ".");
    }
  }

  void check_operation(const Operation& operation) {
    const auto [same, fresh] = ids_.emplace(operation.name, operation.mark);
    if (!fresh) {
      report(operation.mark, "operationId " + operation.name + " stands in " + same->second.file +
                                 ", line " + std::to_string(same->second.line) + ", too.");
      return;
    }
    // Templates that differ in the names of their parameters only are the same route.
    std::string route = operation.method + " ";
    bool in_name = false;
    for (const char c : operation.path) {
      if (c == '}') in_name = false;
      if (!in_name) route += c;
      if (c == '{') in_name = true;
    }
    if (!routes_.insert(route).second) {
      report(operation.mark, operation.method + " " + operation.path + " is described twice.");
    }
    for (const Struct* one : {&operation.request, &operation.response}) {
      take_name(one->name, operation.mark);
      take_name(one->alias, operation.mark);
      check_fields(*one);
    }
    if (operation.error_style == "bss" && !operation.quota) {
      report(operation.mark, "Operation " + operation.name + " has no 'x-quota'.");
    }
    if (operation.success_status == 204 && operation.answer_has_body) {
      report(operation.mark, "An answer 204 has no body.");
    }
    check_page(operation);
    check_parameter_names(operation);
    for (const Struct* one : {&operation.request, &operation.response}) {
      for (const Field& field : one->fields) {
        if ((field.sites & operation.sites) == 0) {
          report(field.mark, "Field '" + field.name + "' exists on no site of operation " +
                                 operation.name + ".");
        }
      }
    }
  }

  void check_page(const Operation& operation) {
    if (!operation.page) return;
    const auto find = [](const Struct& one, const std::string& name) -> const Field* {
      for (const Field& field : one.fields) {
        if (field.name == name) return &field;
      }
      return nullptr;
    };
    const Field* items = find(operation.response, operation.page->items);
    if (items == nullptr || items->type.kind != Kind::kArray || items->in != In::kBody) {
      report(operation.mark, "x-page of " + operation.name + " names '" + operation.page->items +
                                 "', which is no list of the answer.");
    }
    const Field* total = find(operation.response, operation.page->total);
    if (!operation.page->total.empty() &&
        (total == nullptr || total->type.kind != Kind::kInteger)) {
      report(operation.mark, "x-page of " + operation.name + " names '" + operation.page->total +
                                 "', which is no number of the answer.");
    }
    for (const char* name : {"offset", "limit"}) {
      const Field* field = find(operation.request, name);
      if (field == nullptr || field->type.kind != Kind::kInteger) {
        report(operation.mark,
               "Operation " + operation.name + " has x-page but no number '" + name + "'.");
      }
    }
  }

  void check_parameter_names(const Operation& operation) {
    std::set<std::string> members;
    for (const Struct* one : {&operation.request, &operation.response}) {
      members.clear();
      for (const Field& field : one->fields) {
        if (!members.insert(field.member).second) {
          report(field.mark, "Two fields of " + one->name + " are called '" + field.member + "'.");
        }
      }
    }
  }

  void check_fields(const Struct& one) {
    for (const Field& field : one.fields) {
      check_type(field, field.type);
      if (field.type.item) check_type(field, *field.type.item);
      check_default(field);
    }
  }

  void check_type(const Field& field, const Type& type) {
    const std::string what = "field '" + field.name + "'";
    const auto crossed = [](int low, int high) { return low >= 0 && high >= 0 && low > high; };
    if (crossed(type.min_length, type.max_length) || crossed(type.min_items, type.max_items)) {
      report(field.mark, "The limits of " + what + " exclude everything.");
    }
    if (type.minimum && type.maximum &&
        *Decimal::parse(*type.minimum) > *Decimal::parse(*type.maximum)) {
      report(field.mark, "The range of " + what + " is empty.");
    }
    if (!type.pattern.empty()) {
      try {
        wire::Pattern pattern(type.pattern);
      } catch (const std::regex_error&) {
        report(field.mark, "The pattern of " + what + " is no regular expression.");
      }
    }
    for (const std::string& value : type.enum_values) {
      if (type.kind == Kind::kInteger && !wire::parse_integer(value)) {
        report(field.mark, "'" + value + "' in the enumeration of " + what + " is no number.");
      }
    }
  }

  void check_default(const Field& field) {
    const std::string what = "field '" + field.name + "'";
    const bool wants_default = field.nulls.absent == "default" || field.nulls.null == "default" ||
                               field.nulls.empty == "default" || field.nulls.blank == "default";
    const auto leaves_out = [](const std::string& word) {
      return word == "omit" || word == "default";
    };
    if (field.required_sites != 0 &&
        (leaves_out(field.nulls.absent) || leaves_out(field.nulls.null) ||
         leaves_out(field.nulls.empty) || leaves_out(field.nulls.blank))) {
      report(field.mark, "x-null of required " + what + " lets it be left out.");
    }
    if (!field.default_text) {
      if (wants_default)
        report(field.mark, "x-null of " + what + " speaks of a default that does not exist.");
      return;
    }
    if (field.required_sites != 0)
      report(field.mark, "Required " + what + " cannot have a default.");
    const std::string& text = *field.default_text;
    std::string complaint;
    wire::FieldRules rules = rules_of(field.type);
    std::vector<std::string_view> allowed(field.type.enum_values.begin(),
                                          field.type.enum_values.end());
    rules.allowed = allowed.data();
    rules.allowed_count = allowed.size();
    switch (field.type.kind) {
      case Kind::kString:
        complaint = wire::check_text(rules, text);
        break;
      case Kind::kBoolean:
        complaint = text == "true" || text == "false" ? "" : "It is not true or false.";
        break;
      case Kind::kInteger: {
        const auto value = wire::parse_integer(text);
        complaint = value ? wire::check_integer(rules, *value) : "It is no whole number.";
        break;
      }
      case Kind::kDecimal: {
        const auto value = Decimal::parse(text);
        complaint = value ? wire::check_decimal(rules, *value) : "It is no decimal number.";
        break;
      }
      case Kind::kArray:
      case Kind::kObject:
        complaint = "Only plain values can have one.";
        break;
    }
    if (!complaint.empty())
      report(field.mark, "The default of " + what + " is not acceptable: " + complaint);
  }

  static wire::FieldRules rules_of(const Type& type) {
    wire::FieldRules rules;
    rules.positive_only = type.positive;
    rules.max_decimals = type.max_decimals;
    rules.shortest = type.min_length;
    rules.longest = type.max_length;
    if (type.minimum) rules = rules.at_least(*Decimal::parse(*type.minimum));
    if (type.maximum) rules = rules.at_most(*Decimal::parse(*type.maximum));
    if (type.utc_second) rules.format = wire::Format::kUtcSecond;
    if (type.date) rules.format = wire::Format::kDate;
    return rules;
  }

  /// An amount needs a measure_id beside it or around it, else nobody knows its unit.
  void check_money() {
    for (const Operation& operation : model_.operations) check_money_in(operation.response, false);
  }

  void check_money_in(const Struct& one, bool measured) {
    if (!one.has_money) return;
    measured =
        measured || std::any_of(one.fields.begin(), one.fields.end(), [](const Field& field) {
          return field.name == "measure_id" && field.type.kind == Kind::kInteger;
        });
    for (const Field& field : one.fields) {
      if (field.money && !measured) {
        report(field.mark, "Field '" + field.name + "' has x-money but no measure_id beside it.");
      }
      const Type& type = field.type.kind == Kind::kArray ? *field.type.item : field.type;
      if (type.kind != Kind::kObject) continue;
      const Struct* inner = model_.find_struct(type.schema);
      if (inner != nullptr) check_money_in(*inner, measured);
    }
  }

  const Model& model_;
  std::vector<std::string>& problems_;
  std::map<std::string, Mark> names_;
  std::map<std::string, Mark> ids_;
  std::set<std::string> routes_;
};

}  // namespace

void check(const Model& model, std::vector<std::string>& problems) {
  Checker(model, problems).run();
}

}  // namespace bss::codegen
