namespace AgentFunctions.Core.Resources.Feed;

/// <summary>One resource of a change.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Id">Its id.</param>
/// <param name="Version">After the change; 0 for what has no versions (secrets).</param>
/// <param name="Operation">What happened, as in versions.</param>
public sealed record TenantChangeEntry(string Kind, string Id, long Version, string Operation);
