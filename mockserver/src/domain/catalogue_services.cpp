// Services, resource types and usage types (products-bills.md 4.3 and 4.4).
#include <algorithm>
#include <array>

#include "domain/catalogue.h"

namespace bss::mock::domain {

namespace {

constexpr std::array<ServiceType, 22> kServiceTypes = {{
    {"hws.service.type.baremetal", {"裸金属服务器", "Bare Metal Server"}, "BMS"},
    {"hws.service.type.cce", {"云容器引擎", "Cloud Container Engine"}, "CCE"},
    {"hws.service.type.cdn", {"内容分发网络", "Content Delivery Network"}, "CDN"},
    {"hws.service.type.cfw", {"云防火墙", "Cloud Firewall"}, "CFW"},
    {"hws.service.type.dcs", {"分布式缓存服务", "Distributed Cache Service"}, "DCS"},
    {"hws.service.type.dds", {"文档数据库服务", "Document Database Service"}, "DDS"},
    {"hws.service.type.dms", {"分布式消息服务", "Distributed Message Service"}, "DMS"},
    {"hws.service.type.ebs", {"云硬盘", "Elastic Volume Service"}, "EVS"},
    {"hws.service.type.ec2", {"弹性云服务器", "Elastic Cloud Server"}, "ECS"},
    {"hws.service.type.elb", {"弹性负载均衡", "Elastic Load Balance"}, "ELB"},
    {"hws.service.type.iec", {"智能边缘云", "Intelligent EdgeCloud"}, "IEC"},
    {"hws.service.type.ims", {"镜像服务", "Image Management Service"}, "IMS"},
    {"hws.service.type.kms", {"数据加密服务", "Data Encryption Workshop"}, "DEW"},
    {"hws.service.type.natgateway", {"NAT网关", "NAT Gateway"}, "NAT"},
    {"hws.service.type.obs", {"对象存储服务", "Object Storage Service"}, "OBS"},
    {"hws.service.type.rds", {"云数据库 RDS", "Relational Database Service"}, "RDS"},
    {"hws.service.type.sfs", {"弹性文件服务", "Scalable File Service"}, "SFS"},
    {"hws.service.type.smn", {"消息通知服务", "Simple Message Notification"}, "SMN"},
    {"hws.service.type.vpc", {"虚拟私有云", "Virtual Private Cloud"}, "VPC"},
    {"hws.service.type.vpn", {"虚拟专用网络", "Virtual Private Network"}, "VPN"},
    {"hws.service.type.waf", {"Web应用防火墙", "Web Application Firewall"}, "WAF"},
    {"hws.service.type.workplace", {"华为云WeLink", "WeLink"}, "WeLink"},
}};

constexpr std::array<ResourceType, 33> kResourceTypes = {{
    {"hws.resource.type.bandwidth", "hws.service.type.vpc", {"固定带宽", "Fixed Bandwidth"}},
    {"hws.resource.type.cce.cluster", "hws.service.type.cce", {"容器集群", "Container Cluster"}},
    {"hws.resource.type.cdn", "hws.service.type.cdn", {"CDN", "CDN"}},
    {"hws.resource.type.cfw", "hws.service.type.cfw", {"云防火墙", "Cloud Firewall"}},
    {"hws.resource.type.cmk", "hws.service.type.kms", {"用户主密钥", "Customer Master Key"}},
    {"hws.resource.type.dcs.obs",
     "hws.service.type.dcs",
     {"缓存备份空间", "Storage Space of Distributed Cache"}},
    {"hws.resource.type.dcs3",
     "hws.service.type.dcs",
     {"分布式缓存服务V2", "Distributed Cache Service V2"}},
    {"hws.resource.type.dds.obs", "hws.service.type.dds", {"文档数据库备份", "DDS Cloud Backup"}},
    {"hws.resource.type.dds.vm", "hws.service.type.dds", {"文档数据库实例", "DDS Instance"}},
    {"hws.resource.type.dds.volume", "hws.service.type.dds", {"文档数据库存储", "DDS Cloud Disk"}},
    {"hws.resource.type.dms.queue", "hws.service.type.dms", {"消息队列", "Message Queue"}},
    {"hws.resource.type.edgebandwidth",
     "hws.service.type.iec",
     {"边缘固定带宽", "Edge Fixed Bandwidth"}},
    {"hws.resource.type.elbv2", "hws.service.type.elb", {"共享型负载均衡", "Shared Load Balancer"}},
    {"hws.resource.type.elbv3",
     "hws.service.type.elb",
     {"独享型负载均衡", "Dedicated Load Balancer"}},
    {"hws.resource.type.ims", "hws.service.type.ims", {"镜像", "Image"}},
    {"hws.resource.type.ip", "hws.service.type.vpc", {"弹性公网IP", "Elastic IP"}},
    {"hws.resource.type.natgateway", "hws.service.type.natgateway", {"公网NAT网关", "NAT Gateway"}},
    {"hws.resource.type.obs", "hws.service.type.obs", {"云存储", "Object Storage"}},
    {"hws.resource.type.pm", "hws.service.type.baremetal", {"裸金属实例", "Physical Machine"}},
    {"hws.resource.type.privatenat",
     "hws.service.type.natgateway",
     {"私网NAT网关", "Private NAT Gateway"}},
    {"hws.resource.type.rds.obs", "hws.service.type.rds", {"数据库备份", "RDS Backup"}},
    {"hws.resource.type.rds.vm", "hws.service.type.rds", {"数据库实例", "RDS Instance"}},
    {"hws.resource.type.rds.volume", "hws.service.type.rds", {"数据库存储", "RDS Storage"}},
    {"hws.resource.type.sfs", "hws.service.type.sfs", {"文件存储", "File Storage"}},
    {"hws.resource.type.sfs.turbo", "hws.service.type.sfs", {"SFS Turbo", "SFS Turbo"}},
    {"hws.resource.type.share_bandwidth", "hws.service.type.vpc", {"共享带宽", "Shared Bandwidth"}},
    {"hws.resource.type.smn", "hws.service.type.smn", {"消息通知", "Message Notification"}},
    {"hws.resource.type.vm", "hws.service.type.ec2", {"云主机", "Cloud Host"}},
    {"hws.resource.type.volume", "hws.service.type.ebs", {"云硬盘", "Disk"}},
    {"hws.resource.type.vpcep", "hws.service.type.vpc", {"VPC终端节点", "VPC Endpoint"}},
    {"hws.resource.type.vpn.ipsecvpn",
     "hws.service.type.vpn",
     {"企业版VPN", "Enterprise Edition VPN"}},
    {"hws.resource.type.waf.domain",
     "hws.service.type.waf",
     {"域名扩展包", "Host Expansion Package"}},
    {"hws.resource.type.waf.instance",
     "hws.service.type.waf",
     {"Web应用防火墙实例", "Web Application Firewall Instance"}},
}};

/// In the order of 4.4: by resource type, its main factor first.
constexpr std::array<UsageType, 34> kUsageTypes = {{
    {"hws.resource.type.vm", "Duration", {"时长", "Duration"}},
    {"hws.resource.type.volume", "Duration", {"时长", "Duration"}},
    {"hws.resource.type.ip", "Duration", {"时长", "Duration"}},
    {"hws.resource.type.bandwidth", "Duration", {"时长", "Duration"}},
    {"hws.resource.type.bandwidth", "upflow", {"上行流量", "Upstream bandwidth"}},
    {"hws.resource.type.bandwidth", "downflow", {"下行流量", "Downstream bandwidth"}},
    {"hws.resource.type.bandwidth", "bandwidth95peak", {"95峰值带宽", "95th percentile bandwidth"}},
    {"hws.resource.type.bandwidth",
     "95peak_plus",
     {"增强型95峰值", "Enhanced 95th percentile bandwidth"}},
    {"hws.resource.type.share_bandwidth", "Duration", {"时长", "Duration"}},
    {"hws.resource.type.obs", "storageSize", {"存储容量", "Storage size"}},
    {"hws.resource.type.obs", "reqNumber", {"调用次数", "Number of requests"}},
    {"hws.resource.type.obs", "95Peak", {"月95峰值带宽", "Monthly 95th percentile bandwidth"}},
    {"hws.resource.type.elbv2", "Duration", {"时长", "Duration"}},
    {"hws.resource.type.elbv3", "duration", {"时长", "Duration"}},
    {"hws.resource.type.natgateway", "duration", {"时长", "Duration"}},
    {"hws.resource.type.natgateway", "duration_hour", {"时长", "Duration"}},
    {"hws.resource.type.rds.vm", "Duration", {"时长", "Duration"}},
    {"hws.resource.type.rds.volume", "Duration", {"时长", "Duration"}},
    {"hws.resource.type.dds.vm", "duration", {"时长", "Duration"}},
    {"hws.resource.type.dcs3", "duration", {"时长", "Duration"}},
    {"hws.resource.type.dcs.obs", "size", {"容量", "Capacity"}},
    {"hws.resource.type.cce.cluster", "duration", {"时长", "duration"}},
    {"hws.resource.type.cdn",
     "95Peak",
     {"中国大陆月95峰值带宽_1024进制", "Monthly 95th percentile bandwidth (1024)"}},
    {"hws.resource.type.cdn",
     "95peak_1000",
     {"中国大陆月95峰值带宽_1000进制", "Monthly 95th percentile bandwidth (1000)"}},
    {"hws.resource.type.waf.instance", "duration", {"时长", "Duration"}},
    {"hws.resource.type.waf.domain", "count", {"个数", "Count"}},
    {"hws.resource.type.cfw", "usage_duration", {"使用时长", "Usage duration"}},
    {"hws.resource.type.cfw", "period_duration", {"周期时长", "Period duration"}},
    {"hws.resource.type.vpn.ipsecvpn", "duration", {"时长", "duration"}},
    {"hws.resource.type.sfs.turbo", "period", {"周期", "period"}},
    {"hws.resource.type.sfs.turbo", "duration", {"时长", "Duration"}},
    {"hws.resource.type.sfs.turbo", "throughputduration", {"吞吐量时长", "throughput duration"}},
    {"hws.resource.type.pm", "Duration", {"时长", "Duration"}},
    {"hws.resource.type.edgebandwidth",
     "bandwidth95peak",
     {"95峰值带宽", "95th percentile bandwidth"}},
}};

template <class Row>
const Row* find_by_code(std::span<const Row> rows, std::string_view code) {
  const auto found =
      std::lower_bound(rows.begin(), rows.end(), code,
                       [](const Row& row, std::string_view key) { return row.code < key; });
  return found != rows.end() && found->code == code ? &*found : nullptr;
}

}  // namespace

std::span<const ServiceType> service_types() noexcept {
  return kServiceTypes;
}

std::span<const ResourceType> resource_types() noexcept {
  return kResourceTypes;
}

std::span<const UsageType> usage_types() noexcept {
  return kUsageTypes;
}

const ServiceType* find_service_type(std::string_view code) noexcept {
  return find_by_code(service_types(), code);
}

const ResourceType* find_resource_type(std::string_view code) noexcept {
  return find_by_code(resource_types(), code);
}

}  // namespace bss::mock::domain
