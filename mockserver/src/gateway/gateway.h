// The emulated API gateway: one request in, one answer out, through the steps of contract.md "Order
// of refusals". The app hands `handle` to the listener for everything that is not control or
// portal.
//
// Safe to use from several threads; `handle` runs on the executor that awaits it and blocks only
// while it holds the workspace's executor.
#pragma once

#include <cstdint>
#include <memory>
#include <utility>

#include <boost/asio/awaitable.hpp>

#include "bss/mock/api/dispatch.h"
#include "gateway/sites.h"
#include "gateway/workspace.h"
#include "http/handler.h"

namespace bss::mock::gateway {

struct GatewayOptions {
  SitesServed sites = SitesServed::kChina;
};

class Gateway {
 public:
  /// `workspaces` and what `handlers` points to must outlive the gateway.
  Gateway(Workspaces& workspaces, api::Handlers handlers, GatewayOptions options = {});

  /// Answers one request in the workspace it belongs to. Never throws; an unexpected exception
  /// becomes 500 with code 0601.
  boost::asio::awaitable<http::Response> handle(http::Request request);
  /// The same in this workspace, whatever the request proves itself with.
  boost::asio::awaitable<http::Response> handle_in(std::shared_ptr<Workspace> workspace,
                                                   http::Request request);

  /// The gateway's body for what the listener could not read (400, 408, 413, 414, 494).
  http::Response refuse(const http::Refusal& refusal);
  http::Response refuse_in(Workspace& workspace, const http::Refusal& refusal);

 private:
  Workspaces& workspaces_;
  api::Handlers handlers_;
  GatewayOptions options_;
};

}  // namespace bss::mock::gateway
