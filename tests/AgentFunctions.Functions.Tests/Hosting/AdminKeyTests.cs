using AgentFunctions.Core.Keys;
using AgentFunctions.Functions.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Functions.Tests.Hosting;

public sealed class AdminKeyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("agentfunctions-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void AdminKey_Given_IsUsed() =>
        Assert.Equal("0123456789abcdef0123456789", AdminKey(("AGENTFUNCTIONS_ADMIN_KEY", "0123456789abcdef0123456789")));

    [Fact]
    public void AdminKey_NotGiven_IsMadeOnceAndKept()
    {
        var made = AdminKey();

        Assert.True(made?.Length >= BootstrapKeyOptions.MinLength);
        Assert.Equal(made, AdminKey());
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder, "data", "admin.key")));
    }

    // An instance that makes its own key would accept one that no other instance knows.
    [Fact]
    public void AdminKey_NotGivenInAzure_ThereIsNone()
    {
        Assert.Null(AdminKey((EngineOptionsValidator.AzureInstance, "a1b2")));
        Assert.False(Directory.Exists(Path.Combine(_folder, "data")));
    }

    // Instances share the store: each would accept a key that no other knows.
    [Fact]
    public void AdminKey_NotGivenOnASharedStore_ThereIsNone()
    {
        Assert.Null(AdminKey(("AgentFunctions:Store", "cosmos"), ("AgentFunctions:Secrets", "keyvault"), ("AgentFunctions:Payloads", "blob")));
        Assert.False(Directory.Exists(Path.Combine(_folder, "data")));
    }

    private string? AdminKey(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Append(("AgentFunctions:Data", Path.Combine(_folder, "data"))).Select(setting => KeyValuePair.Create<string, string?>(setting.Item1, setting.Item2)))
            .Build();
        using var services = new ServiceCollection().AddHostEngines(configuration).BuildServiceProvider();
        return services.GetRequiredService<IOptions<BootstrapKeyOptions>>().Value.AdminKey;
    }
}
