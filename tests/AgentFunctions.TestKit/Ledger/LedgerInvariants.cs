using System.Globalization;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Usage;

namespace AgentFunctions.TestKit.Ledger;

/// <summary>What holds after every step, whatever was lost or died on the way.</summary>
internal static class LedgerInvariants
{
    public static void Check(LedgerWorld world)
    {
        LedgerBlockInvariants.Check(world);
        var held = world.View.Holds.Values.SelectMany(static hold => hold.Lines).ToLookup(static line => line.CounterId, static line => line.Held);
        var events = world.View.Events.Values.ToLookup(static e => e.Subject.CallId);
        foreach (var (id, counter) in world.View.Counters)
        {
            var key = LedgerReference.Key(counter);
            if (IsPast(counter.Window, world.Time.GetUtcNow())) continue;
            Assert.True(counter.Held >= 0 && counter.Settled >= 0 && counter.Overrun >= 0, $"{key} is negative: {counter}");
            Assert.True(counter.Held == held[id].Sum(), $"{key}: {counter.Held} held, but the holds there are come to {held[id].Sum()}");
            var settled = world.Calls.Sum(call => Settled(call, key, counter.Unit, events[call.Id], world.View.Holds.ContainsKey(call.Id)));
            Assert.True(counter.Settled == settled, $"{key}: {counter.Settled} settled, but the usage events come to {settled}");
            if (world.Most.TryGetValue(key, out var most))
                Assert.True(counter.Settled + counter.Held <= most + counter.Overrun, $"{key}: {counter.Settled} settled + {counter.Held} held exceed {most} in force when they were admitted + {counter.Overrun} overrun");
            if (!world.Calls.Exists(call => call.IsBeyond && call.PathKeys.Contains(key)) && !counter.Scope.StartsWith("providers/", StringComparison.Ordinal))
                Assert.True(counter.Overrun == 0, $"{key}: overrun {counter.Overrun}, but every call kept to its bound");
        }
    }

    /// <summary>What a call's events say that a counter was charged. Requests and bytes of its path are charged once, when it ends.</summary>
    private static long Settled(LedgerCall call, string key, string unit, IEnumerable<UsageEvent> events, bool isHeld)
    {
        if (call.PathKeys.Contains(key))
        {
            var isCounted = !isHeld && events.Sum(static e => e.Requests) > 0;
            return unit switch
            {
                "requests" => isCounted ? call.Bound.Requests : 0,
                "bytes" => isCounted ? call.Bound.Bytes : 0,
                _ => events.Sum(e => Amount(e.Usage, unit)),
            };
        }

        return call.ProviderKeys.TryGetValue(key, out var provider) ? events.Where(e => e.Usage.Provider == provider).Sum(e => Amount(e.Usage, unit)) : 0;
    }

    public static long Amount(AttemptUsage usage, string unit) => unit switch
    {
        "usd" => usage.Cost.Total.Value,
        "tokens" => usage.Tokens.Total,
        "requests" => 1,
        "bytes" => usage.Bytes,
        _ => 0,
    };

    /// <summary>A counter that is past its time may have been dropped with what was in it, and begun anew by a call that is as old.</summary>
    public static bool IsPast(string window, DateTimeOffset now)
    {
        var colon = window.IndexOf(':', StringComparison.Ordinal);
        return window[..Math.Max(0, colon)] switch
        {
            "minute" => now >= Parse(window[(colon + 1)..], "yyyy-MM-ddTHH:mm") + TimeSpan.FromMinutes(61),
            "hour" => now >= Parse(window[(colon + 1)..], "yyyy-MM-ddTHH") + TimeSpan.FromHours(49),
            _ => false,
        };
    }

    private static DateTimeOffset Parse(string text, string format) => DateTimeOffset.ParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
