namespace AgentFunctions.Cloud.Tests.Cosmos.Accounts;

/// <summary>A test against a real account of Cosmos DB, which costs money: it runs only where one is named, and otherwise says what it needs.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RealAccountFactAttribute : FactAttribute
{
    public const string Endpoint = "AGENTFUNCTIONS_TEST_COSMOS_ENDPOINT";
    public const string Key = "AGENTFUNCTIONS_TEST_COSMOS_KEY";

    public override string? Skip
    {
        get => Environment.GetEnvironmentVariable(Endpoint) is { Length: > 0 } && Environment.GetEnvironmentVariable(Key) is { Length: > 0 }
            ? null
            : $"needs a real account of Cosmos DB: {Endpoint} its address, {Key} a key of it; a database is made there and deleted again";
        set => throw new NotSupportedException("What it needs is all the reason there is.");
    }
}
