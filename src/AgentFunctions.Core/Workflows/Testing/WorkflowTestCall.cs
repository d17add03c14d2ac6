using System.Text.Json;

namespace AgentFunctions.Core.Workflows.Testing;

/// <summary>An activity that ran in a <see cref="WorkflowTestHost"/>.</summary>
/// <param name="InstanceId">For whom.</param>
/// <param name="Activity">Its name.</param>
/// <param name="Input">Its input, as it was written.</param>
public sealed record WorkflowTestCall(string InstanceId, string Activity, JsonElement Input);
