namespace AgentFunctions.LocalHost.Tests.Freshness;

/// <summary>The tests that share three processes, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class SharedHosts : ICollectionFixture<ThreeHosts>
{
    public const string Name = "three hosts";
}
