"""Well-known costs that are no service: found among the bill's usage types, whatever the service is called.

Usage types are a region's prefix (none in us-east-1), a name and often a size: `USE2-NatGateway-Hours`,
`EBS:VolumeUsage.gp3`, `EUW1-DataTransfer-Out-Bytes`, `USE1-USW2-AWS-Out-Bytes`.
"""

from dataclasses import dataclass

from interpreter.text.pattern import Pattern


@dataclass(frozen=True)
class UsageFamily:
    """A kind of cost: its name, what people call it, and the usage types that are of it.

    `service` is the everyday name of the service they count in, where others have usage types of that name.
    """

    name: str
    aliases: tuple[str, ...]
    pattern: Pattern
    service: str | None = None


_TABLE = r"""
NAT gateways = nat gateway, nat gw, natgw, nat, natgateway := NatGateway
NAT gateway hours = nat gateway hour, nat hour, nat gw hour := NatGateway-Hours
NAT gateway data processing = nat gateway data, nat gateway traffic, nat gateway data processing, nat gateway bytes, nat data processing := NatGateway-Bytes
EBS = ebs, elastic block store, ebs storage, block storage := (^|-)EBS:
EBS volumes = ebs volume, ebs disk, volume, disk := (^|-)EBS:Volume
EBS snapshots = snapshot, ebs snapshot, snapshot storage, ebs snapshot storage := (^|-)EBS:Snapshot
data transfer = data transfer, bandwidth, network traffic, transfer cost, traffic := DataTransfer|-AWS-(In|Out)-A?Bytes|DataXfer|CloudFront-(In|Out)-Bytes
data transfer out = data transfer out, egress, data egress, internet egress, outbound data transfer, outbound traffic, data transfer to the internet, internet data transfer, data out, transfer out, transferred out, dto := DataTransfer-Out|DataXfer-Out|-AWS-Out-A?Bytes|CloudFront-Out-Bytes
data transfer in = data transfer in, ingress, data ingress, inbound data transfer, inbound traffic := DataTransfer-In|DataXfer-In|-AWS-In-A?Bytes|CloudFront-In-Bytes
data transfer between availability zones = inter az data transfer, inter az transfer, cross az transfer, inter zone data transfer, inter zone, cross zone data transfer, inter az, cross az data transfer, cross az, inter az traffic, cross az traffic, regional data transfer, data transfer between az, data transfer between azs, data transfer between availability zones, inter availability zone data transfer := DataTransfer-Regional
data transfer between regions = inter region data transfer, cross region data transfer, inter region transfer, cross region transfer, inter region traffic, cross region traffic, inter region, cross region, data transfer between regions := ^[A-Z]+\d?-[A-Z]+\d?-AWS-(In|Out)-A?Bytes
public IPv4 addresses = public ipv4, public ipv4 address, public ip, public ip address, ipv4, ipv4 address, public ips := PublicIPv4
Elastic IP addresses = elastic ip, elastic ip address, eip, elastic ips, eips := ElasticIP|PublicIPv4:IdleAddress
EC2 instances = ec2 instance, instance, ec2 compute, instance hour, box usage, compute instance, ec2 instance hour, virtual server := (^|-)(BoxUsage|SpotUsage|DedicatedUsage|UnusedBox|UnusedDed|HostBoxUsage|ReservedHostUsage|SchedUsage)
Spot instances = spot instance, spot, ec2 spot := (^|-)SpotUsage
load balancer hours = load balancer hour, lb hour := LoadBalancerUsage
load balancer capacity units = lcu, lcus, load balancer capacity unit := LCUUsage
S3 storage = s3 storage, bucket storage, s3 storage cost, storage in s3 := (^|-)TimedStorage
S3 requests = s3 request, s3 api request, s3 api call, s3 request cost := (^|-)Requests-(Tier|GDA|SIA|INT|ZIA|GIR|XZ)
VPC endpoints = vpc endpoint, privatelink, private link, endpoint := VpcEndpoint
transit gateways = transit gateway, tgw := TransitGateway
VPN connections = vpn, vpn connection, site to site vpn := (^|-)VPN-|ClientVPN
CloudWatch Logs = cloudwatch log, log ingestion, cw log, log := (^|-)(DataProcessing-Bytes|DataProcessingIA-Bytes|VendedLog)
RDS instances = rds instance, database instance, db instance := (^|-)(InstanceUsage|Multi-AZUsage|Multi-AZClusterUsage):
RDS storage = rds storage, database storage := (^|-)RDS:
EC2 - Other = ec2 other, other ec2 := NatGateway|(^|-)EBS:|DataTransfer|-AWS-(In|Out)-A?Bytes|ElasticIP|CPUCredits
Fargate = fargate, aws fargate, fargate task, fargate vcpu := Fargate-
"""


_WITHIN = {"S3 storage": "s3", "S3 requests": "s3", "EC2 - Other": "ec2"}


def _parse(line: str) -> UsageFamily:
    spoken, pattern = line.split(" := ")
    name, aliases = spoken.split(" = ")
    return UsageFamily(name, tuple(aliases.split(", ")), Pattern(pattern), _WITHIN.get(name))


USAGE_FAMILIES = tuple(_parse(line) for line in _TABLE.strip().splitlines())

BY_USAGE_TYPE = {
    "EC2 instances",
    "EBS",
    "NAT gateways",
    "EBS snapshots",
    "data transfer",
    "public IPv4 addresses",
}
"""Families that are meant by their names even where the bill has a service called so."""
