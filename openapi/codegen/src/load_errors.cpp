#include "load_errors.h"

#include <algorithm>

namespace bss::codegen {
namespace {

int status_of(const Node& node) {
  const int status = node.integer();
  if (status < 200 || status > 599) node.fail("An HTTP status lies between 200 and 599.");
  return status;
}

}  // namespace

void ErrorLoader::read_common(const Document& common, std::vector<std::string>& problems) {
  const auto guarded = [&problems](const auto& step) {
    try {
      step();
    } catch (const DescriptionError& problem) {
      problems.emplace_back(problem.what());
    }
  };
  if (const auto catalogue = common.root.find("x-error-catalogue")) {
    std::map<std::string, int> seen;
    for (const auto& [code, node] : catalogue->members()) {
      guarded([&, &code_ = code, &node_ = node] {
        node_.allow_only({"status", "message", "title"}, "an entry of x-error-catalogue");
        if (seen[code_]++ > 0) node_.fail("Code " + code_ + " stands twice in x-error-catalogue.");
        CatalogueEntry made;
        made.status = status_of(node_.need("status", "code " + code_));
        made.message = node_.need_text("message", "code " + code_);
        made.title = node_.find_text("title").value_or("");
        catalogue_[code_] = std::move(made);
      });
    }
  }
  if (const auto remedies = common.root.find("x-error-remedies")) {
    for (const auto& [code, node] : remedies->members()) {
      guarded([&, &code_ = code, &node_ = node] {
        if (!remedies_.emplace(code_, node_.text()).second)
          node_.fail("Code " + code_ + " stands twice in x-error-remedies.");
      });
    }
  }
  if (const auto list = common.root.find("x-common-errors")) {
    for (const Node& node : list->items()) {
      guarded([&] {
        common_.push_back(entry(node));
        common_.back().common = true;
      });
    }
  }
}

ErrorEntry ErrorLoader::entry(const Node& node) const {
  node.allow_only({"code", "status", "message", "title", "when", "evidence", "produced", "in",
                   "repeat", "already_done"},
                  "an error");
  ErrorEntry out;
  out.mark = node.mark();
  out.code = node.need_text("code", "an error");
  const std::string what = "error " + out.code;
  out.status = status_of(node.need("status", what));
  const auto known = catalogue_.find(out.code);
  out.message =
      node.find_text("message").value_or(known == catalogue_.end() ? "" : known->second.message);
  out.title =
      node.find_text("title").value_or(known == catalogue_.end() ? "" : known->second.title);
  // Codes of IAM carry their text themselves; every other text stands once, in the catalogue.
  const bool own_text = out.code.rfind("IAM.", 0) == 0 || out.code.rfind("keystone-", 0) == 0 ||
                        out.code.rfind("iam-", 0) == 0;
  if (known == catalogue_.end() && !(own_text && !out.message.empty())) {
    node.need("code", what).fail("Code " + out.code + " does not stand in x-error-catalogue.");
  }
  out.when = node.need_text("when", what);
  out.evidence = node.need("evidence", what).one_of({"documented", "inferred", "chosen"});
  out.produced = node.need("produced", what).one_of({"state", "setting", "portal", "fault"});
  if (const auto in = node.find("in")) {
    in->one_of({"error_details"});
    out.in_error_details = true;
  }
  if (const auto repeat = node.find("repeat")) out.repeat = repeat->one_of({"slowly"});
  if (const auto done = node.find("already_done")) out.already_done = done->boolean();
  return out;
}

std::vector<ErrorEntry> ErrorLoader::errors_of(const Node& operation,
                                               const std::string& error_style) const {
  std::vector<ErrorEntry> out;
  const auto same = [](const ErrorEntry& l, const ErrorEntry& r) {
    return l.code == r.code && l.status == r.status && l.in_error_details == r.in_error_details;
  };
  if (const auto list = operation.find("x-errors")) {
    for (const Node& node : list->items()) {
      const ErrorEntry made = entry(node);
      const bool twice =
          std::any_of(out.begin(), out.end(), [&](const auto& other) { return same(made, other); });
      if (twice) node.fail("Error " + made.code + " stands twice in x-errors.");
      out.push_back(made);
    }
  }
  if (error_style != "bss") return out;
  const std::size_t own = out.size();
  for (const ErrorEntry& made : common_) {
    const auto end = out.begin() + static_cast<std::ptrdiff_t>(own);
    if (std::none_of(out.begin(), end, [&](const auto& other) { return same(made, other); })) {
      out.push_back(made);
    }
  }
  return out;
}

}  // namespace bss::codegen
