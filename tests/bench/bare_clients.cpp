#include "bare_clients.h"

#include <curl/curl.h>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <nlohmann/json.hpp>

#include <chrono>
#include <stdexcept>

#include "auth/signer.h"

namespace bss::bench {
namespace {

constexpr int kOk = 200;

TransportRequest signed_request(std::uint16_t port, const Credentials::AccessKey& key,
                                const std::string& target) {
  TransportRequest request;
  request.method = "GET";
  request.url = "http://127.0.0.1:" + std::to_string(port);
  request.target = target;
  detail::sign_request(request, key, std::chrono::system_clock::now());
  return request;
}

void expect_object(int status, const std::string& body) {
  if (status != kOk || !nlohmann::json::parse(body).is_object())
    throw std::runtime_error("the call failed: " + body);
}

class BareBeast final : public BareClient {
 public:
  BareBeast(std::uint16_t port, Credentials::AccessKey key, std::string target)
      : port_(port), key_(std::move(key)), target_(std::move(target)), socket_(context_) {
    socket_.connect({boost::asio::ip::address_v4::loopback(), port_});
    socket_.set_option(boost::asio::ip::tcp::no_delay(true));
  }

  void call() override {
    namespace http = boost::beast::http;
    const TransportRequest from = signed_request(port_, key_, target_);
    http::request<http::empty_body> request(http::verb::get, from.target, 11);
    for (const auto& [name, value] : from.headers) request.set(name, value);
    http::write(socket_, request);
    http::response<http::string_body> response;
    http::read(socket_, buffer_, response);
    expect_object(static_cast<int>(response.result_int()), response.body());
  }

 private:
  std::uint16_t port_;
  Credentials::AccessKey key_;
  std::string target_;
  boost::asio::io_context context_;
  boost::asio::ip::tcp::socket socket_;
  boost::beast::flat_buffer buffer_;
};

class BareCurl final : public BareClient {
 public:
  BareCurl(std::uint16_t port, Credentials::AccessKey key, std::string target)
      : port_(port), key_(std::move(key)), target_(std::move(target)), handle_(curl_easy_init()) {
    if (handle_ == nullptr) throw std::runtime_error("libcurl cannot be used");
    curl_easy_setopt(handle_.get(), CURLOPT_WRITEFUNCTION, &BareCurl::keep);
    curl_easy_setopt(handle_.get(), CURLOPT_WRITEDATA, &body_);
  }

  void call() override {
    const TransportRequest from = signed_request(port_, key_, target_);
    curl_slist* headers = nullptr;
    for (const auto& [name, value] : from.headers)
      headers = curl_slist_append(headers, (name + ": " + value).c_str());
    const std::unique_ptr<curl_slist, void (*)(curl_slist*)> owned(headers, curl_slist_free_all);
    body_.clear();
    curl_easy_setopt(handle_.get(), CURLOPT_URL, (from.url + from.target).c_str());
    curl_easy_setopt(handle_.get(), CURLOPT_HTTPHEADER, headers);
    if (curl_easy_perform(handle_.get()) != CURLE_OK) throw std::runtime_error("libcurl failed");
    long status = 0;
    curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &status);
    expect_object(static_cast<int>(status), body_);
  }

 private:
  static std::size_t keep(char* bytes, std::size_t size, std::size_t count, void* body) {
    static_cast<std::string*>(body)->append(bytes, size * count);
    return size * count;
  }
  struct Cleanup {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  };

  std::uint16_t port_;
  Credentials::AccessKey key_;
  std::string target_;
  std::unique_ptr<CURL, Cleanup> handle_;
  std::string body_;
};

}  // namespace

std::unique_ptr<BareClient> make_bare_beast(std::uint16_t port, Credentials::AccessKey key,
                                            std::string target) {
  return std::make_unique<BareBeast>(port, std::move(key), std::move(target));
}

std::unique_ptr<BareClient> make_bare_curl(std::uint16_t port, Credentials::AccessKey key,
                                           std::string target) {
  return std::make_unique<BareCurl>(port, std::move(key), std::move(target));
}

}  // namespace bss::bench
