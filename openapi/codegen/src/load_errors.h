// The catalogue of error codes and the errors of operations. Used by the loader only.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "description.h"
#include "model.h"

namespace bss::codegen {

class ErrorLoader {
 public:
  /// Reads x-error-catalogue, x-error-remedies and x-common-errors of common.yaml; problems go to
  /// the list.
  void read_common(const Document& common, std::vector<std::string>& problems);
  const std::vector<ErrorEntry>& common() const { return common_; }
  const std::map<std::string, std::string>& remedies() const { return remedies_; }
  /// The errors of one operation: its own first, then the common ones that it does not replace.
  std::vector<ErrorEntry> errors_of(const Node& operation, const std::string& error_style) const;

 private:
  struct CatalogueEntry {
    int status = 0;
    std::string message;
    std::string title;
  };
  ErrorEntry entry(const Node& node) const;

  std::map<std::string, CatalogueEntry> catalogue_;
  std::map<std::string, std::string> remedies_;
  std::vector<ErrorEntry> common_;
};

}  // namespace bss::codegen
