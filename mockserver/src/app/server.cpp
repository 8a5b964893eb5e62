// Puts the rooms together: workspaces from seeds, gateway and control API over them, listener in
// front.
#include "bss/mock/server.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include <atomic>
#include <filesystem>
#include <stdexcept>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include "api/accounts.h"
#include "api/coupons.h"
#include "api/customers.h"
#include "api/iam.h"
#include "api/products.h"
#include "app/built_in_seeds.h"
#include "app/hosting.h"
#include "app/start_options.h"
#include "app/world_maker.h"
#include "control/body_reader.h"
#include "control/control_api.h"
#include "domain/instant.h"
#include "domain/seed.h"
#include "domain/world.h"
#include "gateway/gateway.h"
#include "gateway/workspace.h"
#include "http/server.h"
#include "http/tls.h"
#include "store/database.h"

namespace bss::mock {

namespace {

[[noreturn]] void not_allowed(const char* option, std::string_view allowed) {
  throw std::invalid_argument(std::string(option) + " must be " + std::string(allowed));
}

/// The options, read.
struct Plan {
  gateway::ThrottlePlan throttle;
  app::Sites sites;
  app::WorldBeginning beginning;
};

Plan plan_of(const Options& options) {
  const auto throttle = app::parse_throttle(options.throttle);
  if (!throttle) not_allowed("throttle", app::kThrottleAllowed);
  const auto sites = app::parse_site(options.site);
  if (!sites) not_allowed("site", app::kSiteAllowed);
  if (!app::names_seed(options.seed)) not_allowed("seed", app::seed_allowed());
  if (!options.start_at.empty() && !domain::parse_utc_second(options.start_at)) {
    not_allowed("start_at", "a UTC second such as 2025-06-01T00:00:00Z, or empty");
  }
  domain::Settings scratch;
  for (const auto& [key, value] : options.settings) {
    if (auto refused = scratch.set(key, value)) throw std::invalid_argument(key + ": " + *refused);
  }
  app::WorldBeginning beginning;
  beginning.seed_name = options.seed;
  beginning.seed = app::seed_named(options.seed);
  beginning.sites = sites->seeded;
  beginning.settings = options.settings;
  beginning.start_at = options.start_at;
  beginning.id_seed = options.id_seed;
  return {*throttle, *sites, std::move(beginning)};
}

std::unique_ptr<store::Database> database_of(const Options& options) {
  return options.state_file.empty() ? store::Database::in_memory()
                                    : store::Database::file(options.state_file);
}

http::ServerOptions listening(const Options& options) {
  http::ServerOptions listening;
  listening.host = options.host;
  listening.port = options.port;
  listening.threads = options.threads;
  listening.log = options.log;
  if (options.tls_directory) listening.tls = http::make_tls_files(*options.tls_directory);
  return listening;
}

void trim_memory() {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

DirectResponse seen_by_a_client(http::Response response) {
  DirectResponse seen{DirectResponse::End::kAnswered, response.status, std::move(response.headers),
                      std::move(response.body)};
  if (response.after == http::After::kHang) seen.end = DirectResponse::End::kSilent;
  if (response.cut_body_after || response.after == http::After::kResetBeforeAnswer ||
      response.after == http::After::kFinBeforeAnswer ||
      response.after == http::After::kResetAfterHeaders ||
      response.after == http::After::kFinAfterHeaders) {
    seen.end = DirectResponse::End::kBroken;
  }
  if (seen.end != DirectResponse::End::kAnswered) {
    seen.headers.clear();
    seen.body.clear();
  }
  return seen;
}

}  // namespace

class Server::Impl : public std::enable_shared_from_this<Server::Impl> {
 public:
  explicit Impl(Options options)
      : options_(std::move(options)),
        plan_(plan_of(options_)),
        hosting_(std::make_shared<app::Hosting>(common(), database_of(options_))),
        iam_([this] { return listener_.endpoint(); }),
        gateway_(hosting_->workspaces(),
                 api::Handlers{&iam_, &customers_, &accounts_, &coupons_, &products_},
                 {plan_.sites.served}),
        listener_(listening(options_)),
        control_(*hosting_,
                 {options_.control_token, !listener_.on_loopback(), [this] { return gauges(); }}) {
    if (options_.tls_directory) ca_file_ = http::make_tls_files(*options_.tls_directory).ca;
    listener_.serve([this](http::Request request) { return handle(std::move(request)); },
                    [this](const http::Refusal& refusal) { return gateway_.refuse(refusal); });
  }

  const std::string& endpoint() const noexcept { return listener_.endpoint(); }
  std::uint16_t port() const noexcept { return listener_.port(); }
  const std::string& ca_file() const noexcept { return ca_file_; }
  Workspace workspace() {
    return handle_of(hosting_->default_workspace(), listener_.endpoint(), nullptr);
  }
  Workspace create(const WorkspaceOptions& options) { return leased(hosting_->create(options)); }
  Workspace fork(const Workspace& from, const std::string& snapshot,
                 const WorkspaceOptions& options) {
    const auto commands = hosting_->find(from.id());
    if (commands == nullptr) throw control::not_found("there is no workspace of that id");
    return leased(hosting_->fork(from.id(), *commands->snapshot(snapshot), options));
  }
  void stop() {
    listener_.stop();
    hosting_->clear();  // their endpoints use what is gone next
  }

 private:
  Workspace leased(const WorkspaceInfo& info) {
    // The last handle takes the workspace with it, unless the server went first.
    std::shared_ptr<const void> lease(
        nullptr, [hosting = std::weak_ptr(hosting_), id = info.id](const void*) {
          if (const auto there = hosting.lock()) there->remove(id);
        });
    return handle_of(hosting_->get(info.id), info.endpoint, std::move(lease));
  }
  app::Hosting::Common common() {
    app::Hosting::Common common;
    common.beginning = plan_.beginning;
    common.throttle = plan_.throttle;
    common.journal = options_.journal;
    common.id_seed = options_.id_seed;
    common.endpoint = [this] { return listener_.endpoint(); };
    common.give_back_memory = [this] {
      trim_memory();
      listener_.renew_threads(trim_memory);
    };
    common.open = [this](const auto& workspace) { return open_endpoint(workspace); };
    return common;
  }

  Workspace handle_of(std::shared_ptr<app::Hosted> hosted, const std::string& endpoint,
                      std::shared_ptr<const void> lease) {
    auto exchange = [server = weak_from_this(),
                     there = std::weak_ptr(hosted->workspace)](const DirectRequest& request) {
      const auto here = server.lock();
      auto workspace = there.lock();
      if (here == nullptr || workspace == nullptr)
        return DirectResponse{DirectResponse::End::kBroken, 0, {}, {}};
      return here->exchange(std::move(workspace), request);
    };
    return Workspace(std::move(hosted), std::move(exchange), endpoint, ca_file_, std::move(lease));
  }

  /// On a loop of its own: delays and waits of the gateway need one.
  DirectResponse exchange(std::shared_ptr<gateway::Workspace> workspace,
                          const DirectRequest& wanted) {
    http::Request request;
    request.method = wanted.method;
    request.target = wanted.target;
    request.headers = wanted.headers;
    request.body = wanted.body;
    request.remote_address = "127.0.0.1";
    boost::asio::io_context loop(1);
    auto answer = boost::asio::co_spawn(loop, handle_at(std::move(workspace), std::move(request)),
                                        boost::asio::use_future);
    loop.run();
    return seen_by_a_client(answer.get());
  }

  boost::asio::awaitable<http::Response> handle(http::Request request) {
    if (control::ControlApi::serves(request.target)) return handle_control(std::move(request));
    return handle_call(std::move(request));
  }
  boost::asio::awaitable<http::Response> handle_call(http::Request request) {
    const InFlight counted(in_flight_);
    co_return co_await gateway_.handle(std::move(request));
  }
  /// Those of the control API itself do not count.
  control::ServerGauges gauges() const {
    return {static_cast<std::int64_t>(listener_.connection_count()),
            in_flight_.load(std::memory_order_relaxed)};
  }

  boost::asio::awaitable<http::Response> handle_control(http::Request request) {
    co_return control_.handle(request);
  }

  std::unique_ptr<http::Server> open_endpoint(
      const std::shared_ptr<gateway::Workspace>& workspace) {
    http::ServerOptions at = listening(options_);
    at.port = 0;
    at.threads = 1;
    auto listener = std::make_unique<http::Server>(std::move(at));
    // Not the workspace itself: it would own the listener that owns it.
    listener->serve(
        [this, there = std::weak_ptr(workspace)](http::Request request) {
          return handle_at(there.lock(), std::move(request));
        },
        [this, there = std::weak_ptr(workspace)](const http::Refusal& refusal) {
          const auto here = there.lock();
          return here == nullptr ? gateway_.refuse(refusal) : gateway_.refuse_in(*here, refusal);
        });
    return listener;
  }
  boost::asio::awaitable<http::Response> handle_at(std::shared_ptr<gateway::Workspace> workspace,
                                                   http::Request request) {
    if (workspace == nullptr) co_return http::Response{503, {}, {}, http::After::kClose, {}, {}};
    if (!control::ControlApi::serves(request.target))
      co_return co_await gateway_.handle_in(std::move(workspace), std::move(request));
    co_return control_.handle(request, workspace->id());
  }

  class InFlight {
   public:
    explicit InFlight(std::atomic<std::int64_t>& count) : count_(count) { ++count_; }
    ~InFlight() { --count_; }
    InFlight(const InFlight&) = delete;
    InFlight& operator=(const InFlight&) = delete;

   private:
    std::atomic<std::int64_t>& count_;
  };

  Options options_;
  Plan plan_;
  std::string ca_file_;
  std::atomic<std::int64_t> in_flight_{0};
  std::shared_ptr<app::Hosting> hosting_;
  api::IamHandlers iam_;
  api::CustomersHandlers customers_;
  api::AccountsHandlers accounts_;
  api::CouponsHandlers coupons_;
  api::ProductsHandlers products_;
  gateway::Gateway gateway_;
  http::Server listener_;
  control::ControlApi control_;
};

Server::Server(Options options) : impl_(std::make_shared<Impl>(std::move(options))) {}
Server::~Server() {
  if (impl_) impl_->stop();  // before anything that a request in flight may use is gone
}
Server::Server(Server&&) noexcept = default;
Server& Server::operator=(Server&&) noexcept = default;

const std::string& Server::endpoint() const noexcept {
  return impl_->endpoint();
}
std::uint16_t Server::port() const noexcept {
  return impl_->port();
}
const std::string& Server::ca_file() const noexcept {
  return impl_->ca_file();
}
const Credentials& Server::credentials() const noexcept {
  return demo_credentials();
}
Workspace Server::workspace() const {
  return impl_->workspace();
}
Workspace Server::create_workspace(const WorkspaceOptions& options) {
  return impl_->create(options);
}
Workspace Server::fork_workspace(const Workspace& from, const std::string& snapshot,
                                 const WorkspaceOptions& options) {
  return impl_->fork(from, snapshot, options);
}
void Server::stop() {
  impl_->stop();
}

const Credentials& demo_credentials() noexcept {
  static const Credentials credentials =
      app::credentials_of(app::identities_of(domain::demo_credentials(domain::SeedSites::kBoth)));
  return credentials;
}

std::string_view version() noexcept {
  return BSS_VERSION;
}

}  // namespace bss::mock
