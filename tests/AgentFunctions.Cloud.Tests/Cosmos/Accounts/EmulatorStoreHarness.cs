using AgentFunctions.Cloud.Tests.Hosting;

namespace AgentFunctions.Cloud.Tests.Cosmos.Accounts;

/// <summary>The engine over the server of npm.</summary>
public sealed class EmulatorStoreHarness : AccountStoreHarness
{
    public EmulatorStoreHarness()
        : base(CosmosEmulatorFixture.Client ?? throw new InvalidOperationException("Put the test into the group of the emulator."), CosmosEmulatorFixture.Database, TimeSpan.FromSeconds(1))
    {
    }
}
