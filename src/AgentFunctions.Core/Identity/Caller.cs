using AgentFunctions.Core.Resources;

namespace AgentFunctions.Core.Identity;

/// <summary>An authenticated call: who, with which key, and the control-plane view on which it was decided.</summary>
/// <param name="Principal">Who.</param>
/// <param name="KeyId">Id of the key that was presented; never the key.</param>
/// <param name="Agent">The agent the call acts as: the key's own, or the one an operator named; null where the call acts for no agent.</param>
/// <param name="ControlPlane">Confirmed at most <see cref="ControlPlaneOptions.MaxStaleness"/> ago.</param>
public sealed record Caller(Principal Principal, string KeyId, Resource<AgentSpec>? Agent, ControlPlaneView ControlPlane);
