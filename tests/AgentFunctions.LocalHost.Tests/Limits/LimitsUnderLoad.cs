namespace AgentFunctions.LocalHost.Tests.Limits;

/// <summary>Tests that put processes under all the load there is: alone, one after the other.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class LimitsUnderLoad : ICollectionFixture<OneLimitHost>, ICollectionFixture<ThreeLimitHosts>
{
    public const string Name = "limits under load";
}
