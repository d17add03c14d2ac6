using System.Net;
using AgentFunctions.Gateway.Egress;

namespace AgentFunctions.Gateway.Tests.Egress;

public sealed class EgressAddressPolicyTests
{
    private static readonly EgressAddressPolicy Policy = new([IPEndPoint.Parse("127.0.0.1:9000"), IPEndPoint.Parse("[::1]:9000"), IPEndPoint.Parse("10.0.0.5:443")]);

    public static TheoryData<string> Refused =>
    [
        "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.255.254", "168.63.129.16", "169.254.169.254", "169.254.0.1", "172.16.0.1",
        "172.31.255.255", "192.0.0.1", "192.0.0.170", "192.0.2.1", "192.88.99.1", "192.168.0.1", "192.168.255.255", "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9", "224.0.0.1",
        "239.255.255.255", "240.0.0.1", "255.255.255.255", "192.52.193.1", "192.175.48.1", "192.31.196.1",
        "::", "::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "::8.8.8.8", "64:ff9b::a00:1", "64:ff9b::808:808", "64:ff9b:1::1", "100::1", "2001::1",
        "2001:0:53aa:64c:0:0:a00:1", "2001:db8::1", "2001:10::1", "2001:20::1", "2002:a00:1::", "2002:7f00:1::1", "3fff::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%2", "fec0::1",
        "ff02::1", "ff0e::1", "2620:4f:8000::1", "4000::1",
    ];

    [Theory]
    [MemberData(nameof(Refused))]
    public void Allows_NotPublic_Refused(string address) => Assert.False(Policy.Allows(IPAddress.Parse(address), 443));

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("1.1.1.1")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.1")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.1")]
    [InlineData("192.167.255.255")]
    [InlineData("192.169.0.1")]
    [InlineData("198.17.255.255")]
    [InlineData("198.20.0.1")]
    [InlineData("169.253.255.255")]
    [InlineData("223.255.255.255")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("2001:4860:4860::8888")]
    [InlineData("2a00:1450:4001:80b::200e")]
    public void Allows_Public_Allowed(string address) => Assert.True(Policy.Allows(IPAddress.Parse(address), 443));

    [Theory]
    [InlineData("127.0.0.1", 9000, true)]
    [InlineData("::ffff:127.0.0.1", 9000, true)]
    [InlineData("127.0.0.1", 9001, false)]
    [InlineData("127.0.0.2", 9000, false)]
    [InlineData("::1", 9000, true)]
    [InlineData("::1", 443, false)]
    [InlineData("10.0.0.5", 443, true)]
    [InlineData("10.0.0.6", 443, false)]
    public void Allows_Exceptions_AreExact(string address, int port, bool expected) => Assert.Equal(expected, Policy.Allows(IPAddress.Parse(address), port));

    [Theory]
    [InlineData(null, 0)]
    [InlineData("", 0)]
    [InlineData(" , ", 0)]
    [InlineData("127.0.0.1:8080", 1)]
    [InlineData(" 127.0.0.1:8080 , [::1]:8080,10.0.0.1:443 ", 3)]
    public void TryParse_Good_Parses(string? list, int count)
    {
        Assert.True(EgressAddressPolicy.TryParse(list, out var exceptions, out _));
        Assert.Equal(count, exceptions.Count);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("::1:8080")]
    [InlineData("10.0.0.0/8")]
    [InlineData("10.0.0.0/8:443")]
    [InlineData("localhost:8080")]
    [InlineData("127.1:8080")]
    [InlineData("0x7f000001:8080")]
    [InlineData("127.0.0.1:0")]
    [InlineData("127.0.0.1:65536")]
    [InlineData("127.0.0.1:*")]
    [InlineData("*:8080")]
    [InlineData("127.0.0.1:8080;10.0.0.1:443")]
    public void TryParse_Bad_NamesTheEntry(string list)
    {
        Assert.False(EgressAddressPolicy.TryParse("8.8.8.8:53," + list, out _, out var wrong));
        Assert.Equal(list, wrong);
    }

    [Fact]
    public void Options_InAzureOrUnreadable_AreRefused()
    {
        var validator = new EgressOptionsValidator();
        Assert.True(validator.Validate(null, new EgressOptions { AllowPrivate = "127.0.0.1:1" }).Succeeded);
        Assert.True(validator.Validate(null, new EgressOptions { InAzure = true }).Succeeded);
        Assert.Contains("Azure", validator.Validate(null, new EgressOptions { AllowPrivate = "127.0.0.1:1", InAzure = true }).FailureMessage, StringComparison.Ordinal);
        Assert.Contains("'nonsense'", validator.Validate(null, new EgressOptions { AllowPrivate = "nonsense" }).FailureMessage, StringComparison.Ordinal);
    }
}
