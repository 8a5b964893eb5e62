#include "loader.h"

#include <algorithm>
#include <map>

#include "checks.h"
#include "load_errors.h"
#include "load_operations.h"
#include "load_schemas.h"

namespace bss::codegen {
namespace {

class Loader {
 public:
  explicit Loader(const Description& description)
      : description_(description),
        schemas_(description, out_.model.structs),
        operations_(description, schemas_, errors_) {}

  Loaded run() && {
    for (const Document& document : description_.documents()) {
      if (document.area == "common") {
        guarded([&] { errors_.read_common(document, out_.problems); });
        out_.model.common_errors = errors_.common();
        out_.model.remedies = errors_.remedies();
      } else {
        out_.model.areas.push_back(document.area);
      }
    }
    for (const Document& document : description_.documents()) read_document(document);
    for (const char* section : {"schemas", "parameters"}) refuse_equal_names(section);
    for (const Document& document : description_.documents()) {
      // After a problem above, some schema may merely look unused.
      if (out_.problems.empty())
        guarded([&] { schemas_.load_unused(document, operations_.flattened()); });
    }
    drop_taken_aliases();
    mark_money();
    if (out_.problems.empty()) check(out_.model, out_.problems);
    return std::move(out_);
  }

 private:
  template <class Step>
  void guarded(const Step& step) {
    try {
      step();
    } catch (const DescriptionError& problem) {
      // The same schema may be walked for several users.
      if (std::find(out_.problems.begin(), out_.problems.end(), problem.what()) ==
          out_.problems.end()) {
        out_.problems.emplace_back(problem.what());
      }
    }
  }

  void read_document(const Document& document) {
    const Node& root = document.root;
    const bool common = document.area == "common";
    guarded([&] {
      if (common) {
        root.allow_only({"openapi", "info", "x-area", "paths", "components", "x-error-catalogue",
                         "x-error-remedies", "x-common-errors"},
                        "common.yaml");
      } else {
        root.allow_only({"openapi", "info", "x-area", "paths", "components", "tags"}, "the file");
      }
    });
    guarded([&] {
      if (root.need_text("openapi", "the file") != "3.0.3")
        root.need("openapi", "").fail("The format is OpenAPI 3.0.3.");
      const Node info = root.need("info", "the file");
      info.allow_only({"title", "version", "description"}, "info");
      out_.model.titles[document.area] = info.need_text("title", "info");
      info.need_text("version", "info");
      info.need_text("description", "info");
      if (common && !root.find("x-area")) return;
      const Node area = root.need("x-area", "the file");
      if (area.text() != document.area)
        area.fail("x-area must be '" + document.area + "', the name of the file.");
    });
    guarded([&] {
      if (const auto components = root.find("components")) {
        components->allow_only({"schemas", "parameters"}, "components");
      }
    });
    if (const auto paths = root.find("paths"); paths && !common) {
      guarded([&] {
        for (const auto& [path, item] : paths->members()) read_path(document.area, path, item);
      });
    }
  }

  /// The files become one document for /openapi.json, so their components share one space of names.
  void refuse_equal_names(const char* section) {
    std::map<std::string, std::string> seen;
    for (const Document& document : description_.documents()) {
      const auto components = document.root.find("components");
      const auto found = components ? components->find(section) : std::nullopt;
      if (!found || !found->is_map()) continue;
      for (const auto& [name, node] : found->members()) {
        guarded([&, &name_ = name, &node_ = node] {
          const auto [place, fresh] = seen.emplace(name_, document.name);
          if (!fresh) node_.fail("'" + name_ + "' stands in " + place->second + " too.");
        });
      }
    }
  }

  void read_path(const std::string& area, const std::string& path, const Node& item) {
    guarded([&] {
      if (path.empty() || path.front() != '/')
        item.fail("Path '" + path + "' must begin with '/'.");
      item.allow_only({"get", "post", "put", "delete", "patch", "head"}, "a path");
    });
    for (const auto& [method, node] : item.members()) {
      guarded([&, &method_ = method, &node_ = node] {
        out_.model.operations.push_back(operations_.read(area, path, method_, node_));
      });
    }
  }

  /// A schema that is a struct of its own keeps its name; so does one that several operations
  /// share.
  void drop_taken_aliases() {
    std::map<std::string, int> uses;
    for (const Operation& operation : out_.model.operations) {
      ++uses[operation.request.alias];
      ++uses[operation.response.alias];
    }
    for (Operation& operation : out_.model.operations) {
      for (Struct* one : {&operation.request, &operation.response}) {
        if (schemas_.used_as_struct(one->alias) || uses[one->alias] > 1) one->alias.clear();
      }
    }
  }

  void mark_money() {
    const auto has_money = [this](const Struct& one) {
      return std::any_of(one.fields.begin(), one.fields.end(), [this](const Field& field) {
        const Type& type = field.type.kind == Kind::kArray ? *field.type.item : field.type;
        const Struct* inner =
            type.kind == Kind::kObject ? out_.model.find_struct(type.schema) : nullptr;
        return field.money || (inner != nullptr && inner->has_money);
      });
    };
    // Structs stand before their users, so one pass is enough.
    for (Struct& one : out_.model.structs) one.has_money = has_money(one);
    for (Operation& operation : out_.model.operations) {
      operation.request.has_money = has_money(operation.request);
      operation.response.has_money = has_money(operation.response);
    }
  }

  const Description& description_;
  Loaded out_;
  ErrorLoader errors_;
  SchemaLoader schemas_;
  OperationLoader operations_;
};

}  // namespace

Loaded load(const Description& description) {
  return Loader(description).run();
}

}  // namespace bss::codegen
