// What all examples need beside the SDK: reading their few arguments, and the exit codes.
#pragma once

#include <bss/client.h>

#include <cstdio>
#include <iostream>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace examples {

// A program that moves money has to tell "no" from "not known": a caller may repeat after the
// first, never after the second.
constexpr int kDone = 0;
constexpr int kFailed = 1;
constexpr int kUsage = 2;
constexpr int kOutcomeUnknown = 3;

/// `--name value` pairs, `--switch`es and what is neither. Nothing when an argument is not among
/// those known.
struct Arguments {
  std::map<std::string, std::string> values;
  std::vector<std::string> others;

  bool has(const std::string& name) const { return values.count(name) != 0; }
  std::string value(const std::string& name, const std::string& otherwise) const {
    const auto found = values.find(name);
    return found == values.end() ? otherwise : found->second;
  }
};

inline std::optional<Arguments> read_arguments(int count, char** texts,
                                               const std::vector<std::string>& with_value,
                                               const std::vector<std::string>& switches) {
  const auto is_among = [](const std::vector<std::string>& names, const std::string& name) {
    for (const std::string& one : names) {
      if (one == name) return true;
    }
    return false;
  };
  Arguments arguments;
  for (int i = 1; i < count; ++i) {
    const std::string text = texts[i];
    if (is_among(switches, text)) {
      arguments.values[text] = "yes";
    } else if (is_among(with_value, text) && i + 1 < count) {
      arguments.values[text] = texts[++i];
    } else if (text.rfind("--", 0) == 0) {
      std::cerr << "Unknown argument, or its value is missing: " << text << "\n";
      return std::nullopt;
    } else {
      arguments.others.push_back(text);
    }
  }
  return arguments;
}

/// Prints the error and turns it into the exit code.
inline int report(const bss::Error& error) {
  std::cerr << error.to_string() << "\n";
  return error.kind == bss::ErrorKind::kOutcomeUnknown ? kOutcomeUnknown : kFailed;
}

inline bool is_loopback(const std::string& endpoint) {
  for (const char* own : {"://127.0.0.1", "://localhost", "://[::1]"}) {
    const std::size_t at = endpoint.find(own);
    if (at == std::string::npos) continue;
    const char after = endpoint.c_str()[at + std::string(own).size()];
    if (after == '\0' || after == ':' || after == '/') return true;
  }
  return false;
}

/// Whether a program that moves money may run: on this machine, or when the user says so.
inline bool may_move_money(const bss::ClientConfig& config, const Arguments& arguments) {
  if (is_loopback(config.bss_endpoint) || arguments.has("--real-money")) return true;
  std::cerr << config.bss_endpoint
            << " is not on this machine and would move real money: give --real-money.\n";
  return false;
}

}  // namespace examples
