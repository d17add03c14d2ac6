using AgentFunctions.Functions.Hosting;
using AgentFunctions.Gateway.Models.Stages;
using AgentFunctions.Http.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Functions.Tests.Hosting;

public sealed class FunctionsHostTests
{
    [Fact]
    public void Waiting_Default_EndsBeforeTheFrontEndCutsSilence()
    {
        using var provider = Build();

        var gateway = provider.GetRequiredService<IOptions<GatewayOptions>>().Value;
        Assert.Equal((TimeSpan.FromSeconds(220), TimeSpan.FromSeconds(220)), (gateway.WholeAnswerCap, gateway.FirstTokenCap));
    }

    [Fact]
    public void Defaults_AnySetting_OverridesThem()
    {
        using var provider = Build(("AgentFunctions:Gateway:FirstTokenCap", "00:01:00"));

        Assert.Equal(TimeSpan.FromMinutes(1), provider.GetRequiredService<IOptions<GatewayOptions>>().Value.FirstTokenCap);
    }

    [Fact]
    public void WorkerServer_Limits_LieAboveThoseOfTheApplication()
    {
        using var provider = Build();

        var http = provider.GetRequiredService<IOptions<AgentFunctionsHttpOptions>>().Value;
        var server = provider.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;
        Assert.Null(server.MaxRequestBodySize);
        Assert.True(server.MaxRequestHeadersTotalSize > http.MaxRequestHeaderBytes);
    }

    [Fact]
    public void EngineOptions_OwnDiskInAzure_StopsTheStart()
    {
        using var provider = Build(("WEBSITE_INSTANCE_ID", "a1b2"));

        var exception = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains("AgentFunctions__Store", exception.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Build(params (string Key, string Value)[] settings) =>
        new ServiceCollection()
            .AddSingleton<IConfiguration>(Configuration(settings))
            .AddAgentFunctionsHttp()
            .AddFunctionsHost()
            .BuildServiceProvider();

    private static ConfigurationManager Configuration(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>(setting.Key, setting.Value)));
        configuration.AddFunctionsHostDefaults();
        return configuration;
    }
}
