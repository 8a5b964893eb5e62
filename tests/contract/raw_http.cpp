#include "raw_http.h"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <stdexcept>

namespace bss::contract {
namespace {

constexpr int kReadSeconds = 15;

bool same_name(std::string_view left, std::string_view right) {
  return left.size() == right.size() &&
         std::equal(left.begin(), left.end(), right.begin(), [](char a, char b) {
           return std::tolower(static_cast<unsigned char>(a)) ==
                  std::tolower(static_cast<unsigned char>(b));
         });
}

int connect_to(const std::string& host, const std::string& port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (getaddrinfo(host.c_str(), port.c_str(), &hints, &found) != 0) {
    throw std::runtime_error("raw http: the server's address is unknown");
  }
  int result = -1;
  for (const addrinfo* at = found; at != nullptr && result < 0; at = at->ai_next) {
    result = socket(at->ai_family, at->ai_socktype, at->ai_protocol);
    if (result >= 0 && connect(result, at->ai_addr, at->ai_addrlen) != 0) {
      close(result);
      result = -1;
    }
  }
  freeaddrinfo(found);
  if (result < 0) throw std::runtime_error("raw http: no connection");
  const int on = 1;
  setsockopt(result, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  const timeval limit{kReadSeconds, 0};
  setsockopt(result, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  return result;
}

bool write_all(int socket_handle, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_handle, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

/// False when the connection is at its end.
bool read_more(int socket_handle, std::string& buffer) {
  char piece[16 * 1024];
  const ssize_t count = recv(socket_handle, piece, sizeof piece, 0);
  if (count <= 0) return false;
  buffer.append(piece, static_cast<std::size_t>(count));
  return true;
}

std::string trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  return std::string(text);
}

HttpExchange parse_head(std::string_view head) {
  HttpExchange answer;
  std::size_t line_end = head.find("\r\n");
  const std::string_view status_line = head.substr(0, line_end);
  if (status_line.size() >= 12) {
    std::from_chars(status_line.data() + 9, status_line.data() + 12, answer.status);
  }
  while (line_end != std::string_view::npos) {
    head.remove_prefix(line_end + 2);
    line_end = head.find("\r\n");
    const std::string_view line = head.substr(0, line_end);
    const std::size_t colon = line.find(':');
    if (colon != std::string_view::npos) {
      answer.headers.emplace_back(std::string(line.substr(0, colon)),
                                  trimmed(line.substr(colon + 1)));
    }
  }
  return answer;
}

HttpExchange read_answer(int socket_handle, bool head_only) {
  std::string buffer;
  std::size_t head_end = std::string::npos;
  while ((head_end = buffer.find("\r\n\r\n")) == std::string::npos) {
    if (!read_more(socket_handle, buffer)) throw std::runtime_error("raw http: no answer came");
  }
  HttpExchange answer = parse_head(std::string_view(buffer).substr(0, head_end));
  const std::string length_text = answer.header("Content-Length");
  std::size_t length = 0;
  std::from_chars(length_text.data(), length_text.data() + length_text.size(), length);
  if (head_only || answer.status == 204) length = 0;
  while (buffer.size() < head_end + 4 + length) {
    if (!read_more(socket_handle, buffer))
      throw std::runtime_error("raw http: half an answer came");
  }
  answer.body = buffer.substr(head_end + 4, length);
  return answer;
}

}  // namespace

std::string HttpExchange::header(std::string_view name) const {
  for (const auto& [candidate, value] : headers) {
    if (same_name(candidate, name)) return value;
  }
  return {};
}

bool HttpExchange::has_header(std::string_view name) const {
  return std::any_of(headers.begin(), headers.end(),
                     [name](const auto& entry) { return same_name(entry.first, name); });
}

RawHttp::RawHttp(std::string_view endpoint) {
  const std::string_view address = endpoint.substr(endpoint.find("//") + 2);
  const std::size_t colon = address.rfind(':');
  host_ = address.substr(0, colon);
  port_ = address.substr(colon + 1);
}

RawHttp::~RawHttp() {
  if (socket_ >= 0) close(socket_);
}

HttpExchange RawHttp::send(const RawRequest& request) {
  std::string bytes = request.method + " " + request.target + " HTTP/1.1\r\n";
  const auto has = [&](std::string_view name) {
    return std::any_of(request.headers.begin(), request.headers.end(),
                       [name](const auto& entry) { return same_name(entry.first, name); });
  };
  if (!has("Host")) bytes += "Host: " + host_ + ":" + port_ + "\r\n";
  if (!has("Content-Length") && (!request.body.empty() || request.method == "POST")) {
    bytes += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
  }
  for (const auto& [name, value] : request.headers) bytes += name + ": " + value + "\r\n";
  bytes += "\r\n" + request.body;
  return exchange(bytes, request.method == "HEAD");
}

HttpExchange RawHttp::exchange(std::string_view bytes, bool head_only) {
  // A kept connection may have been closed since; then nothing of the answer can have been read,
  // and the tests' own calls are made anew once.
  for (int attempt = 0;; ++attempt) {
    const bool kept = socket_ >= 0;
    if (!kept) socket_ = connect_to(host_, port_);
    try {
      if (!write_all(socket_, bytes)) throw std::runtime_error("raw http: the connection broke");
      HttpExchange answer = read_answer(socket_, head_only);
      if (same_name(answer.header("Connection"), "close")) {
        close(socket_);
        socket_ = -1;
      }
      return answer;
    } catch (const std::runtime_error&) {
      close(socket_);
      socket_ = -1;
      if (!kept || attempt > 0) throw;
    }
  }
}

HttpExchange RawHttp::send_bytes(std::string_view bytes) const {
  const int once = connect_to(host_, port_);
  // The server may answer and close before everything is sent: that is what some of these tests are
  // about.
  write_all(once, bytes);
  try {
    HttpExchange answer = read_answer(once, false);
    close(once);
    return answer;
  } catch (const std::runtime_error&) {
    close(once);
    throw;
  }
}

std::string encoded(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char raw : text) {
    const auto c = static_cast<unsigned char>(raw);
    if (std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.' || c == '~') {
      out += raw;
    } else {
      out += '%';
      out += kHex[c >> 4U];
      out += kHex[c & 15U];
    }
  }
  return out;
}

}  // namespace bss::contract
