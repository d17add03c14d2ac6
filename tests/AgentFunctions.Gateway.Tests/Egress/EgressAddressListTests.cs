using System.Net;
using AgentFunctions.Gateway.Egress;
using Microsoft.Security.AntiSSRF;

namespace AgentFunctions.Gateway.Tests.Egress;

/// <summary>What Microsoft's own library refuses as not external is refused here as well: the first, the last and a few addresses of each of its ranges.</summary>
public sealed class EgressAddressListTests
{
    public static TheoryData<string> Denied => [.. new AntiSSRFPolicy(PolicyConfigOptions.ExternalOnlyLatest).DeniedAddresses];

    [Theory]
    [MemberData(nameof(Denied))]
    public void Allows_RangeThatAntiSsrfDenies_Refuses(string range)
    {
        var network = IPNetwork.Parse(range);
        var random = new Random(20261126);
        foreach (var fill in (Func<byte>[])[static () => 0x00, static () => 0xFF, .. Enumerable.Repeat<Func<byte>>(() => (byte)random.Next(256), 200)])
        {
            var address = Within(network, fill);
            Assert.True(network.Contains(address));
            Assert.False(EgressAddressPolicy.IsPublic(address), $"{address} of {range} counts as public");
        }
    }

    private static IPAddress Within(IPNetwork network, Func<byte> fill)
    {
        var bytes = network.BaseAddress.GetAddressBytes();
        for (var bit = network.PrefixLength; bit < bytes.Length * 8;)
        {
            var free = 8 - (bit % 8);
            bytes[bit / 8] |= (byte)(fill() & ((1 << free) - 1));
            bit += free;
        }

        return new IPAddress(bytes);
    }
}
