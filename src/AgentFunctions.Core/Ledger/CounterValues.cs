using System.Text.Json;

namespace AgentFunctions.Core.Ledger;

/// <summary>What stands in a counter.</summary>
internal readonly record struct CounterValues(long Settled, long Held, long Overrun)
{
    public static CounterValues Read(ReadOnlySpan<byte> body)
    {
        var json = new Utf8JsonReader(body);
        var (settled, held, overrun) = (0L, 0L, 0L);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var (isSettled, isHeld, isOverrun) = (json.ValueTextEquals("settled"u8), json.ValueTextEquals("held"u8), json.ValueTextEquals("overrun"u8));
            json.Read();
            if (isSettled) settled = json.GetInt64();
            else if (isHeld) held = json.GetInt64();
            else if (isOverrun) overrun = json.GetInt64();
            else json.Skip();
        }

        return new CounterValues(settled, held, overrun);
    }
}
