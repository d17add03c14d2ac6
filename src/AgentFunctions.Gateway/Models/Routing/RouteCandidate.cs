using AgentFunctions.Core.Resources;

namespace AgentFunctions.Gateway.Models.Routing;

/// <summary>A target that may serve a call.</summary>
internal readonly record struct RouteCandidate(TargetSpec Target, string Deployment, TargetHealth Health);
