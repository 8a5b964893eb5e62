#include "domain/catalogue.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

namespace bss::mock::domain {

namespace {

constexpr std::array<ServiceType, 22> kServiceTypes = {{
    {"hws.service.type.baremetal", "裸金属服务器", "Bare Metal Server", "BMS"},
    {"hws.service.type.cce", "云容器引擎", "Cloud Container Engine", "CCE"},
    {"hws.service.type.cdn", "内容分发网络", "Content Delivery Network", "CDN"},
    {"hws.service.type.cfw", "云防火墙", "Cloud Firewall", "CFW"},
    {"hws.service.type.dcs", "分布式缓存服务", "Distributed Cache Service", "DCS"},
    {"hws.service.type.dds", "文档数据库服务", "Document Database Service", "DDS"},
    {"hws.service.type.dms", "分布式消息服务", "Distributed Message Service", "DMS"},
    {"hws.service.type.ebs", "云硬盘", "Elastic Volume Service", "EVS"},
    {"hws.service.type.ec2", "弹性云服务器", "Elastic Cloud Server", "ECS"},
    {"hws.service.type.elb", "弹性负载均衡", "Elastic Load Balance", "ELB"},
    {"hws.service.type.iec", "智能边缘云", "Intelligent EdgeCloud", "IEC"},
    {"hws.service.type.ims", "镜像服务", "Image Management Service", "IMS"},
    {"hws.service.type.kms", "数据加密服务", "Data Encryption Workshop", "DEW"},
    {"hws.service.type.natgateway", "NAT网关", "NAT Gateway", "NAT"},
    {"hws.service.type.obs", "对象存储服务", "Object Storage Service", "OBS"},
    {"hws.service.type.rds", "云数据库 RDS", "Relational Database Service", "RDS"},
    {"hws.service.type.sfs", "弹性文件服务", "Scalable File Service", "SFS"},
    {"hws.service.type.smn", "消息通知服务", "Simple Message Notification", "SMN"},
    {"hws.service.type.vpc", "虚拟私有云", "Virtual Private Cloud", "VPC"},
    {"hws.service.type.vpn", "虚拟专用网络", "Virtual Private Network", "VPN"},
    {"hws.service.type.waf", "Web应用防火墙", "Web Application Firewall", "WAF"},
    {"hws.service.type.workplace", "华为云WeLink", "WeLink", "WeLink"},
}};

constexpr int kSpecifications = 50;
constexpr int kRegions = 9;
/// Rows of 4.5 that are sold pay-per-use only.
constexpr std::array<int, 5> kPayPerUseOnly = {18, 19, 22, 23, 25};

std::optional<int> number(std::string_view digits) {
  int value = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace

std::span<const ServiceType> service_types() noexcept {
  return kServiceTypes;
}

bool service_type_exists(std::string_view code) noexcept {
  const auto found = std::lower_bound(
      kServiceTypes.begin(), kServiceTypes.end(), code,
      [](const ServiceType& type, std::string_view key) { return type.code < key; });
  return found != kServiceTypes.end() && found->code == code;
}

Language language_of(std::string_view header) noexcept {
  constexpr std::string_view kEnglish = "en_us";
  const bool english =
      std::equal(header.begin(), header.end(), kEnglish.begin(), kEnglish.end(),
                 [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; });
  return english ? Language::kEnglish : Language::kChinese;
}

std::string_view name_of(const ServiceType& service, Language language) noexcept {
  return language == Language::kEnglish ? service.name_en : service.name_zh;
}

ServiceTypePage list_service_types(std::string_view name_part, Language language,
                                   std::size_t offset, std::size_t limit) {
  ServiceTypePage page;
  for (const ServiceType& service : kServiceTypes) {
    if (name_of(service, language).find(name_part) == std::string_view::npos) continue;
    if (page.total >= offset && page.rows.size() < limit) page.rows.push_back(&service);
    ++page.total;
  }
  return page;
}

bool product_exists(std::string_view product_id) noexcept {
  constexpr std::string_view kPrefix = "OFFI900000000000";
  if (product_id.size() != kPrefix.size() + 6 || !product_id.starts_with(kPrefix)) return false;
  const std::string_view tail = product_id.substr(kPrefix.size());
  const auto row = number(tail.substr(0, 2));
  const auto mode = number(tail.substr(2, 1));
  const auto region = number(tail.substr(3));
  if (!row || !mode || !region) return false;
  if (*row < 1 || *row > kSpecifications || *region < 1 || *region > kRegions) return false;
  if (*mode == 1) return true;
  return *mode == 2 &&
         std::find(kPayPerUseOnly.begin(), kPayPerUseOnly.end(), *row) == kPayPerUseOnly.end();
}

}  // namespace bss::mock::domain
