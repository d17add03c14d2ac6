using AgentFunctions.Core.Approvals.Telling;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Approvals.Pages;

/// <summary>The first address the server listens on; one that means every address of the machine is written as <c>localhost</c>.</summary>
internal sealed class ListenAddress(IServiceProvider services) : IPublicAddress
{
    public string? Find()
    {
        if (services.GetService<IServer>()?.Features.Get<IServerAddressesFeature>() is not { Addresses: { Count: > 0 } addresses }) return null;
        var address = addresses.First();
        foreach (var any in (ReadOnlySpan<string>)["://+", "://*", "://0.0.0.0", "://[::]"]) address = address.Replace(any, "://localhost", StringComparison.Ordinal);
        return address.TrimEnd('/');
    }
}
