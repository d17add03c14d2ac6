using System.Text.Json;

namespace AgentFunctions.Core.Runs.Following;

/// <summary>Something that happened to a run of ours.</summary>
/// <param name="Seq">1, 2, 3... without gaps; what a reader resumes after.</param>
/// <param name="At">When it was written.</param>
/// <param name="Type">A name of <see cref="RunEventTypes"/>.</param>
/// <param name="Data">An object.</param>
public sealed record RunEvent(long Seq, DateTimeOffset At, string Type, JsonElement Data);
