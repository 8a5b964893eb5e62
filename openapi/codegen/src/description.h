// The YAML files as they stand, with file and line of every node, and the one error type of the
// generator. The loader walks these nodes; nothing after the loader sees YAML, except the JSON
// document.
//
// One thread.
#pragma once

#include <yaml-cpp/yaml.h>

#include <exception>
#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bss::codegen {

/// A place in the description, for messages.
struct Mark {
  std::string file;
  int line = 0;
};

/// One thing that is wrong with the description.
class DescriptionError : public std::exception {
 public:
  DescriptionError(const Mark& mark, const std::string& sentence)
      : text_(mark.file + ":" + std::to_string(mark.line) + ": " + sentence) {}
  const char* what() const noexcept override { return text_.c_str(); }

 private:
  std::string text_;
};

/// A YAML node that knows its file. Absent nodes are empty optionals, never half-defined nodes.
class Node {
 public:
  Node(std::shared_ptr<const std::string> file, YAML::Node yaml)
      : file_(std::move(file)), yaml_(std::make_shared<const YAML::Node>(std::move(yaml))) {}

  Mark mark() const;
  [[noreturn]] void fail(const std::string& sentence) const;

  bool is_map() const { return yaml_->IsMap(); }
  bool is_list() const { return yaml_->IsSequence(); }
  bool is_scalar() const { return yaml_->IsScalar(); }
  bool is_null() const { return yaml_->IsNull(); }
  /// Written in quotes, so that it is a text whatever it looks like.
  bool is_quoted() const { return yaml_->Tag() == "!"; }

  /// Member of a map, if it is there.
  std::optional<Node> find(std::string_view key) const;
  /// Member of a map; fails with "`what` needs `key`" when it is not there.
  Node need(std::string_view key, const std::string& what) const;
  std::vector<std::pair<std::string, Node>> members() const;
  std::vector<Node> items() const;

  std::string text() const;
  /// A text that is one of `words`; fails with the list of them for another one.
  std::string one_of(std::initializer_list<std::string_view> words) const;
  int integer() const;
  bool boolean() const;
  /// One text or a list of texts.
  std::vector<std::string> texts() const;

  std::optional<std::string> find_text(std::string_view key) const;
  std::string need_text(std::string_view key, const std::string& what) const;

  /// Fails for a key that is not in the list and for a key that occurs twice.
  void allow_only(std::initializer_list<std::string_view> keys, const std::string& what) const;

  const std::string& file() const { return *file_; }

 private:
  std::shared_ptr<const std::string> file_;
  // Behind a pointer: assigning one YAML::Node to another changes the document under both.
  std::shared_ptr<const YAML::Node> yaml_;
};

/// One file of the description.
struct Document {
  std::string name;  ///< "accounts.yaml"
  std::string area;  ///< "accounts"
  Node root;
};

/// All files: common.yaml and one an area.
class Description {
 public:
  /// Reads `directory`/common.yaml (if there is one) and the areas; without names, every other
  /// *.yaml by name.
  static Description read(const std::string& directory, std::vector<std::string> areas);

  /// The same from texts: pairs of area and content of `area`.yaml.
  static Description of_texts(const std::vector<std::pair<std::string, std::string>>& texts);

  const std::vector<Document>& documents() const { return documents_; }
  const Document* find(std::string_view file) const;

  struct Target {
    std::string file;
    std::string section;  ///< "schemas"
    std::string name;
    Node node;
  };
  /// Follows `#/components/schemas/X` or `common.yaml#/components/schemas/X`.
  Target resolve(const Node& reference) const;

 private:
  std::vector<Document> documents_;
};

}  // namespace bss::codegen
