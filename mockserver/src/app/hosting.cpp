#include "app/hosting.h"

#include <chrono>
#include <iterator>
#include <stdexcept>
#include <utility>

#include "app/built_in_seeds.h"
#include "app/seed_file.h"
#include "app/seed_writer.h"
#include "app/start_options.h"
#include "control/body_reader.h"
#include "domain/instant.h"
#include "domain/seed_export.h"
#include "domain/workspace_tag.h"

namespace bss::mock::app {

namespace {

using control::bad_field;

/// Different for different numbers, and not in order: two servers of one test run rarely name their
/// workspaces alike in the order of their making.
std::string id_of_number(std::uint64_t number) {
  constexpr std::string_view kDigits = "0123456789abcdefghijklmnopqrstuvwxyz";
  constexpr std::size_t kLength = 6;
  constexpr std::uint64_t kIds = 2'176'782'336;  // 36^6; the factor has no divisor in common
  std::uint64_t spread = (number * 1'234'567'891 + 987'654'321) % kIds;
  std::string id;
  for (std::size_t i = 0; i < kLength; ++i, spread /= kDigits.size())
    id.push_back(kDigits[spread % kDigits.size()]);
  return id;
}

/// FNV-1a: ids of workspaces that ask for no seed of their own differ, and are the same in each
/// run.
std::uint64_t seed_for(std::uint64_t common, std::string_view id) {
  std::uint64_t hash = 0xcbf29ce484222325U ^ common;
  for (const char c : id) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  return hash;
}

/// The allocator keeps what is freed in pieces; so many workspaces are worth the time to collect
/// them, and fewer when no other is left.
constexpr std::size_t kRemovedBeforeGivingBack = 64;
constexpr std::size_t kRemovedBeforeGivingBackAll = 8;

control::Beginning reset_to(const WorldBeginning& beginning, const gateway::ThrottlePlan& plan) {
  return {
      [beginning] { return make_world(store::Database::in_memory(), beginning).world->image(); },
      plan};
}

gateway::ThrottlePlan throttle_of(const WorkspaceOptions& options,
                                  const gateway::ThrottlePlan& common) {
  if (options.throttle.empty()) return common;
  const auto plan = parse_throttle(options.throttle);
  if (!plan) throw bad_field("throttle", "must be " + std::string(kThrottleAllowed));
  return *plan;
}

void check(const WorkspaceOptions& options) {
  if (!options.id.empty() &&
      (!domain::tag_allowed(options.id) || options.id == gateway::Workspaces::kDefault)) {
    throw bad_field("id", "must be 1 to 12 of a-z and 0-9, and not default");
  }
  if (!options.start_at.empty() && !domain::parse_utc_second(options.start_at))
    throw bad_field("clock/freeze", "must be a time such as 2025-06-01T00:00:00Z");
  if (options.ttl_seconds &&
      (*options.ttl_seconds < 1 || *options.ttl_seconds > control::kLongestLifeSeconds)) {
    throw bad_field("ttl_seconds", "must be 1 to " + std::to_string(control::kLongestLifeSeconds));
  }
  domain::Settings trial;
  for (const auto& [key, value] : options.settings) {
    if (const auto refused = trial.set(key, value)) throw bad_field(key, *refused);
  }
}

}  // namespace

wire::Json seed_of(const Hosted& hosted) {
  return write_seed(domain::export_seed(hosted.workspace->world(), hosted.cast));
}

Hosting::Hosting(Common common, std::unique_ptr<store::Database> database)
    : common_(std::move(common)) {
  MadeWorld made = make_world(std::move(database), common_.beginning);
  // A file that is opened again has the accounts, but not what their passwords are.
  if (made.cast.empty() && !common_.beginning.seed)
    made.cast = domain::demo_credentials(common_.beginning.sites);
  gateway::WorkspaceOptions options;
  options.throttle = common_.throttle;
  options.journal.entries = common_.journal;
  options.id_seed = common_.id_seed;
  auto reset = reset_to(common_.beginning, options.throttle);
  default_ = host(std::string(gateway::Workspaces::kDefault), std::move(made),
                  common_.beginning.seed_name, std::move(reset), std::move(options));
  workspaces_.add(default_->workspace);
}

Hosting::~Hosting() = default;

std::shared_ptr<Hosted> Hosting::host(const std::string& id, MadeWorld world, std::string seed_name,
                                      control::Beginning reset, gateway::WorkspaceOptions options) {
  auto hosted = std::make_shared<Hosted>(
      std::make_shared<gateway::Workspace>(id, std::move(world.world), std::move(options)),
      std::move(reset));
  hosted->info.id = id;
  hosted->info.seed = std::move(seed_name);
  hosted->info.credentials = identities_of(world.cast);
  hosted->credentials = credentials_of(hosted->info.credentials);
  hosted->cast = std::move(world.cast);
  return hosted;
}

std::string Hosting::id_for(const WorkspaceOptions& options) {
  const std::lock_guard lock(mutex_);
  if (!options.id.empty()) {
    if (others_.count(options.id) != 0)
      throw ControlError(409, "exists", "there is a workspace of that id", "id");
    return options.id;
  }
  std::string id = id_of_number(++made_);
  while (others_.count(id) != 0) id = id_of_number(++made_);
  return id;
}

WorldBeginning Hosting::beginning_of(const WorkspaceOptions& options, std::string id) const {
  WorldBeginning beginning = common_.beginning;
  if (!options.seed_text.empty()) {
    beginning.seed_name.clear();
    beginning.seed = parse_seed(options.seed_text);
  } else if (is_built_in_seed(options.seed)) {
    beginning.seed_name = options.seed;
    beginning.seed = seed_named(options.seed);
  } else if (!options.seed.empty() && options.seed != beginning.seed_name) {
    throw bad_field("seed", "must be one of GET /_mock/v1/seeds");
  }
  beginning.settings.insert(beginning.settings.end(), options.settings.begin(),
                            options.settings.end());
  beginning.start_at = options.start_at;
  beginning.id_seed = options.id_seed.value_or(seed_for(common_.id_seed, id));
  beginning.tag = std::move(id);
  return beginning;
}

WorkspaceInfo Hosting::create(const WorkspaceOptions& wanted) {
  check(wanted);
  sweep();
  gateway::WorkspaceOptions options = options_of(wanted);
  std::shared_ptr<Hosted> hosted;
  try {
    const std::string id = id_for(wanted);
    const auto beginning = beginning_of(wanted, id);
    options.id_seed = beginning.id_seed;
    auto reset = reset_to(beginning, options.throttle);
    auto database = spares_.take();
    const store::Database& used = *database;
    MadeWorld made = make_world(std::move(database), beginning);
    spares_.learn(used);
    hosted = host(id, std::move(made), beginning.seed_name, std::move(reset), std::move(options));
  } catch (const domain::SeedError& problem) {
    throw bad_field("seed", "line " + std::to_string(problem.line()) + ": " + problem.what());
  } catch (const std::invalid_argument& problem) {
    throw bad_field("seed", problem.what());
  }
  return admit(std::move(hosted), wanted);
}

WorkspaceInfo Hosting::fork(std::string_view from, const domain::World::Image& image,
                            const WorkspaceOptions& wanted) {
  check(wanted);
  sweep();
  const auto original = get(from);
  if (original == nullptr) throw control::not_found("there is no workspace of that id");
  gateway::WorkspaceOptions options = options_of(wanted);
  options.throttle = original->workspace->throttle().plan();
  const std::string id = id_for(wanted);
  options.id_seed = seed_for(common_.id_seed, id);
  MadeWorld made =
      fork_world(spares_.take(), image, original->cast, original->workspace->world().tag(), id);
  // A reset goes back to the fork, with the credentials it was answered with.
  control::Beginning reset{[begun = std::make_shared<const domain::World::Image>(
                                made.world->image())] { return *begun; },
                           options.throttle};
  return admit(host(id, std::move(made), original->info.seed, std::move(reset), std::move(options)),
               wanted);
}

gateway::WorkspaceOptions Hosting::options_of(const WorkspaceOptions& wanted) const {
  gateway::WorkspaceOptions options;
  options.throttle = throttle_of(wanted, common_.throttle);
  options.journal.entries = common_.journal;
  if (wanted.ttl_seconds) options.life = std::chrono::seconds(*wanted.ttl_seconds);
  return options;
}

WorkspaceInfo Hosting::admit(std::shared_ptr<Hosted> hosted, const WorkspaceOptions& wanted) {
  if (wanted.own_endpoint) {
    hosted->own_endpoint = common_.open(hosted->workspace);
    hosted->info.endpoint = hosted->own_endpoint->endpoint();
  }
  const std::lock_guard lock(mutex_);
  if (!workspaces_.add(hosted->workspace))
    throw ControlError(409, "exists", "there is a workspace of that id", "id");
  others_[hosted->info.id] = hosted;
  return describe(*hosted);
}

WorkspaceInfo Hosting::describe(const Hosted& hosted) const {
  WorkspaceInfo info = hosted.info;
  if (info.endpoint.empty()) info.endpoint = common_.endpoint();
  if (const auto left = hosted.workspace->life_left())
    info.seconds_left = static_cast<int>(std::chrono::ceil<std::chrono::seconds>(*left).count());
  return info;
}

std::shared_ptr<Hosted> Hosting::get(std::string_view id) {
  if (id == gateway::Workspaces::kDefault) return default_;
  const std::lock_guard lock(mutex_);
  const auto found = others_.find(id);
  if (found == others_.end() || found->second->workspace->over()) return nullptr;
  return found->second;
}

std::shared_ptr<control::Commands> Hosting::find(std::string_view id) {
  auto hosted = get(id);
  if (hosted == nullptr) return nullptr;
  control::Commands* commands = &hosted->commands;
  return {std::move(hosted), commands};
}

std::optional<WorkspaceInfo> Hosting::show(std::string_view id) {
  const auto hosted = get(id);
  if (hosted == nullptr) return std::nullopt;
  return describe(*hosted);
}

std::vector<WorkspaceInfo> Hosting::list() {
  sweep();
  std::vector<WorkspaceInfo> all{describe(*default_)};
  const std::lock_guard lock(mutex_);
  for (const auto& [id, hosted] : others_) all.push_back(describe(*hosted));
  return all;
}

bool Hosting::remove(std::string_view id) {
  std::vector<std::shared_ptr<Hosted>> removed;
  {
    const std::lock_guard lock(mutex_);
    const auto found = others_.find(id);
    if (found == others_.end()) return false;
    let_go(found, removed);
  }
  end(std::move(removed));
  return true;
}

void Hosting::sweep() {
  std::vector<std::shared_ptr<Hosted>> removed;
  {
    const std::lock_guard lock(mutex_);
    for (auto it = others_.begin(); it != others_.end();) {
      it = it->second->workspace->over() ? let_go(it, removed) : std::next(it);
    }
  }
  end(std::move(removed));
}

void Hosting::clear() {
  std::vector<std::shared_ptr<Hosted>> removed;
  {
    const std::lock_guard lock(mutex_);
    for (auto it = others_.begin(); it != others_.end();) it = let_go(it, removed);
  }
  end(std::move(removed));
}

Hosting::Hosteds::iterator Hosting::let_go(Hosteds::iterator at,
                                           std::vector<std::shared_ptr<Hosted>>& removed) {
  workspaces_.remove(at->first);
  removed.push_back(std::move(at->second));
  return others_.erase(at);
}

void Hosting::end(std::vector<std::shared_ptr<Hosted>> removed) {
  if (removed.empty()) return;
  const std::size_t count = removed.size();
  // Here and not by whoever lets go of the workspace last: that may be a call at this very
  // endpoint.
  for (const auto& hosted : removed) hosted->own_endpoint.reset();
  removed.clear();
  bool give_back = false;
  {
    const std::lock_guard lock(mutex_);
    removed_ += count;
    give_back =
        removed_ >= (others_.empty() ? kRemovedBeforeGivingBackAll : kRemovedBeforeGivingBack);
    if (give_back) removed_ = 0;
  }
  if (give_back) common_.give_back_memory();
}

std::optional<wire::Json> Hosting::export_seed(std::string_view id) {
  const auto hosted = get(id);
  if (hosted == nullptr) return std::nullopt;
  return seed_of(*hosted);
}

std::vector<std::string> Hosting::seeds() const {
  std::vector<std::string> names(kBuiltInSeeds.begin(), kBuiltInSeeds.end());
  if (!is_built_in_seed(common_.beginning.seed_name)) names.push_back(common_.beginning.seed_name);
  return names;
}

}  // namespace bss::mock::app
