namespace AgentFunctions.Core.Telemetry;

/// <summary>Whose a series is.</summary>
/// <param name="Tenant">The tenant, or <see cref="MetricOwners.Other"/>.</param>
/// <param name="Team">The team, empty where there is none, or <see cref="MetricOwners.Other"/>.</param>
public readonly record struct MetricOwner(string Tenant, string Team);
