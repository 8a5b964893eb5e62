// Puts the rooms together: workspace from a seed, gateway and control API over it, listener in
// front.
#include "bss/mock/server.h"

#include <filesystem>
#include <random>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "api/accounts.h"
#include "api/coupons.h"
#include "api/customers.h"
#include "api/iam.h"
#include "api/products.h"
#include "app/seed_file.h"
#include "app/start_options.h"
#include "control/commands.h"
#include "control/control_api.h"
#include "domain/clock.h"
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
  std::optional<domain::SeedPlan> seed;  ///< of a file; the demo seed without
};

Plan plan_of(const Options& options) {
  const auto throttle = app::parse_throttle(options.throttle);
  if (!throttle) not_allowed("throttle", app::kThrottleAllowed);
  const auto sites = app::parse_site(options.site);
  if (!sites) not_allowed("site", app::kSiteAllowed);
  if (!app::names_seed(options.seed)) not_allowed("seed", app::kSeedAllowed);
  if (!options.start_at.empty() && !domain::parse_utc_second(options.start_at)) {
    not_allowed("start_at", "a UTC second such as 2025-06-01T00:00:00Z, or empty");
  }
  domain::Settings scratch;
  for (const auto& [key, value] : options.settings) {
    if (auto refused = scratch.set(key, value)) throw std::invalid_argument(key + ": " + *refused);
  }
  std::optional<domain::SeedPlan> seed;
  if (options.seed != app::kDemoSeed) seed = app::read_seed_file(options.seed);
  return {*throttle, *sites, std::move(seed)};
}

void apply_settings(domain::World& world, const Options& options) {
  for (const auto& [key, value] : options.settings) {
    if (auto refused = world.set(key, value)) {
      throw std::invalid_argument(key + ": " + *refused);
    }
  }
}

/// The ids of a reopened file must not be drawn a second time: it goes on where it was, and one of
/// a format that did not keep its place gets a new source.
std::uint64_t id_seed_of(const Options& options, store::Database& database) {
  if (database.empty() || domain::kept_ids(database)) return options.id_seed;
  std::random_device source;
  return (std::uint64_t{source()} << 32U) | source();
}

void lay(domain::World& world, const Options& options, const Plan& plan) {
  if (!plan.seed) {
    apply_settings(world, options);
    return domain::seed_demo(world, plan.sites.seeded);
  }
  try {
    domain::lay_seed(world, *plan.seed);
  } catch (const domain::SeedError& problem) {
    throw std::invalid_argument(options.seed + ":" + std::to_string(problem.line()) + ": " +
                                problem.what());
  }
  apply_settings(world, options);  // a flag is stronger than the file
}

std::unique_ptr<domain::World> make_world(const Options& options, const Plan& plan) {
  auto database = options.state_file.empty() ? store::Database::in_memory()
                                             : store::Database::file(options.state_file);
  const bool blank = database->empty();
  const std::uint64_t id_seed = id_seed_of(options, *database);
  auto world = std::make_unique<domain::World>(std::move(database), id_seed);
  if (blank && !options.start_at.empty()) {
    // Before the seed is laid: its times are relative to this clock.
    const auto start = *domain::parse_utc_second(options.start_at);
    world->change_clock(
        [&](domain::Clock& clock) { clock.restore(domain::Clock::Mode::kFrozen, start, 1); });
  }
  lay(*world, options, plan);
  return world;
}

/// What reset goes back to: the seed laid into a world of its own, as at the start.
domain::World::Image fresh_image(const Options& options, const Plan& plan) {
  Options in_memory = options;
  in_memory.state_file.clear();
  return make_world(in_memory, plan)->image();
}

std::unique_ptr<gateway::Workspace> make_workspace(const Options& options, const Plan& plan) {
  gateway::WorkspaceOptions made;
  made.throttle = plan.throttle;
  made.journal.entries = options.journal;
  made.id_seed = options.id_seed;
  return std::make_unique<gateway::Workspace>("default", make_world(options, plan),
                                              std::move(made));
}

Credentials read_credentials() {
  Credentials credentials;
  for (const auto& account : domain::demo_credentials(domain::SeedSites::kBoth)) {
    const Identity identity{std::string(account.domain_id),  std::string(account.name),
                            std::string(account.name),       std::string(account.password),
                            std::string(account.access_key), std::string(account.secret_key),
                            std::string(account.platform)};
    if (account.role == "partner") credentials.partner = identity;
    if (account.role == "distributor") credentials.distributor = identity;
    if (account.role == "customer") credentials.customer = identity;
    if (account.role == "partner_intl") credentials.partner_intl = identity;
  }
  return credentials;
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

}  // namespace

class Server::Impl {
 public:
  explicit Impl(Options options)
      : options_(std::move(options)),
        plan_(plan_of(options_)),
        workspace_(workspaces_.add(make_workspace(options_, plan_))),
        commands_(workspace_, {[this] { return fresh_image(options_, plan_); }, plan_.throttle}),
        iam_([this] { return listener_.endpoint(); }),
        gateway_(workspaces_, api::Handlers{&iam_, &customers_, &accounts_, &coupons_, &products_},
                 {plan_.sites.served}),
        listener_(listening(options_)),
        control_([this](std::string_view id) { return find(id); },
                 {options_.control_token, !listener_.on_loopback()}) {
    if (options_.tls_directory) ca_file_ = http::make_tls_files(*options_.tls_directory).ca;
    listener_.serve([this](http::Request request) { return handle(std::move(request)); },
                    [this](const http::Refusal& refusal) { return gateway_.refuse(refusal); });
  }

  const std::string& endpoint() const noexcept { return listener_.endpoint(); }
  std::uint16_t port() const noexcept { return listener_.port(); }
  const std::string& ca_file() const noexcept { return ca_file_; }
  Workspace workspace() noexcept { return Workspace(commands_); }
  void stop() { listener_.stop(); }

 private:
  control::Commands* find(std::string_view workspace) noexcept {
    return workspace == workspace_.id() ? &commands_ : nullptr;
  }

  boost::asio::awaitable<http::Response> handle(http::Request request) {
    if (control::ControlApi::serves(request.target)) return handle_control(std::move(request));
    return gateway_.handle(std::move(request));
  }
  boost::asio::awaitable<http::Response> handle_control(http::Request request) {
    co_return control_.handle(request);
  }

  Options options_;
  Plan plan_;
  std::string ca_file_;
  gateway::Workspaces workspaces_;
  gateway::Workspace& workspace_;
  control::Commands commands_;
  api::IamHandlers iam_;
  api::CustomersHandlers customers_;
  api::AccountsHandlers accounts_;
  api::CouponsHandlers coupons_;
  api::ProductsHandlers products_;
  gateway::Gateway gateway_;
  http::Server listener_;
  control::ControlApi control_;
};

Server::Server(Options options) : impl_(std::make_unique<Impl>(std::move(options))) {}
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
Workspace Server::workspace() noexcept {
  return impl_->workspace();
}
void Server::stop() {
  impl_->stop();
}

const Credentials& demo_credentials() noexcept {
  static const Credentials credentials = read_credentials();
  return credentials;
}

std::string_view version() noexcept {
  return BSS_VERSION;
}

}  // namespace bss::mock
