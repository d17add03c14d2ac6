namespace AgentFunctions.Gateway.Models.Requests;

/// <summary>A field of the body that caps the output.</summary>
/// <param name="Name">Without escapes.</param>
/// <param name="Key">Its name, colon included.</param>
/// <param name="Value">Its number, or null.</param>
internal sealed record OutputLimitField(string Name, JsonSpan Key, JsonSpan Value);
