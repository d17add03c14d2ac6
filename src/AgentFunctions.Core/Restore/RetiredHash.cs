namespace AgentFunctions.Core.Restore;

/// <summary>A secret of a key that was replaced.</summary>
/// <param name="Hash">As stored with the key: SHA-256, base64.</param>
/// <param name="Until">When it stops working; the time of the rotation itself where there was no overlap.</param>
public sealed record RetiredHash(string Hash, DateTimeOffset Until);
