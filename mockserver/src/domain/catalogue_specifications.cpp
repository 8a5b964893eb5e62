// Regions and specifications (products-bills.md 4.2 and 4.5).
#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "domain/catalogue.h"
#include "domain/passwords.h"

namespace bss::mock::domain {

namespace {

constexpr std::array<Region, 9> kRegions = {{
    {"cn-north-1", {"华北-北京一", "CN North-Beijing1"}, Site::kChina},
    {"cn-north-4", {"华北-北京四", "CN North-Beijing4"}, Site::kChina},
    {"cn-east-3", {"华东-上海一", "CN East-Shanghai1"}, Site::kChina},
    {"cn-south-1", {"华南-广州", "CN South-Guangzhou"}, Site::kChina},
    {"cn-southwest-2", {"西南-贵阳一", "CN Southwest-Guiyang1"}, Site::kChina},
    {"ap-southeast-1", {"中国-香港", "CN-Hong Kong"}, Site::kInternational},
    {"ap-southeast-3", {"亚太-新加坡", "AP-Singapore"}, Site::kInternational},
    {"la-north-2", {"拉美-墨西哥城二", "LA-Mexico City2"}, Site::kInternational},
    {"af-south-1", {"非洲-约翰内斯堡", "AF-Johannesburg"}, Site::kInternational},
}};

/// In the order of 4.5: the row number is part of the product id.
constexpr std::array<Specification, 50> kSpecifications = {{
    {"hws.service.type.ec2", "hws.resource.type.vm", "s6.small.1.linux", "1 vCPU 1 GB Linux", true},
    {"hws.service.type.ec2", "hws.resource.type.vm", "s6.medium.2.linux", "1 vCPU 2 GB Linux",
     true},
    {"hws.service.type.ec2", "hws.resource.type.vm", "s6.large.2.linux", "2 vCPU 4 GB Linux", true},
    {"hws.service.type.ec2", "hws.resource.type.vm", "s6.xlarge.2.linux", "4 vCPU 8 GB Linux",
     true},
    {"hws.service.type.ec2", "hws.resource.type.vm", "c6.large.2.linux", "2 vCPU 4 GB Linux", true},
    {"hws.service.type.ec2", "hws.resource.type.vm", "c6.large.2.win", "2 vCPU 4 GB Windows", true},
    {"hws.service.type.ec2", "hws.resource.type.vm", "c6.xlarge.2.linux", "4 vCPU 8 GB Linux",
     true},
    {"hws.service.type.ec2", "hws.resource.type.vm", "c6.2xlarge.2.linux", "8 vCPU 16 GB Linux",
     true},
    {"hws.service.type.ec2", "hws.resource.type.vm", "m6.large.8.linux", "2 vCPU 16 GB Linux",
     true},
    {"hws.service.type.ec2", "hws.resource.type.vm", "m6.xlarge.8.linux", "4 vCPU 32 GB Linux",
     true},
    {"hws.service.type.ec2", "hws.resource.type.vm", "kc1.large.2.linux",
     "2 vCPU 4 GB Kunpeng Linux", true},
    {"hws.service.type.ec2", "hws.resource.type.vm", "pi2.2xlarge.4.linux",
     "8 vCPU 32 GB 1 T4 GPU Linux", true},
    {"hws.service.type.ebs", "hws.resource.type.volume", "SATA", "common I/O disk", true},
    {"hws.service.type.ebs", "hws.resource.type.volume", "SAS", "high I/O disk", true},
    {"hws.service.type.ebs", "hws.resource.type.volume", "GPSSD", "general purpose SSD", true},
    {"hws.service.type.ebs", "hws.resource.type.volume", "SSD", "ultra-high I/O disk", true},
    {"hws.service.type.ebs", "hws.resource.type.volume", "ESSD", "extreme SSD", true},
    {"hws.service.type.vpc", "hws.resource.type.ip", "5_bgp", "dynamic BGP address", false},
    {"hws.service.type.vpc", "hws.resource.type.ip", "5_sbgp", "static BGP address", false},
    {"hws.service.type.vpc", "hws.resource.type.bandwidth", "19_bgp", "dynamic BGP by size", true},
    {"hws.service.type.vpc", "hws.resource.type.bandwidth", "19_sbgp", "static BGP by size", true},
    {"hws.service.type.vpc", "hws.resource.type.bandwidth", "12_bgp", "dynamic BGP by traffic",
     false},
    {"hws.service.type.vpc", "hws.resource.type.bandwidth", "12_share", "shared by traffic", false},
    {"hws.service.type.vpc", "hws.resource.type.share_bandwidth", "19_share", "shared by size",
     true},
    {"hws.service.type.elb", "hws.resource.type.elbv2", "21_instance", "shared load balancer",
     false},
    {"hws.service.type.natgateway", "hws.resource.type.natgateway", "natgateway_small",
     "public NAT gateway", true},
    {"hws.service.type.natgateway", "hws.resource.type.natgateway", "natgateway_middle",
     "public NAT gateway", true},
    {"hws.service.type.natgateway", "hws.resource.type.natgateway", "natgateway_large",
     "public NAT gateway", true},
    {"hws.service.type.natgateway", "hws.resource.type.natgateway", "natgateway_xlarge",
     "public NAT gateway", true},
    {"hws.service.type.rds", "hws.resource.type.rds.vm", "rds.mysql.n1.large.2",
     "MySQL single 2 vCPU 4 GB", true},
    {"hws.service.type.rds", "hws.resource.type.rds.vm", "rds.mysql.n1.large.2.ha",
     "MySQL HA 2 vCPU 4 GB", true},
    {"hws.service.type.rds", "hws.resource.type.rds.vm", "rds.pg.n1.large.2",
     "PostgreSQL single 2 vCPU 4 GB", true},
    {"hws.service.type.rds", "hws.resource.type.rds.volume", "rds.mysql.volume.cloudssd",
     "MySQL cloud SSD", true},
    {"hws.service.type.dds", "hws.resource.type.dds.vm", "dds.mongodb.s6.large.2.repset",
     "replica set node 2 vCPU 4 GB", true},
    {"hws.service.type.dcs", "hws.resource.type.dcs3", "redis.single.xu1.large.1",
     "Redis single 1 GB", true},
    {"hws.service.type.dcs", "hws.resource.type.dcs3", "redis.single.xu1.large.2",
     "Redis single 2 GB", true},
    {"hws.service.type.dcs", "hws.resource.type.dcs3", "redis.single.xu1.large.4",
     "Redis single 4 GB", true},
    {"hws.service.type.dcs", "hws.resource.type.dcs3", "redis.single.xu1.large.8",
     "Redis single 8 GB", true},
    {"hws.service.type.dcs", "hws.resource.type.dcs3", "redis.ha.xu1.large.r2.2", "Redis HA 2 GB",
     true},
    {"hws.service.type.dcs", "hws.resource.type.dcs3", "redis.ha.xu1.large.r2.4", "Redis HA 4 GB",
     true},
    {"hws.service.type.dcs", "hws.resource.type.dcs3", "redis.cluster.xu1.large.r1.4",
     "Redis cluster 4 GB", true},
    {"hws.service.type.cce", "hws.resource.type.cce.cluster", "cce.s1.small",
     "cluster up to 50 nodes", true},
    {"hws.service.type.cce", "hws.resource.type.cce.cluster", "cce.s1.medium",
     "cluster up to 200 nodes, single master", true},
    {"hws.service.type.cce", "hws.resource.type.cce.cluster", "cce.s2.small",
     "HA cluster up to 50 nodes", true},
    {"hws.service.type.cce", "hws.resource.type.cce.cluster", "cce.s2.large",
     "HA cluster up to 1000 nodes", true},
    {"hws.service.type.waf", "hws.resource.type.waf.instance", "waf.instance.professional",
     "professional instance (spec name mock)", true},
    {"hws.service.type.cfw", "hws.resource.type.cfw", "cfw.professional",
     "professional edition (spec name mock)", true},
    {"hws.service.type.vpn", "hws.resource.type.vpn.ipsecvpn", "V300",
     "gateway professional 1, base price for size 1, each further connection group + 0.24 (CNY) / "
     "0.035 (USD)",
     true},
    {"hws.service.type.sfs", "hws.resource.type.sfs.turbo", "sfs.turbo.standard",
     "SFS Turbo standard, minimum 500 GB", true},
    {"hws.service.type.baremetal", "hws.resource.type.pm", "physical.s4.medium.linux",
     "bare metal server (spec name mock)", true},
}};

std::optional<std::size_t> number(std::string_view digits) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

bool matches(const SpecificationQuery& query, const Specification& row) {
  const auto all_are = [](const std::vector<std::string>& wanted, std::string_view value) {
    return std::all_of(wanted.begin(), wanted.end(),
                       [&](const std::string& one) { return one == value; });
  };
  return row.service_type == query.service_type && row.resource_type == query.resource_type &&
         (!query.by_period || row.sold_by_period) && all_are(query.codes, row.code) &&
         all_are(query.texts, row.text);
}

std::vector<const Specification*> find_specifications(const SpecificationQuery& query) {
  std::vector<const Specification*> found;
  const Region* region = find_region(query.region);
  if (region == nullptr || region->site != query.site) return found;
  for (const Specification& row : kSpecifications) {
    if (matches(query, row)) found.push_back(&row);
  }
  std::sort(found.begin(), found.end(),
            [](const Specification* a, const Specification* b) { return a->code < b->code; });
  return found;
}

/// The same query and the same last row give the same marker, and nothing else does.
std::string marker_of(const SpecificationQuery& query, const Specification& last) {
  std::string text;
  const auto add = [&](std::string_view part) {
    text += std::to_string(part.size()) + ':' + std::string(part);
  };
  add(query.service_type);
  add(query.resource_type);
  add(query.region);
  add(query.by_period ? "1" : "3");
  for (const std::string& code : query.codes) add("code=" + code);
  for (const std::string& name : query.texts) add("text=" + name);
  add(last.code);
  return sha256_hex(text);
}

}  // namespace

std::span<const Region> regions() noexcept {
  return kRegions;
}

std::span<const Specification> specifications() noexcept {
  return kSpecifications;
}

const Region* find_region(std::string_view code) noexcept {
  const auto found = std::find_if(kRegions.begin(), kRegions.end(),
                                  [&](const Region& region) { return region.code == code; });
  return found == kRegions.end() ? nullptr : &*found;
}

bool product_exists(std::string_view product_id) noexcept {
  constexpr std::string_view kPrefix = "OFFI900000000000";
  if (product_id.size() != kPrefix.size() + 6 || !product_id.starts_with(kPrefix)) return false;
  const std::string_view tail = product_id.substr(kPrefix.size());
  const auto row = number(tail.substr(0, 2));
  const auto mode = number(tail.substr(2, 1));
  const auto region = number(tail.substr(3));
  if (!row || !mode || !region) return false;
  if (*row < 1 || *row > kSpecifications.size() || *region < 1 || *region > kRegions.size())
    return false;
  return *mode == 1 || (*mode == 2 && kSpecifications[*row - 1].sold_by_period);
}

std::optional<SpecificationPage> list_specifications(const SpecificationQuery& query,
                                                     const std::string& marker, std::size_t limit) {
  const auto found = find_specifications(query);
  auto next = found.begin();
  if (!marker.empty()) {
    next = std::find_if(next, found.end(),
                        [&](const Specification* row) { return marker_of(query, *row) == marker; });
    if (next == found.end()) return std::nullopt;
    ++next;
  }
  SpecificationPage page;
  for (; next != found.end() && page.rows.size() < limit; ++next) page.rows.push_back(*next);
  if (next != found.end()) page.next_marker = marker_of(query, *page.rows.back());
  return page;
}

}  // namespace bss::mock::domain
