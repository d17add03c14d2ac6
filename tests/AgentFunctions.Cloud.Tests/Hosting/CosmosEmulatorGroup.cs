namespace AgentFunctions.Cloud.Tests.Hosting;

/// <summary>Tests that share one server.</summary>
[CollectionDefinition(Name)]
public sealed class CosmosEmulatorGroup : ICollectionFixture<CosmosEmulatorFixture>
{
    public const string Name = "cosmos-emulator";
}
