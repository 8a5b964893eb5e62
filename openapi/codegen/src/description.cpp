#include "description.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

namespace bss::codegen {

namespace {

/// YAML reads a bare `null` as a key as nothing at all; here it is a word of x-null.
std::string key_of(const YAML::Node& key) {
  return key.IsNull() ? "null" : key.Scalar();
}

}  // namespace

Mark Node::mark() const {
  return {*file_, yaml_->Mark().line + 1};
}

void Node::fail(const std::string& sentence) const {
  throw DescriptionError(mark(), sentence);
}

std::optional<Node> Node::find(std::string_view key) const {
  if (!yaml_->IsMap()) return std::nullopt;
  for (const auto& entry : *yaml_) {
    if (key_of(entry.first) == key) return Node(file_, entry.second);
  }
  return std::nullopt;
}

Node Node::need(std::string_view key, const std::string& what) const {
  auto found = find(key);
  if (!found) fail(what + " has no '" + std::string(key) + "'.");
  return *found;
}

std::vector<std::pair<std::string, Node>> Node::members() const {
  if (!yaml_->IsMap()) fail("This must be a mapping.");
  std::vector<std::pair<std::string, Node>> out;
  for (const auto& entry : *yaml_) out.emplace_back(key_of(entry.first), Node(file_, entry.second));
  return out;
}

std::vector<Node> Node::items() const {
  if (!yaml_->IsSequence()) fail("This must be a list.");
  std::vector<Node> out;
  for (const auto& item : *yaml_) out.emplace_back(file_, item);
  return out;
}

std::string Node::text() const {
  if (!yaml_->IsScalar()) fail("This must be a text.");
  return yaml_->Scalar();
}

std::string Node::one_of(std::initializer_list<std::string_view> words) const {
  std::string word = text();
  if (std::find(words.begin(), words.end(), word) == words.end()) {
    std::string list;
    for (const std::string_view one : words) list += (list.empty() ? "" : ", ") + std::string(one);
    fail("'" + word + "' is not one of " + list + ".");
  }
  return word;
}

int Node::integer() const {
  const std::string written = text();
  int value = 0;
  const char* const end = written.data() + written.size();
  const auto [stop, error] = std::from_chars(written.data(), end, value);
  if (error != std::errc() || stop != end) fail("'" + written + "' is not a whole number.");
  return value;
}

bool Node::boolean() const {
  const std::string written = text();
  if (written != "true" && written != "false") fail("'" + written + "' is not true or false.");
  return written == "true";
}

std::vector<std::string> Node::texts() const {
  if (yaml_->IsScalar()) return {text()};
  std::vector<std::string> out;
  for (const Node& item : items()) out.push_back(item.text());
  return out;
}

std::optional<std::string> Node::find_text(std::string_view key) const {
  const auto found = find(key);
  return found ? std::optional<std::string>(found->text()) : std::nullopt;
}

std::string Node::need_text(std::string_view key, const std::string& what) const {
  const Node found = need(key, what);
  std::string written = found.is_null() ? std::string() : found.text();
  if (written.find_first_not_of(" \n\t") == std::string::npos) {
    found.fail("'" + std::string(key) + "' of " + what + " is empty.");
  }
  return written;
}

void Node::allow_only(std::initializer_list<std::string_view> keys, const std::string& what) const {
  if (!yaml_->IsMap()) fail(what + " must be a mapping.");
  std::set<std::string> seen;
  for (const auto& entry : *yaml_) {
    const std::string key = key_of(entry.first);
    const Mark at{*file_, entry.first.Mark().line + 1};
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) {
      throw DescriptionError(at, "Unknown key '" + key + "' in " + what + ".");
    }
    if (!seen.insert(key).second) {
      throw DescriptionError(at, "Key '" + key + "' occurs twice in " + what + ".");
    }
  }
}

namespace {

Document parse_document(const std::string& text, const std::string& area) {
  const std::string name = area + ".yaml";
  const auto file = std::make_shared<const std::string>(name);
  try {
    YAML::Node root = YAML::Load(text);
    if (!root.IsMap()) throw DescriptionError({name, 1}, "The file is not a mapping.");
    return {name, area, Node(file, root)};
  } catch (const YAML::Exception& problem) {
    throw DescriptionError({name, problem.mark.line + 1}, "Not YAML: " + problem.msg + ".");
  }
}

std::string read_text(const std::filesystem::path& path) {
  std::ifstream stream(path);
  if (!stream) throw DescriptionError({path.filename().string(), 0}, "The file cannot be read.");
  std::stringstream content;
  content << stream.rdbuf();
  return content.str();
}

}  // namespace

Description Description::read(const std::string& directory, std::vector<std::string> areas) {
  const std::filesystem::path base(directory);
  if (areas.empty()) {
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(base, ignored)) {
      const std::string stem = entry.path().stem().string();
      if (entry.path().extension() == ".yaml" && stem != "common") areas.push_back(stem);
    }
    std::sort(areas.begin(), areas.end());
  }
  if (std::filesystem::exists(base / "common.yaml")) areas.insert(areas.begin(), "common");
  std::vector<std::pair<std::string, std::string>> texts;
  texts.reserve(areas.size());
  for (const std::string& area : areas)
    texts.emplace_back(area, read_text(base / (area + ".yaml")));
  return of_texts(texts);
}

Description Description::of_texts(const std::vector<std::pair<std::string, std::string>>& texts) {
  Description out;
  for (const auto& [area, text] : texts) out.documents_.push_back(parse_document(text, area));
  return out;
}

const Document* Description::find(std::string_view file) const {
  for (const Document& document : documents_) {
    if (document.name == file) return &document;
  }
  return nullptr;
}

Description::Target Description::resolve(const Node& reference) const {
  const std::string written = reference.text();
  const std::size_t hash = written.find('#');
  const std::string file =
      hash == 0 || hash == std::string::npos ? reference.file() : written.substr(0, hash);
  const std::string unknown = "The $ref '" + written + "' leads nowhere.";
  const Document* document = find(file);
  if (hash == std::string::npos || document == nullptr) reference.fail(unknown);
  std::vector<std::string> steps;
  std::stringstream pointer(written.substr(hash + 1));
  for (std::string step; std::getline(pointer, step, '/');) steps.push_back(step);
  if (steps.size() != 4 || !steps[0].empty() || steps[1] != "components") reference.fail(unknown);
  const auto components = document->root.find("components");
  const auto section = components ? components->find(steps[2]) : std::nullopt;
  const auto node = section ? section->find(steps[3]) : std::nullopt;
  if (!node) reference.fail(unknown);
  return {file, steps[2], steps[3], *node};
}

}  // namespace bss::codegen
