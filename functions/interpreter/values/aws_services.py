"""AWS services: the names bills give them, and what people call them.

A line is `bill name | bill name = everyday name, everyday name`. Bill names are Cost Explorer's and those of
FOCUS exports; without "Amazon" or "AWS" they are everyday names too. The first bill name is for people.
"""

from dataclasses import dataclass

_TABLE = """
Amazon Elastic Compute Cloud - Compute | EC2 - Other | Amazon Elastic Compute Cloud = ec2, elastic compute, elastic compute cloud, virtual machine, vm
EC2 - Other = ec2 other, other ec2, ec2others
Amazon Simple Storage Service = s3, simple storage, object storage, s3 bucket, s3 standard
Amazon Glacier | Amazon S3 Glacier = glacier, s3 glacier
Amazon S3 Glacier Deep Archive = deep archive
Amazon Relational Database Service = rds, relational database
Amazon DynamoDB = dynamo, dynamodb, dynamo db, ddb
Amazon Redshift = redshift, red shift
Amazon ElastiCache = elasticache, elastic cache, redis, memcached
Amazon MemoryDB = memorydb, memory db
Amazon DocumentDB (with MongoDB compatibility) = documentdb, document db, docdb
Amazon Neptune = neptune
Amazon Keyspaces (for Apache Cassandra) | Amazon Managed Apache Cassandra Service = keyspaces, cassandra
Amazon Timestream = timestream
Amazon Quantum Ledger Database = qldb
AWS Database Migration Service = dms, database migration
AWS Lambda = lambda, lambda function
Amazon Elastic Container Service = ecs, elastic container service
Amazon Elastic Container Service for Kubernetes | Amazon Elastic Kubernetes Service = eks, kubernetes, k8s, elastic kubernetes
Amazon EC2 Container Registry (ECR) | Amazon Elastic Container Registry | Amazon Elastic Container Registry Public = ecr, container registry
AWS App Runner = app runner, apprunner
AWS Batch = batch, aws batch
AWS Elastic Beanstalk = beanstalk, elastic beanstalk
Amazon Lightsail = lightsail
Red Hat OpenShift Service on AWS = rosa, openshift, red hat openshift
AWS Outposts = outposts
Amazon Elastic Block Store = elastic block store service
Amazon Elastic File System = efs, elastic file system
Amazon FSx = fsx
AWS Backup = backup, aws backup
AWS Storage Gateway = storage gateway
AWS Transfer Family = transfer family, sftp
AWS DataSync = datasync, data sync
AWS Snowball | AWS Import/Export Snowball = snowball
AWS Elastic Disaster Recovery = elastic disaster recovery
Amazon Virtual Private Cloud = vpc, virtual private cloud
Elastic Load Balancing | AWS Elastic Load Balancing = elb, alb, nlb, load balancer, load balancing, elastic load balancer
Amazon CloudFront = cloudfront, cloud front, cdn
Amazon Route 53 = route53, route 53, dns
Amazon Registrar = registrar, domain registration
Amazon API Gateway = api gateway, apigw, apigateway
AWS Direct Connect = direct connect
AWS Global Accelerator = global accelerator
AWS Transit Gateway = transit gateway service
AWS Network Firewall = network firewall
AWS App Mesh = app mesh
AWS Cloud Map = cloud map
Amazon VPC Lattice = vpc lattice
AmazonCloudWatch | Amazon CloudWatch = cloudwatch, cloud watch, cw
CloudWatch Events = cloudwatch event
Amazon EventBridge = eventbridge, event bridge
AWS CloudTrail = cloudtrail, cloud trail
AWS Config = config, aws config
AWS Systems Manager = ssm, systems manager
AWS CloudFormation = cloudformation, cloud formation
AWS Service Catalog = service catalog
AWS Control Tower = control tower
AWS X-Ray = xray, x ray
Amazon Managed Grafana = grafana, managed grafana
Amazon Managed Service for Prometheus = prometheus
AWS Key Management Service = kms, key management
AWS Secrets Manager = secrets manager, secret manager
AWS Certificate Manager = acm, certificate manager
AWS CloudHSM = cloudhsm, hsm
AWS WAF = waf, web application firewall
AWS Shield = shield
Amazon GuardDuty = guardduty, guard duty
Amazon Inspector = inspector
Amazon Macie = macie
AWS Security Hub = security hub, securityhub
Amazon Detective = detective
AWS Firewall Manager = firewall manager
AWS Directory Service = directory service, active directory
Amazon Cognito = cognito
AWS IAM Access Analyzer = access analyzer
Amazon Security Lake = security lake
Amazon Simple Queue Service = sqs, simple queue, queue service
Amazon Simple Notification Service = sns, simple notification
Amazon Simple Email Service = ses, simple email, email service
Amazon Simple Workflow Service = swf
Amazon MQ = mq, activemq, rabbitmq
AWS Step Functions = step functions, step function, sfn, state machine
Amazon AppFlow = appflow
AWS AppSync = appsync, app sync
Amazon Pinpoint = pinpoint
Amazon Kinesis | Amazon Kinesis Data Streams = kinesis, kinesis streams, data streams
Amazon Kinesis Firehose | Amazon Data Firehose = firehose, kinesis firehose, data firehose
Amazon Kinesis Analytics | Amazon Managed Service for Apache Flink = kinesis analytics, flink
Amazon Kinesis Video Streams = kinesis video
Amazon Managed Streaming for Apache Kafka = msk, kafka, managed kafka
Amazon Athena = athena
AWS Glue = glue
Amazon Elastic MapReduce = emr, elastic mapreduce, map reduce
Amazon EMR Serverless = emr serverless
Amazon OpenSearch Service | Amazon Elasticsearch Service = opensearch, open search, elasticsearch, elastic search
Amazon CloudSearch = cloudsearch
Amazon QuickSight = quicksight, quick sight
AWS Lake Formation = lake formation
AWS Data Exchange = data exchange
AWS Data Pipeline = data pipeline
Amazon Managed Workflows for Apache Airflow = mwaa, airflow, managed airflow
Amazon DataZone = datazone
AWS Glue DataBrew = databrew
Amazon SageMaker = sagemaker, sage maker
Amazon Bedrock = bedrock
Amazon Comprehend = comprehend
Amazon Comprehend Medical = comprehend medical
Amazon Rekognition = rekognition
Amazon Textract = textract
Amazon Transcribe = transcribe
Amazon Translate = translate
Amazon Polly = polly
Amazon Lex = lex
Amazon Kendra = kendra
Amazon Personalize = personalize
Amazon Forecast = amazon forecast
Amazon Q = amazon q, q business, q developer
Amazon CodeGuru = codeguru
Amazon Fraud Detector = fraud detector
AWS HealthLake = healthlake
AWS CodeBuild = codebuild, code build
AWS CodePipeline = codepipeline, code pipeline
AWS CodeCommit = codecommit
AWS CodeDeploy = codedeploy, code deploy
AWS CodeArtifact = codeartifact
AWS Cloud9 = cloud9
AWS Amplify = amplify
AWS Device Farm = device farm
AWS Fault Injection Simulator | AWS Fault Injection Service = fis, fault injection
Amazon WorkSpaces = workspaces, work spaces
Amazon AppStream | Amazon AppStream 2.0 = appstream
Amazon WorkDocs = workdocs
Amazon WorkMail = workmail
Amazon Chime = chime
Amazon Connect = amazon connect
AWS IoT | AWS IoT Core = iot, iot core
AWS IoT Device Management = iot device management
AWS IoT Greengrass = greengrass
AWS IoT Analytics = iot analytics
AWS IoT SiteWise = sitewise
AWS IoT Events = iot events
AWS Elemental MediaConvert | Elemental MediaConvert = mediaconvert, media convert
AWS Elemental MediaLive = medialive
AWS Elemental MediaPackage = mediapackage
AWS Elemental MediaStore = mediastore
AWS Elemental MediaTailor = mediatailor
Amazon Interactive Video Service = ivs
Amazon GameLift = gamelift, game lift
AWS RoboMaker = robomaker
AWS Ground Station = ground station
Amazon Braket = braket
Amazon Managed Blockchain = managed blockchain
Amazon Location Service = location service
AWS Application Migration Service = application migration
AWS Migration Hub = migration hub
AWS Cost Explorer = cost explorer api
AWS Budgets = aws budgets service
AWS Cost Optimization Hub = cost optimization hub service
AWS Support (Basic) | AWS Support (Developer) | AWS Support (Business) | AWS Support (Enterprise) | AWS Support [Business] | AWS Support [Enterprise] | AWS Support [Developer] | AWS Premium Support | AWS Developer Support | AWS Business Support | AWS Enterprise Support | AWS Support = support, support fee, support charge, aws support fee, aws support charge, premium support, business support, enterprise support, support plan, aws support
Savings Plans for AWS Compute usage | Savings Plans for Compute usage = savings plans for compute
Savings Plans for AWS Machine Learning = savings plans for machine learning
AWS Marketplace = marketplace
AWS Skill Builder = skill builder
AWS Telco Network Builder = telco network builder
AWS Wickr = wickr
AWS Clean Rooms = clean rooms
AWS Entity Resolution = entity resolution
AWS B2B Data Interchange = b2b data interchange
AWS Verified Access = verified access
Amazon Verified Permissions = verified permissions
AWS Resilience Hub = resilience hub
AWS License Manager = license manager
AWS Application Discovery Service = application discovery
AWS Audit Manager = audit manager
AWS Payment Cryptography = payment cryptography
AWS Private Certificate Authority | AWS Certificate Manager Private CA = private ca, private certificate authority
Contact Lens for Amazon Connect = contact lens
Contact Center Telecommunications (service sold by AMCS, LLC) = contact center
"""

BILLED_WITHIN = {
    "aurora": "Amazon Relational Database Service",
    "lustre": "Amazon FSx",
    "parameter store": "AWS Systems Manager",
    "log insight": "AmazonCloudWatch",
}
"""What people ask about that bills carry inside another service, and no filter can single out."""

CATEGORIES = {
    "database": ("RDS", "DynamoDB", "ElastiCache", "Redshift"),
    "storage": ("S3", "EBS volumes", "EFS"),
    "compute": ("EC2", "Lambda", "ECS"),
    "networking": ("data transfer", "NAT gateways", "VPC"),
    "network": ("data transfer", "NAT gateways", "VPC"),
    "container": ("ECS", "EKS", "ECR"),
    "serverless": ("Lambda", "DynamoDB", "API Gateway"),
    "analytics": ("Athena", "Glue", "Redshift"),
    "security": ("GuardDuty", "KMS", "WAF"),
    "monitoring": ("CloudWatch", "CloudTrail", "X-Ray"),
    "messaging": ("SQS", "SNS", "MQ"),
    "gpu": ("EC2", "SageMaker"),
    "ai": ("Bedrock", "SageMaker"),
    "machine learning": ("SageMaker", "Bedrock"),
    "ml": ("SageMaker", "Bedrock"),
}
"""Kinds of services people name as one; no bill has them, so they are asked back with these."""


@dataclass(frozen=True)
class AwsService:
    """One service: `names` as bills have them, `aliases` as people say them."""

    names: tuple[str, ...]
    aliases: tuple[str, ...]


def _parse(line: str) -> AwsService:
    names, aliases = line.rsplit(" = ", 1)
    return AwsService(tuple(names.split(" | ")), tuple(aliases.split(", ")))


AWS_SERVICES = tuple(_parse(line) for line in _TABLE.strip().splitlines())
