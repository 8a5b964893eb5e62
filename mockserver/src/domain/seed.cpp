#include "domain/seed.h"

#include <array>
#include <optional>
#include <stdexcept>
#include <utility>

#include "domain/association.h"
#include "domain/enrolment.h"
#include "domain/ledger.h"
#include "domain/quotas.h"

namespace bss::mock::domain {

namespace {

constexpr DemoCredential kPartner{"partner",
                                  AccountKind::kSolutionPartner,
                                  Site::kChina,
                                  "demo-partner",
                                  "Partner@2025",
                                  "d0000000000000000000000000000001",
                                  "DEMOPARTNERACCESSKEY",
                                  "demoPartnerSecretKeyOnlyForTheLocalMock0",
                                  "DEMO_PLATFORM"};
constexpr DemoCredential kDistributor{
    "distributor",          AccountKind::kDistributor,
    Site::kChina,           "demo-distributor",
    "Distributor@2025",     "d0000000000000000000000000000002",
    "DEMODISTRIBUTORKEY01", "demoDistributorSecretKeyForTheLocalMock0",
    "DEMO_DISTRIBUTOR"};
constexpr DemoCredential kReseller{"reseller",
                                   AccountKind::kReseller,
                                   Site::kChina,
                                   "demo-reseller",
                                   "",
                                   "d0000000000000000000000000000003",
                                   "",
                                   "",
                                   ""};
constexpr DemoCredential kCustomer{"customer",
                                   AccountKind::kCustomer,
                                   Site::kChina,
                                   "demo-customer",
                                   "Customer@2025",
                                   "c0000000000000000000000000000001",
                                   "DEMOCUSTOMERKEY00001",
                                   "demoCustomerSecretKeyOnlyForTheLocalMock",
                                   ""};
constexpr DemoCredential kReferral{"referral",
                                   AccountKind::kCustomer,
                                   Site::kChina,
                                   "demo-referral",
                                   "",
                                   "c0000000000000000000000000000002",
                                   "",
                                   "",
                                   ""};
constexpr DemoCredential kResellerCustomer{"reseller_customer",
                                           AccountKind::kCustomer,
                                           Site::kChina,
                                           "demo-reseller-customer",
                                           "",
                                           "c0000000000000000000000000000003",
                                           "",
                                           "",
                                           ""};
constexpr DemoCredential kPartnerIntl{
    "partner_intl",         AccountKind::kSolutionPartner,
    Site::kInternational,   "demo-partner-intl",
    "Partner@2025",         "d0000000000000000000000000000011",
    "DEMOPARTNERINTLKEY01", "demoPartnerIntlSecretKeyForTheLocalMock0",
    "DEMO_PLATFORM_INTL"};

/// A seed that a rule refuses is a fault of this program.
template <class T>
T must(Outcome<T> outcome) {
  if (outcome.refused()) {
    throw std::logic_error(std::string("the demo seed was refused: ") +
                           to_text(outcome.refusal().reason));
  }
  return std::move(*outcome);
}

std::string text(std::string_view value) {
  return std::string(value);
}

void enrol_demo(World& world, const DemoCredential& who, std::string corp_name) {
  Enrolment enrolment;
  enrolment.id = text(who.domain_id);
  enrolment.kind = who.kind;
  enrolment.site = who.site;
  enrolment.name = text(who.name);
  enrolment.corp_name = std::move(corp_name);
  if (!who.password.empty()) enrolment.password = text(who.password);
  if (!who.access_key.empty()) {
    enrolment.access_key = text(who.access_key);
    enrolment.secret_key = text(who.secret_key);
  }
  if (!who.platform.empty()) enrolment.platforms.push_back(text(who.platform));
  if (who.kind == AccountKind::kReseller) enrolment.distributor_id = text(kDistributor.domain_id);
  must(enrol(world, enrolment));
}

void enrol_customer(World& world, const DemoCredential& who, const DemoCredential& partner,
                    std::string_view platform, AssociationType type) {
  Enrolment enrolment;
  enrolment.id = text(who.domain_id);
  enrolment.site = who.site;
  enrolment.name = text(who.name);
  if (!who.password.empty()) enrolment.password = text(who.password);
  if (!who.access_key.empty()) {
    enrolment.access_key = text(who.access_key);
    enrolment.secret_key = text(who.secret_key);
  }
  enrolment.xaccount_type = text(platform);
  enrolment.xaccount_id = text(who.name);
  must(enrol(world, enrolment));
  request_association(world,
                      {text(who.domain_id), text(partner.domain_id), type, std::nullopt, true});
}

/// Valid from a day before the start for a year.
void grant_demo_quota(World& world, const DemoCredential& owner, std::int64_t yuan) {
  QuotaGrant grant;
  grant.account_id = text(owner.domain_id);
  grant.value = Money::cents(yuan * 100);
  grant.effective_time = world.now().plus_days(-1);
  grant.expire_time = plus_months(world.now().plus_days(-1), 12);
  must(grant_quota(world, grant));
}

void seed_china(World& world) {
  enrol_demo(world, kPartner, "Demo Partner Co., Ltd.");
  enrol_demo(world, kDistributor, "Demo Distributor Co., Ltd.");
  enrol_demo(world, kReseller, "Demo Reseller Co., Ltd.");
  enrol_customer(world, kCustomer, kPartner, kPartner.platform, AssociationType::kResale);
  enrol_customer(world, kReferral, kPartner, kPartner.platform, AssociationType::kReferral);
  enrol_customer(world, kResellerCustomer, kReseller, kDistributor.platform,
                 AssociationType::kResale);

  must(recharge(world, text(kPartner.domain_id), Money::cents(1'000'500'00)));
  must(allocate(world, {text(kPartner.domain_id), text(kPartner.name)},
                {text(kCustomer.domain_id), Money::cents(500'00), std::nullopt}));
  // R-ALLOC-10: a reseller's money comes from its distributor.
  must(recharge(world, text(kDistributor.domain_id), Money::cents(520'000'00)));
  must(give_to_reseller(world, {text(kDistributor.domain_id), text(kDistributor.name)},
                        text(kReseller.domain_id), Money::cents(20'000'00)));

  grant_demo_quota(world, kPartner, 100'000);
  grant_demo_quota(world, kDistributor, 50'000);
  grant_demo_quota(world, kReseller, 5'000);
}

}  // namespace

void seed_demo(World& world, SeedSites sites) {
  world.run([&] {
    if (!world.db().empty()) return;
    if (sites != SeedSites::kInternational) seed_china(world);
    if (sites != SeedSites::kChina)
      enrol_demo(world, kPartnerIntl, "Demo Partner International Ltd.");
  });
}

std::vector<DemoCredential> demo_credentials(SeedSites sites) {
  std::vector<DemoCredential> cast;
  if (sites != SeedSites::kInternational) {
    cast = {kPartner, kDistributor, kReseller, kCustomer, kReferral, kResellerCustomer};
  }
  if (sites != SeedSites::kChina) cast.push_back(kPartnerIntl);
  return cast;
}

}  // namespace bss::mock::domain
