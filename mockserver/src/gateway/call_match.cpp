#include "gateway/call_match.h"

#include <algorithm>

#include "gateway/rule_reader.h"
#include "iam/header_names.h"

namespace bss::mock::gateway {

using wire::Json;

namespace {

constexpr const char* kAbsent = "(absent)";

bool matches_path(std::string_view wanted, std::string_view path) noexcept {
  if (!wanted.empty() && wanted.back() == '*') {
    wanted.remove_suffix(1);
    return path.substr(0, wanted.size()) == wanted;
  }
  return wanted == path;
}

/// Amounts travel as numbers and as strings; a rule that names a number means the amount.
bool equal_values(const Json& wanted, const Json& actual) {
  switch (wanted.kind()) {
    case Json::Kind::kNull:
      return actual.is_null();
    case Json::Kind::kBoolean:
      return actual.kind() == Json::Kind::kBoolean && wanted.as_boolean() == actual.as_boolean();
    case Json::Kind::kNumber: {
      const bool may_be_number =
          actual.kind() == Json::Kind::kNumber || actual.kind() == Json::Kind::kString;
      const auto left = Decimal::parse(wanted.text());
      const auto right = may_be_number ? Decimal::parse(actual.text()) : std::nullopt;
      return left && right && *left == *right;
    }
    case Json::Kind::kString:
      return actual.kind() == Json::Kind::kString && wanted.text() == actual.text();
    case Json::Kind::kArray:
      return actual.kind() == Json::Kind::kArray &&
             std::equal(wanted.items().begin(), wanted.items().end(), actual.items().begin(),
                        actual.items().end(), equal_values);
    case Json::Kind::kObject:
      return actual.kind() == Json::Kind::kObject &&
             wanted.members().size() == actual.members().size() &&
             std::all_of(wanted.members().begin(), wanted.members().end(), [&](const auto& member) {
               const Json* other = actual.find(member.first);
               return other != nullptr && equal_values(member.second, *other);
             });
  }
  return false;
}

std::string shown(const Json& value) {
  return value.kind() == Json::Kind::kString ? value.text() : wire::write_json(value);
}

/// Calls `miss(field, wanted, found)` for each condition that does not hold until it answers false.
template <class OnMiss>
void compare(const CallMatch& match, const CallSubject& subject, LazyBody& body, OnMiss miss) {
  const auto differs = [&](const char* field, const std::string& wanted, std::string_view found) {
    return wanted.empty() || wanted == found || miss(field, wanted, std::string(found));
  };
  if (!differs("operation", match.operation, subject.operation)) return;
  if (!differs("method", match.method, subject.method)) return;
  if (!match.path.empty() && !matches_path(match.path, subject.path) &&
      !miss("path", match.path, std::string(subject.path))) {
    return;
  }
  if (match.account != subject.account_name &&
      !differs("account", match.account, subject.account_id)) {
    return;
  }
  for (const auto& [name, wanted] : match.headers) {
    std::string found = kAbsent;
    bool holds = false;
    for (const auto& [other, value] : *subject.headers) {
      if (!iam::equal_names(other, name)) continue;
      found = value;
      holds = value == wanted;
      if (holds) break;
    }
    if (!holds && !miss("header/" + name, wanted, found)) return;
  }
  for (const auto& [pointer, wanted] : match.body) {
    const Json* document = body.get();
    const Json* found = document == nullptr ? nullptr : document->at_pointer(pointer);
    if (found != nullptr && equal_values(wanted, *found)) continue;
    if (!miss("body" + pointer, shown(wanted), found == nullptr ? kAbsent : shown(*found))) return;
  }
}

}  // namespace

const Json* LazyBody::get() {
  if (!read_) document_ = wire::read_json(text_).value;
  read_ = true;
  return document_ ? &*document_ : nullptr;
}

bool matches(const CallMatch& match, const CallSubject& subject, LazyBody& body) {
  bool all = true;
  compare(match, subject, body, [&](auto&&...) { return all = false; });
  return all;
}

std::vector<Miss> misses(const CallMatch& match, const CallSubject& subject, LazyBody& body) {
  std::vector<Miss> found;
  compare(match, subject, body, [&](std::string field, std::string wanted, std::string actual) {
    found.push_back({std::move(field), std::move(wanted), std::move(actual)});
    return true;
  });
  return found;
}

CallMatch read_call_match(const Json& value, const std::string& at, const DescribedNames& names) {
  expect_object(value, at);
  allow_only<6>(value, at, {"operation", "method", "path", "account", "header", "body"});
  CallMatch match;
  for (const auto& [name, member] : value.members()) {
    const std::string here = at + "/" + name;
    if (name == "operation") {
      match.operation = text_at(member, here);
      if (!names.operation(match.operation))
        refuse_rule(here, "is no operation of the description");
    } else if (name == "method") {
      match.method = text_at(member, here);
    } else if (name == "path") {
      match.path = text_at(member, here);
    } else if (name == "account") {
      match.account = text_at(member, here);
    } else if (name == "header") {
      expect_object(member, here);
      for (const auto& [header, wanted] : member.members()) {
        match.headers.emplace_back(header, text_at(wanted, here + "/" + header));
      }
    } else {
      expect_object(member, here);
      for (const auto& [pointer, wanted] : member.members()) {
        if (!pointer.empty() && pointer.front() != '/') {
          refuse_rule(here + "/" + pointer, "must be a JSON pointer, such as /amount");
        }
        match.body.emplace_back(pointer, wanted);
      }
    }
  }
  return match;
}

Json show_call_match(const CallMatch& match) {
  Json shown = Json::object();
  const auto add_text = [&](std::string name, const std::string& value) {
    if (!value.empty()) shown.add(std::move(name), Json::string(value));
  };
  add_text("operation", match.operation);
  add_text("method", match.method);
  add_text("path", match.path);
  add_text("account", match.account);
  if (!match.headers.empty()) {
    Json headers = Json::object();
    for (const auto& [name, value] : match.headers) headers.add(name, Json::string(value));
    shown.add("header", std::move(headers));
  }
  if (!match.body.empty()) {
    Json body = Json::object();
    for (const auto& [pointer, value] : match.body) body.add(pointer, value);
    shown.add("body", std::move(body));
  }
  return shown;
}

}  // namespace bss::mock::gateway
