using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace AgentFunctions.Core.Context.Assembly;

/// <summary>Compares a context with the one before.</summary>
internal static class Prefixes
{
    public static SentMessage ToSent(AssembledMessage message) =>
        new(XxHash3.HashToUInt64(JsonMarshal.GetRawUtf8Value(message.Message)).ToString("x16", CultureInfo.InvariantCulture), message.Tokens);

    public static ContextPrefix Compare(ContextState? previous, IReadOnlyList<SentMessage> sent)
    {
        if (previous is null) return new ContextPrefix(0, 0, 0);
        var same = 0;
        while (same < sent.Count && same < previous.Sent.Count && previous.Sent[same] == sent[same]) same++;
        return new ContextPrefix(same, sent.Take(same).Sum(static message => message.Tokens), previous.Sent.Sum(static message => message.Tokens));
    }
}
