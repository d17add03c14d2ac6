using System.Collections.Concurrent;
using AgentFunctions.Core.Identifiers;

namespace AgentFunctions.Core.Tests.Identifiers;

public sealed class CallIdTests
{
    private const int ManyIds = 100_000;

    [Fact]
    public void New_ManyOnManyThreads_AreAllDifferent()
    {
        ConcurrentBag<string> ids = [];
        Parallel.For(0, ManyIds, _ => ids.Add(CallId.New()));
        Assert.Equal(ManyIds, ids.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void New_Form_IsPrefixAnd128BitsInHex() => Assert.Matches("^req_[0-9a-f]{32}$", CallId.New());

    [Fact]
    public void New_Bits_AreAllUsed()
    {
        var (ones, zeros) = (UInt128.Zero, UInt128.Zero);
        for (var i = 0; i < 1000; i++)
        {
            var bits = UInt128.Parse(CallId.New().AsSpan(4), System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture);
            (ones, zeros) = (ones | bits, zeros | ~bits);
        }

        Assert.Equal(UInt128.MaxValue, ones);
        Assert.Equal(UInt128.MaxValue, zeros);
    }
}
