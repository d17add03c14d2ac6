using AgentFunctions.Cloud.Cosmos;
using AgentFunctions.Core.Ledger;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Cloud.Tests.Cosmos;

/// <summary>Where the store is Cosmos DB, limits are drawn from in blocks unless it is set otherwise.</summary>
public sealed class CosmosBlocksTests
{
    [Theory]
    [InlineData(null, true)]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public void Blocks_OnCosmos_AreOnUnlessSet(string? set, bool expected) => Assert.Equal(expected, Options(set, static services => services.AddCosmosStore()).Blocks);

    [Fact]
    public void Blocks_Elsewhere_AreOff() => Assert.NotEqual(true, Options(null, static _ => { }).Blocks);

    private static LedgerOptions Options(string? set, Action<IServiceCollection> add)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new($"{LedgerOptions.SectionName}:Blocks", set)]).Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        add(services);
        services.AddAgentFunctionsLedger().AddOptions<LedgerOptions>().BindConfiguration(LedgerOptions.SectionName);
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<LedgerOptions>>().Value;
    }
}
