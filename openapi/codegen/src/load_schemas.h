// Turns schemas into structs and fields. Used by the loader only.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "description.h"
#include "model.h"

namespace bss::codegen {

/// A schema with what lies over it: the parameter that holds it, the keys beside a $ref, the target
/// of the $ref. The first layer that has a key wins.
struct Layers {
  std::vector<Node> layers;
  /// Set when a $ref was followed.
  std::optional<Description::Target> target;

  std::optional<Node> find(std::string_view key) const;
  std::optional<std::string> text(std::string_view key) const;
  const Node& top() const { return layers.front(); }
};

class SchemaLoader {
 public:
  SchemaLoader(const Description& description, std::vector<Struct>& structs)
      : description_(description), structs_(structs) {}

  /// Follows $ref and checks the keys; `holder` is the parameter around the schema.
  Layers layers_of(const Node& schema, const std::optional<Node>& holder);
  Field field_of(const std::string& name, const Layers& layers, bool required, In in);
  /// The fields of an object schema, in their order.
  std::vector<Field> fields_of(const Node& object_schema, const std::string& what);
  /// Loads every object schema that nothing has used yet, so that none goes unchecked.
  void load_unused(const Document& document, const std::set<std::string>& flattened);

  /// How often an object schema was used as a struct of its own.
  bool used_as_struct(const std::string& name) const { return files_.count(name) > 0; }

 private:
  Type type_of(const Layers& layers, const std::string& what);
  void limits_of(const Layers& layers, const std::string& what, Type& type);
  void enumeration_of(const Layers& layers, const std::string& what, Type& type);
  /// Makes the struct of a named object schema, once; gives its name.
  std::string struct_of(const Description::Target& target, const Node& user);

  const Description& description_;
  std::vector<Struct>& structs_;
  std::map<std::string, std::string> files_;  // struct name -> file
  std::set<std::string> open_;                // being loaded: a second visit is recursion
};

/// Bits of `x-site` and `x-required-on`.
std::uint8_t site_bits(const Node& sites);

}  // namespace bss::codegen
