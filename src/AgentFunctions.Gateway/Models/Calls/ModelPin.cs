namespace AgentFunctions.Gateway.Models.Calls;

/// <summary>The target that holds the state an issued id stands for.</summary>
/// <param name="Provider">Provider id; must be among the model's targets.</param>
/// <param name="Deployment">Preferred where the model still has it; another deployment of the same provider otherwise.</param>
public sealed record ModelPin(string Provider, string Deployment);
