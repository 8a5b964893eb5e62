// The description as the emitters see it: areas, structs, operations, errors. Made by the loader,
// held to the rules by checks.cpp, never changed afterwards.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "description.h"

namespace bss::codegen {

enum class Kind { kString, kInteger, kBoolean, kDecimal, kArray, kObject };
enum class In { kBody, kPath, kQuery, kHeader };

inline constexpr std::uint8_t kBoth = 3;

/// The type of a field or of an array's items, with the limits that belong to its values.
struct Type {
  Kind kind = Kind::kString;
  int bits = 64;               ///< of an integer
  std::string schema;          ///< of an object: the struct's name
  std::shared_ptr<Type> item;  ///< of an array
  bool utc_second = false;
  bool date = false;  ///< a calendar day
  bool decimal_text = false;
  bool positive = false;
  bool secret = false;
  int max_decimals = -1;
  int min_length = -1;
  int max_length = -1;
  int min_items = -1;
  int max_items = -1;
  std::optional<std::string> minimum;
  std::optional<std::string> maximum;
  std::string pattern;
  std::vector<std::string> enum_values;
  std::vector<std::string> enum_names;
};

/// `x-null`, as words of bss::wire::Null; empty = nothing said.
struct NullRules {
  std::string absent;
  std::string null;
  std::string empty;
  std::string blank;
};

struct Field {
  std::string name;    ///< on the wire
  std::string member;  ///< in C++
  std::string description;
  Type type;
  In in = In::kBody;
  std::uint8_t sites = kBoth;
  std::uint8_t required_sites = 0;
  NullRules nulls;
  std::vector<std::string> lenient;
  bool money = false;
  std::optional<std::string> default_text;
  Mark mark;

  bool required() const { return required_sites == kBoth; }
};

struct Struct {
  std::string name;
  std::string alias;  ///< name of the schema that was flattened into it
  std::string description;
  std::string area;  ///< whose header holds it; "common" for shared ones
  std::vector<Field> fields;
  bool has_money = false;  ///< itself or something in it
  Mark mark;
};

struct ErrorEntry {
  std::string code;
  int status = 0;
  std::string message;
  std::string title;
  std::string when;
  std::string evidence;
  std::string produced;
  std::string repeat;
  bool in_error_details = false;
  bool already_done = false;
  bool common = false;
  Mark mark;
};

struct Quota {
  int limit = 0;
  int per_seconds = 1;
  std::string evidence;
};

struct Page {
  std::string items;
  std::string total;
  int max_limit = 0;
};

struct Operation {
  std::string name;
  std::string function;  ///< snake_case
  std::string area;
  std::string method;  ///< upper case
  std::string path;
  std::string summary;
  std::string description;
  std::string page_url;
  std::string effect;
  std::string auth;
  std::string error_style;
  std::uint8_t sites = kBoth;
  std::vector<std::string> callers;
  std::optional<Quota> quota;
  std::optional<Page> page;
  std::vector<ErrorEntry> errors;
  Struct request;
  Struct response;
  bool has_body = false;
  bool body_required = false;
  bool answer_has_body = false;
  int success_status = 200;
  Mark mark;
};

struct Model {
  std::vector<std::string> areas;  ///< in the order they were asked for, without "common"
  std::vector<Struct> structs;     ///< shared and nested ones; what is used comes before its user
  std::vector<Operation> operations;            ///< by area, in the order of the files
  std::vector<ErrorEntry> common_errors;        ///< x-common-errors
  std::map<std::string, std::string> remedies;  ///< what to do about a code
  std::map<std::string, std::string> titles;    ///< info.title of an area

  const Struct* find_struct(const std::string& name) const {
    for (const Struct& one : structs) {
      if (one.name == name) return &one;
    }
    return nullptr;
  }
};

}  // namespace bss::codegen
