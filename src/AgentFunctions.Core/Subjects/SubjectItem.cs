using System.Text.Json;

namespace AgentFunctions.Core.Subjects;

/// <summary>One thing of a subject in an export.</summary>
/// <param name="Kind">What it is: <c>record</c>, <c>version</c>, <c>message</c>.</param>
/// <param name="Agent">The agent it is of; null for what is of none.</param>
/// <param name="Content">All of it.</param>
public sealed record SubjectItem(string Kind, string? Agent, JsonElement Content);
