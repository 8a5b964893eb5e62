#include "http/tls.h"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>

#include "http/listener_fixture.h"

namespace bss::mock::http {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;
using Tcp = asio::ip::tcp;

class Tls : public Listener {
 protected:
  void SetUp() override {
    folder_ = fs::path(::testing::TempDir()) /
              ("bss-mock-tls-" + std::to_string(::getpid()) + "-" +
               ::testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(folder_);
  }
  void TearDown() override {
    server_.reset();
    fs::remove_all(folder_);
  }

  void start_tls() {
    ServerOptions options;
    options.tls = make_tls_files(folder_.string());
    start(std::move(options));
  }

  static mode_t mode_of(const std::string& path) {
    struct stat status {};
    ::stat(path.c_str(), &status);
    return status.st_mode & 0777U;
  }

  /// One request over TLS, the certificate checked against `ca` and `host`.
  std::string fetch(const std::string& ca, const std::string& host, int newest_version = 0) {
    asio::io_context io;
    asio::ssl::context context(asio::ssl::context::tls_client);
    context.load_verify_file(ca);
    if (newest_version != 0) {
      SSL_CTX_set_max_proto_version(context.native_handle(), newest_version);
    }
    asio::ssl::stream<Tcp::socket> stream(io, context);
    stream.set_verify_mode(asio::ssl::verify_peer);
    stream.set_verify_callback(asio::ssl::host_name_verification(host));
    stream.next_layer().connect({asio::ip::make_address("127.0.0.1"), server_->port()});
    stream.handshake(asio::ssl::stream_base::client);
    asio::write(stream, asio::buffer(std::string(get("/tls", "Connection: close\r\n"))));
    std::string all;
    boost::system::error_code error;
    asio::read(stream, asio::dynamic_buffer(all), error);
    EXPECT_EQ(error, asio::error::eof) << "the server says goodbye in TLS before it closes";
    return all;
  }

  fs::path folder_;
};

TEST_F(Tls, ServesWithACertificateForThisMachine) {
  start_tls();
  const std::string ca = (folder_ / "ca.pem").string();
  EXPECT_EQ(server_->endpoint().substr(0, 8), "https://");
  for (const char* host : {"localhost", "127.0.0.1", "::1"}) {
    EXPECT_NE(fetch(ca, host).find("GET /tls "), std::string::npos) << host;
  }
  EXPECT_THROW(fetch(ca, "example.com"), boost::system::system_error);
}

TEST_F(Tls, RefusesVersionsBefore12) {
  start_tls();
  const std::string ca = (folder_ / "ca.pem").string();
  EXPECT_NO_THROW(fetch(ca, "localhost", TLS1_2_VERSION));
  EXPECT_THROW(fetch(ca, "localhost", TLS1_1_VERSION), boost::system::system_error);
}

TEST_F(Tls, MakesItsFilesOnceAndKeepsTheKeyPrivate) {
  const auto files = make_tls_files(folder_.string());
  EXPECT_EQ(mode_of(files.key), 0600U);
  EXPECT_EQ(mode_of(folder_.string()), 0700U);
  EXPECT_TRUE(fs::path(files.ca).is_absolute());
  const auto content = [](const std::string& path) {
    std::ifstream in(path);
    return std::string(std::istreambuf_iterator<char>(in), {});
  };
  const std::string before = content(files.certificate);
  EXPECT_NE(before, "");
  make_tls_files(folder_.string());
  EXPECT_EQ(content(files.certificate), before);
}

TEST_F(Tls, RefusesAHalfSetOfFiles) {
  const auto files = make_tls_files(folder_.string());
  fs::remove(files.key);
  EXPECT_THROW(make_tls_files(folder_.string()), std::runtime_error);
}

TEST_F(Tls, SurvivesClientsThatDoNotSpeakTls) {
  start_tls();
  auto plain = client();
  plain.send(get("/"));
  plain.finish_sending();
  EXPECT_NE(plain.wait_for_end(), test_support::RawClient::End::kTimeLimit);
  EXPECT_NE(fetch((folder_ / "ca.pem").string(), "localhost").find("200 OK"), std::string::npos);
  EXPECT_EQ(handled_, 1);
}

}  // namespace
}  // namespace bss::mock::http
