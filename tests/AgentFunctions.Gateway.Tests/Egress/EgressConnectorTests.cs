using System.Net;
using System.Net.Sockets;
using AgentFunctions.Gateway.Egress;

namespace AgentFunctions.Gateway.Tests.Egress;

public sealed class EgressConnectorTests : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly FakeHostResolver _resolver = new();

    public EgressConnectorTests() => _listener.Start();

    private IPEndPoint Local => (IPEndPoint)_listener.LocalEndpoint;

    public void Dispose() => _listener.Dispose();

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("8.8.8.8", "10.1.2.3")]
    [InlineData("2606:4700:4700::1111", "fd00::1")]
    [InlineData("::ffff:192.168.0.1")]
    public async Task Connect_NameWithARefusedAddress_IsRefusedAsAWhole(params string[] addresses)
    {
        _resolver.With("evil.example", addresses);
        var exception = await Assert.ThrowsAsync<EgressException>(() => ConnectAsync("evil.example", Local.Port));
        Assert.Equal(EgressRefusal.AddressRefused, exception.Refusal);
        Assert.DoesNotContain(addresses[0], exception.ToString(), StringComparison.Ordinal);
        Assert.False(_listener.Pending());
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("2130706433")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("0177.0.0.1")]
    [InlineData("127.1")]
    [InlineData("169.254.169.254")]
    public async Task Connect_LiteralPrivateAddress_IsRefused(string host) =>
        Assert.Equal(EgressRefusal.AddressRefused, (await Assert.ThrowsAsync<EgressException>(() => ConnectAsync(host, Local.Port))).Refusal);

    [Fact]
    public async Task Connect_ExactException_Connects()
    {
        _resolver.With("tools.example", "127.0.0.1");
        await using var stream = await ConnectAsync("tools.example", Local.Port, false, Local);
        await using var other = await ConnectAsync("127.0.0.1", Local.Port, true, Local);
        Assert.True(stream.CanWrite && other.CanWrite);
    }

    /// <summary>The address that was checked is the one that is used: the name is looked up once.</summary>
    [Fact]
    public async Task Connect_NameThatChangesItsMind_IsLookedUpOnce()
    {
        _resolver.With("rebind.example", "127.0.0.1").With("rebind.example", "10.0.0.1");
        await using var stream = await ConnectAsync("rebind.example", Local.Port, false, Local);
        Assert.Equal(1, _resolver.Lookups);
        Assert.Equal(EgressRefusal.AddressRefused, (await Assert.ThrowsAsync<EgressException>(() => ConnectAsync("rebind.example", Local.Port, false, Local))).Refusal);
    }

    [Fact]
    public async Task Connect_PlainTextToPublic_IsRefused()
    {
        _resolver.With("public.example", "8.8.8.8");
        Assert.Equal(EgressRefusal.AddressRefused, (await Assert.ThrowsAsync<EgressException>(() => ConnectAsync("public.example", 80, loopbackOnly: true))).Refusal);
    }

    [Fact]
    public async Task Connect_NoNameOrNobodyThere_SaysSo()
    {
        Assert.Equal(EgressRefusal.NameNotFound, (await Assert.ThrowsAsync<EgressException>(() => ConnectAsync("absent.example", 443))).Refusal);
        var port = Local.Port;
        _listener.Stop();
        Assert.Equal(EgressRefusal.ConnectFailed, (await Assert.ThrowsAsync<EgressException>(() => ConnectAsync("127.0.0.1", port, false, new IPEndPoint(IPAddress.Loopback, port)))).Refusal);
    }

    private Task<Stream> ConnectAsync(string host, int port, bool loopbackOnly = false, params IPEndPoint[] exceptions) =>
        new EgressConnector(new EgressAddressPolicy(exceptions), _resolver).ConnectAsync(host, port, loopbackOnly, CancellationToken.None).AsTask();
}
