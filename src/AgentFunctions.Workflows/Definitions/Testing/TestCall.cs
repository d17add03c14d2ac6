using System.Text.Json;

namespace AgentFunctions.Workflows.Definitions.Testing;

/// <summary>A call that a trial made.</summary>
/// <param name="Step">Id of the step.</param>
/// <param name="Kind"><c>tool</c>, <c>agent</c> or <c>workflow</c>.</param>
/// <param name="Name">Its id.</param>
/// <param name="Input">Arguments or input.</param>
internal sealed record TestCall(string Step, string Kind, string Name, JsonElement Input);
