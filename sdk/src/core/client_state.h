// What a Client holds; shared with the typed fake, which puts another engine in.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "bss/client.h"
#include "core/invoker.h"

namespace bss {

struct Client::State {
  ClientConfig config;
  std::optional<Error> mistake;
  std::shared_ptr<const detail::Engine> engine;
  std::shared_ptr<detail::Authenticator> authenticator;
  std::shared_ptr<detail::Authenticator> role_authenticator;  ///< for as_customer
  std::function<std::shared_ptr<detail::Authenticator>(const Credentials&)> make_authenticator;
  mutable std::atomic<std::uint64_t> views{0};
};

}  // namespace bss
