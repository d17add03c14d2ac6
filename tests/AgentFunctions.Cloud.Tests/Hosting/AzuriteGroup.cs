namespace AgentFunctions.Cloud.Tests.Hosting;

/// <summary>Tests that share one emulator.</summary>
[CollectionDefinition(Name)]
public sealed class AzuriteGroup : ICollectionFixture<AzuriteFixture>
{
    public const string Name = "azurite";
}
