#include "domain/seed.h"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "domain/association.h"
#include "domain/enrolment.h"
#include "domain/ledger.h"
#include "domain/quotas.h"
#include "domain/workspace_tag.h"

namespace bss::mock::domain {

namespace {

/// contract.md "Demo seed". In the order in which they are laid.
std::vector<SeedCredential> cast_of(SeedSites sites) {
  std::vector<SeedCredential> cast;
  if (sites != SeedSites::kInternational) {
    cast = {{"partner", AccountKind::kSolutionPartner, Site::kChina, "demo-partner", "Partner@2025",
             "d0000000000000000000000000000001", "DEMOPARTNERACCESSKEY",
             "demoPartnerSecretKeyOnlyForTheLocalMock0", "DEMO_PLATFORM"},
            {"distributor", AccountKind::kDistributor, Site::kChina, "demo-distributor",
             "Distributor@2025", "d0000000000000000000000000000002", "DEMODISTRIBUTORKEY01",
             "demoDistributorSecretKeyForTheLocalMock0", "DEMO_DISTRIBUTOR"},
            {"reseller", AccountKind::kReseller, Site::kChina, "demo-reseller", "",
             "d0000000000000000000000000000003", "", "", ""},
            {"customer", AccountKind::kCustomer, Site::kChina, "demo-customer", "Customer@2025",
             "c0000000000000000000000000000001", "DEMOCUSTOMERKEY00001",
             "demoCustomerSecretKeyOnlyForTheLocalMock", ""},
            {"referral", AccountKind::kCustomer, Site::kChina, "demo-referral", "",
             "c0000000000000000000000000000002", "", "", ""},
            {"reseller_customer", AccountKind::kCustomer, Site::kChina, "demo-reseller-customer",
             "", "c0000000000000000000000000000003", "", "", ""}};
  }
  if (sites != SeedSites::kChina) {
    cast.push_back({"partner_intl", AccountKind::kSolutionPartner, Site::kInternational,
                    "demo-partner-intl", "Partner@2025", "d0000000000000000000000000000011",
                    "DEMOPARTNERINTLKEY01", "demoPartnerIntlSecretKeyForTheLocalMock0",
                    "DEMO_PLATFORM_INTL"});
  }
  return cast;
}

/// A seed that a rule refuses is a fault of this program.
template <class T>
T must(Outcome<T> outcome) {
  if (outcome.refused()) {
    throw std::logic_error(std::string("the demo seed was refused: ") +
                           to_text(outcome.refusal().reason));
  }
  return std::move(*outcome);
}

class DemoSeed {
 public:
  DemoSeed(World& world, std::vector<SeedCredential> cast)
      : world_(world), cast_(std::move(cast)) {}

  void lay() {
    enrol_members(Site::kChina);
    if (find("partner") != nullptr) {
      pay();
      grant_quota_to("partner", 100'000);
      grant_quota_to("distributor", 50'000);
      grant_quota_to("reseller", 5'000);
    }
    enrol_members(Site::kInternational);
  }
  std::vector<SeedCredential> take() { return std::move(cast_); }

 private:
  const SeedCredential* find(std::string_view role) const {
    const auto found = std::find_if(cast_.begin(), cast_.end(),
                                    [&](const SeedCredential& one) { return one.role == role; });
    return found == cast_.end() ? nullptr : &*found;
  }
  const SeedCredential& member(std::string_view role) const { return *find(role); }
  Actor acting(std::string_view role) const { return {member(role).domain_id, member(role).name}; }

  void enrol_members(Site site) {
    for (SeedCredential& who : cast_) {
      if (who.site == site) enrol_member(who);
    }
  }
  void enrol_member(SeedCredential& who) {
    Enrolment enrolment;
    enrolment.kind = who.kind;
    enrolment.site = who.site;
    if (who.kind == AccountKind::kCustomer) {
      enrolment.xaccount_type =
          member(who.role == "reseller_customer" ? "distributor" : "partner").platform;
      enrolment.xaccount_id = who.name;
    } else {
      enrolment.corp_name = company_of(who.role);
    }
    make_own(world_, who);
    enrolment.id = who.domain_id;
    enrolment.name = who.name;
    if (!who.password.empty()) enrolment.password = who.password;
    if (!who.access_key.empty()) {
      enrolment.access_key = who.access_key;
      enrolment.secret_key = who.secret_key;
    }
    if (!who.platform.empty()) enrolment.platforms.push_back(who.platform);
    if (who.kind == AccountKind::kReseller)
      enrolment.distributor_id = member("distributor").domain_id;
    must(enrol(world_, enrolment));
    if (who.kind == AccountKind::kCustomer) associate(who);
  }

  static std::string company_of(std::string_view role) {
    if (role == "distributor") return "Demo Distributor Co., Ltd.";
    if (role == "reseller") return "Demo Reseller Co., Ltd.";
    if (role == "partner_intl") return "Demo Partner International Ltd.";
    return "Demo Partner Co., Ltd.";
  }

  void associate(const SeedCredential& who) {
    const auto& partner = member(who.role == "reseller_customer" ? "reseller" : "partner");
    const auto type =
        who.role == "referral" ? AssociationType::kReferral : AssociationType::kResale;
    request_association(world_, {who.domain_id, partner.domain_id, type, std::nullopt, true});
  }

  void pay() {
    must(recharge(world_, member("partner").domain_id, Money::cents(1'000'500'00)));
    must(allocate(world_, acting("partner"),
                  {member("customer").domain_id, Money::cents(500'00), std::nullopt}));
    // R-ALLOC-10: a reseller's money comes from its distributor.
    must(recharge(world_, member("distributor").domain_id, Money::cents(520'000'00)));
    must(give_to_reseller(world_, acting("distributor"), member("reseller").domain_id,
                          Money::cents(20'000'00)));
  }

  /// Valid from a day before the start for a year.
  void grant_quota_to(std::string_view role, std::int64_t yuan) {
    QuotaGrant grant;
    grant.account_id = member(role).domain_id;
    grant.value = Money::cents(yuan * 100);
    grant.effective_time = world_.now().plus_days(-1);
    grant.expire_time = plus_months(world_.now().plus_days(-1), 12);
    must(grant_quota(world_, grant));
  }

  World& world_;
  std::vector<SeedCredential> cast_;
};

}  // namespace

void make_own(World& world, SeedCredential& credential) {
  if (world.tag().empty()) return;
  credential.name = tagged_name(world, credential.name);
  credential.domain_id = world.ids().id32();
  if (credential.access_key.empty()) return;
  credential.access_key = new_access_key(world, "HPK");
  credential.secret_key = world.ids().alphanumeric(40);
}

std::vector<SeedCredential> seed_demo(World& world, SeedSites sites) {
  return world.run([&]() -> std::vector<SeedCredential> {
    if (!world.db().empty()) return {};
    DemoSeed seed(world, cast_of(sites));
    seed.lay();
    return seed.take();
  });
}

std::vector<SeedCredential> demo_credentials(SeedSites sites) {
  return cast_of(sites);
}

}  // namespace bss::mock::domain
