"""List prices in US East (N. Virginia), and what is assumed where nothing here can measure.

Every price is AWS's public one without free tier, discount or tax; the pages named have the price of each region.
"""

CHILDREN = 1_000_000

USD_PER_MILLION_WRITTEN = 0.625
USD_PER_MILLION_READ = 0.125
"""On-demand units of the standard class, in force since 1 November 2024; read in July 2025 at
https://airbyte.com/data-engineering-resources/dynamodb-pricing. https://aws.amazon.com/dynamodb/pricing/on-demand/ has
the price of each region."""
USD_PER_GB_MONTH = 0.25 + 0.20
"""Storage of the standard class, and point-in-time recovery of it; same pages."""
USD_PER_GB_SECOND = 0.0000166667
USD_PER_MILLION_RUNS = 0.20
"""Lambda on x86, first tier; on arm64 a fifth less. As of December 2025 at appropri8-astro.pages.dev (tutorial of
2 December 2025, "Understanding AWS Pricing"); https://aws.amazon.com/lambda/pricing/ has each region's."""
USD_PER_MILLION_CALLS = 3.50
"""REST calls of API Gateway, up to 333 million a month: AWS whitepaper "Best Practices for Designing Amazon API Gateway
Private APIs and Private Integration", table 4, read in November 2026. An HTTP API costs 1.00 there."""

MEMORY_GB = 1.0
"""Of the functions that answer most calls (template.yaml)."""
CORE_AT_MB = 1769
"""Memory that comes with one whole core (AWS Lambda Developer Guide, "Configure Lambda function memory")."""
REQUEST_MS = 4.0
"""Assumed: one request to DynamoDB, another after the last was answered, within a region."""


def lambda_ms(cpu_ms: float, requests: int) -> float:
    """Give how long a function runs: its CPU at its share of a core, and the time that it waits."""
    return cpu_ms * CORE_AT_MB / (MEMORY_GB * 1024) + requests * REQUEST_MS


def lambda_usd(run_ms: float, runs: int) -> float:
    """Give the price of a million times so long, in so many runs each."""
    return run_ms * 1000 * MEMORY_GB * USD_PER_GB_SECOND + runs * USD_PER_MILLION_RUNS
