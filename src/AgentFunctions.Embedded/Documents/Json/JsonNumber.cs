using System.Buffers.Text;
using System.Globalization;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Embedded.Documents.Json;

/// <summary>Number literals by value, as doubles: what Cosmos DB stores. Integers within 2^53 are exact in them.</summary>
internal static class JsonNumber
{
    public static double ToDouble(ReadOnlySpan<byte> literal) =>
        Utf8Parser.TryParse(literal, out long integer, out var consumed) && consumed == literal.Length
            ? integer
            : double.Parse(literal, NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>True for a number without a fraction within 2^53, however it is written (<c>1</c>, <c>1.0</c>, <c>1e0</c>).</summary>
    public static bool TryGetInteger(ReadOnlySpan<byte> literal, out long integer)
    {
        var number = ToDouble(literal);
        integer = 0;
        if (number != Math.Floor(number) || Math.Abs(number) > DocumentLimits.MaxInteger)
            return false;
        integer = (long)number;
        return true;
    }
}
