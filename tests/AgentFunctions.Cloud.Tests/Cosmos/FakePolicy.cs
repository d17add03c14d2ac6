using AgentFunctions.Cloud.Cosmos.Memory;

namespace AgentFunctions.Cloud.Tests.Cosmos;

/// <summary>The paths that the container has special indexes for; the service would scan for any other, or refuse.</summary>
internal static class FakePolicy
{
    public static IReadOnlyList<string> TextPath(IReadOnlyList<string> path) => Indexed(path, CosmosMemoryPolicy.Text);

    public static IReadOnlyList<string> VectorPath(IReadOnlyList<string> path) => Indexed(path, CosmosMemoryPolicy.Embedding);

    private static IReadOnlyList<string> Indexed(IReadOnlyList<string> path, string field) =>
        path is [var only] && only == field ? path : throw new NotSupportedException($"No index for the path {string.Join('.', path)}.");
}
