// What the listener knows of the rest of the server: a function from request to response. Nothing
// about partners.
#pragma once

#include <functional>
#include <utility>  // Boost.Asio 1.74 uses it without saying so

#include <boost/asio/awaitable.hpp>

#include "http/request.h"

namespace bss::mock::http {

using Handler = std::function<boost::asio::awaitable<Response>(Request)>;
using RefusalAnswer = std::function<Response(const Refusal&)>;

}  // namespace bss::mock::http
