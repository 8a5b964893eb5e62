#include "recording.h"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <stdexcept>

#include <nlohmann/json.hpp>

namespace bss::test {
namespace {

std::string decoded_base64(std::string_view text) {
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    if (c == '=') break;
    const std::size_t value = kAlphabet.find(c);
    if (value == std::string_view::npos) throw std::runtime_error("body_base64 is not base64");
    bits = bits << 6U | static_cast<std::uint32_t>(value);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out.push_back(
        static_cast<char>(static_cast<unsigned char>(bits >> static_cast<unsigned>(count))));
  }
  return out;
}

RecordedRequest read_line(const std::string& line) {
  const auto object = nlohmann::json::parse(line);
  RecordedRequest request;
  request.method = object.at("method").get<std::string>();
  request.target = object.at("target").get<std::string>();
  for (const auto& header : object.at("headers")) {
    request.headers.emplace_back(header.at(0).get<std::string>(), header.at(1).get<std::string>());
  }
  request.body = decoded_base64(object.at("body_base64").get<std::string>());
  request.status = object.at("status").get<int>();
  return request;
}

}  // namespace

bool same_header_name(std::string_view left, std::string_view right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(), [](char a, char b) {
    return std::tolower(static_cast<unsigned char>(a)) ==
           std::tolower(static_cast<unsigned char>(b));
  });
}

const std::string* RecordedRequest::header(std::string_view name) const {
  for (const auto& [candidate, value] : headers) {
    if (same_header_name(candidate, name)) return &value;
  }
  return nullptr;
}

std::string RecordedRequest::bytes() const {
  std::string out = method + " " + target + " HTTP/1.1\r\n";
  for (const auto& [name, value] : headers)
    out.append(name).append(": ").append(value).append("\r\n");
  return out.append("\r\n").append(body);
}

std::vector<RecordedRequest> read_recording(const std::filesystem::path& file) {
  std::ifstream in(file);
  if (!in) throw std::runtime_error("cannot read " + file.string());
  std::vector<RecordedRequest> requests;
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.empty()) continue;
    try {
      requests.push_back(read_line(line));
    } catch (const std::exception& problem) {
      throw std::runtime_error(file.string() + ":" + std::to_string(number) + ": " +
                               problem.what());
    }
  }
  return requests;
}

std::vector<std::filesystem::path> recordings_in(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".jsonl") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace bss::test
