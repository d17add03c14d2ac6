namespace AgentFunctions.Core.Resources.Sets;

/// <summary>What a set did, or would do, to one resource.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Id">Its id.</param>
/// <param name="Action"><c>create</c>, <c>update</c>, <c>delete</c> or <c>unchanged</c>.</param>
/// <param name="Version">After the change.</param>
/// <param name="Differences">What differs, by path; empty where nothing does.</param>
public sealed record ResourceSetChange(string Kind, string Id, string Action, long Version, IReadOnlyList<JsonDifference> Differences);
