namespace AgentFunctions.LocalHost.Startup;

/// <summary>What was prepared before listening, for the banner.</summary>
/// <param name="Manifests">Which folder, and how many were applied.</param>
/// <param name="AdminKeyPlace">Where the bootstrap key is; never the key.</param>
/// <param name="Demo">A ready agent key and model; null when no agent <c>demo</c> is declared.</param>
/// <param name="Warnings">What will fail later as things are.</param>
internal sealed record PreparedStart(string Manifests, string AdminKeyPlace, DemoCall? Demo, IReadOnlyList<string> Warnings);
