#include "http/response_head.h"

#include <gtest/gtest.h>

namespace bss::mock::http {
namespace {

TEST(ResponseHead, CountsTheBodyAndKeepsTheHandlersHeaders) {
  Response response;
  response.headers = {{"Date", "Sun, 01 Jun 2025 00:00:00 GMT"}, {"Content-Length", "99"}};
  response.body = "four";
  EXPECT_EQ(response_head(response, {}),
            "HTTP/1.1 200 OK\r\nDate: Sun, 01 Jun 2025 00:00:00 GMT\r\nContent-Length: 4\r\n\r\n");
}

TEST(ResponseHead, NamesTheGatewaysOwnStatus) {
  Response response;
  response.status = 494;
  EXPECT_EQ(response_head(response, {}).substr(0, 47),
            "HTTP/1.1 494 Request Header Or Cookie Too Large");
}

TEST(ResponseHead, HasNoLengthWhereNoBodyMayBe) {
  Response response;
  response.status = 204;
  EXPECT_EQ(response_head(response, {11, false}),
            "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
}

TEST(ResponseHead, TellsAnOldClientThatItMayStay) {
  EXPECT_NE(response_head({}, {10, true}).find("Connection: keep-alive\r\n"), std::string::npos);
}

TEST(ResponseHead, LetsNoValueAddAHeader) {
  Response response;
  response.headers = {{"X-Mock-Explain", "a\r\nSet-Cookie: b"}};
  EXPECT_EQ(response_head(response, {}).find("\r\nSet-Cookie"), std::string::npos);
}

}  // namespace
}  // namespace bss::mock::http
