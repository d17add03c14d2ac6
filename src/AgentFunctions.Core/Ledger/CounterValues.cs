using System.Text.Json;

namespace AgentFunctions.Core.Ledger;

/// <summary>What stands in a counter.</summary>
/// <param name="Settled">Charged.</param>
/// <param name="Held">Held by calls, and for blocks of processes.</param>
/// <param name="Overrun">The part of what was charged that was not held.</param>
/// <param name="Blocks">The part of what is held that is held for blocks.</param>
internal readonly record struct CounterValues(long Settled, long Held, long Overrun, long Blocks = 0)
{
    public static CounterValues Read(ReadOnlySpan<byte> body)
    {
        var json = new Utf8JsonReader(body);
        var (settled, held, overrun, blocks) = (0L, 0L, 0L, 0L);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var (isSettled, isHeld, isOverrun, isBlocks) =
                (json.ValueTextEquals("settled"u8), json.ValueTextEquals("held"u8), json.ValueTextEquals("overrun"u8), json.ValueTextEquals("blocks"u8));
            json.Read();
            if (isSettled) settled = json.GetInt64();
            else if (isHeld) held = json.GetInt64();
            else if (isOverrun) overrun = json.GetInt64();
            else if (isBlocks) blocks = json.GetInt64();
            else json.Skip();
        }

        return new CounterValues(settled, held, overrun, blocks);
    }
}
